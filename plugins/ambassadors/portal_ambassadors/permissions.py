"""What one may do with ambassadors, and who sees one."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import EVERYONE, Actor, Permission, may, permission_label, user_label

from .models import Ambassador
from .vocabulary import Status

COORDINATE = "ambassadors.coordinate"
CATALOGUE = "ambassadors.catalogue"
EXPORT = "ambassadors.export"

PERMISSIONS = (
    Permission(
        COORDINATE, _l("Choose ambassadors, and keep the network going"), ("organiser", "editor")
    ),
    Permission(CATALOGUE, _l("Keep the list of competences"), ("organiser", "editor")),
    Permission(EXPORT, _l("Take the list of ambassadors out as a file"), ("organiser", "editor")),
)


def audience(ambassador: Ambassador) -> set[str]:
    """The labels of those who may see the profile: everyone while it is in use; afterwards, and
    where the account is disabled, the owner and who coordinates."""
    labels = {user_label(ambassador.user_id)}
    if ambassador.status == Status.ACTIVE and ambassador.user.active:
        labels.add(EVERYONE)
    else:
        labels.add(permission_label(COORDINATE))
    return labels


def may_ambassador(session: Session, actor: Actor, action: str, ambassador: Ambassador) -> bool:
    """Judges 'edit' (what an ambassador says), 'hide' (which parts others see: the owner alone)
    and 'manage' (choice, mandate, end: who coordinates)."""
    own = actor.user_id is not None and actor.user_id == ambassador.user_id
    coordinates = COORDINATE in actor.permissions
    if action == "edit":
        return own or (coordinates and may(session, actor, "view", ambassador))
    if action == "hide":
        return own
    if action == "manage":
        return coordinates
    return False
