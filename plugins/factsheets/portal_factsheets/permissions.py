"""What one may do with fact sheets, and who sees one."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, Permission, may, permission_label, user_label

from .models import FactSheet
from .vocabulary import Status

CREATE = "factsheets.create"
PUBLISH = "factsheets.publish"
EDIT_ANY = "factsheets.edit_any"
IMPORT = "factsheets.import"
CATALOGUE = "factsheets.catalogue"

WRITERS = ("staff", "ambassador", "leader", "editor", "organiser")

PERMISSIONS = (
    Permission(CREATE, _l("Write fact sheets"), WRITERS),
    Permission(PUBLISH, _l("Publish one's own fact sheets"), WRITERS),
    Permission(EDIT_ANY, _l("Edit every fact sheet one sees"), ("editor",)),
    Permission(IMPORT, _l("Import fact sheets, and see the imported drafts"), ("editor",)),
    Permission(CATALOGUE, _l("Keep programmes, tracks and concepts"), ("editor",)),
)


def audience(sheet: FactSheet) -> set[str]:
    """The labels of those who may see the sheet as it stands now.

    A draft is its owners' alone. One without owners (imported by the system) is seen by who may
    import, or nobody could ever publish it; that goes for a private one too.
    """
    owners = sheet.owner_ids
    if sheet.status == Status.DRAFT:
        labels = {user_label(owner) for owner in owners}
    else:
        labels = sheet.chosen_labels(owners)
    return labels or {permission_label(IMPORT)}


def may_sheet(session: Session, actor: Actor, action: str, sheet: FactSheet) -> bool:
    """Judges 'edit', 'review', 'publish', 'archive', 'unpublish', 'delete' and 'coauthor', who
    reads the drafts of what is published."""
    if action == "coauthor":
        return actor.user_id is not None and actor.user_id in sheet.owner_ids
    if action in ("edit", "review"):
        return _keeps(session, actor, sheet)
    if action in ("publish", "archive"):
        return PUBLISH in actor.permissions and _keeps(session, actor, sheet)
    if action == "unpublish":
        # An editor would not see the draft they made of another's sheet.
        own = not sheet.owner_ids or actor.user_id in sheet.owner_ids
        return own and PUBLISH in actor.permissions and _keeps(session, actor, sheet)
    if action == "delete":
        if sheet.status == Status.DRAFT and sheet.author_id is not None:
            return actor.user_id == sheet.author_id
        return EDIT_ANY in actor.permissions and may(session, actor, "view", sheet)
    return False


def keeps_seen(actor: Actor, sheet: FactSheet) -> bool:
    """Whether the actor may edit a sheet that they are known to see; asks no database."""
    own = actor.user_id is not None and actor.user_id in sheet.owner_ids
    return own or actor.is_system or EDIT_ANY in actor.permissions


def _keeps(session: Session, actor: Actor, sheet: FactSheet) -> bool:
    if actor.user_id is not None and actor.user_id in sheet.owner_ids:
        return True
    return EDIT_ANY in actor.permissions and may(session, actor, "view", sheet)
