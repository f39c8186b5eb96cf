"""Bringing back an older version: as a change of its own, so that it can be taken back, too."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.audit.trail import record
from portal.errors import ConflictError, NotAllowed, PortalError
from portal.history.models import Revision
from portal.history.reading import Subject, find_version
from portal.history.recording import RESTORED, latest, note
from portal.runtime import portal


def restore(
    session: Session, actor: Actor, subject: Subject, number: int, *, seen: int | None = None
) -> Revision | None:
    """Writes version `number` back by the rules of its kind; returns the new version, None where
    nothing differs. `seen` is the newest version that the person knew of.

    Raises NotAllowed; ConflictError when somebody changed the object meanwhile; PortalError when
    there is no such version, or the rules refuse it (what it refers to is gone, say).
    """
    kind, history = subject.kind, subject.history
    if not subject.may_edit:
        raise NotAllowed(_("You may not change this."))
    if history.restore is None:
        raise PortalError(_("An older version of this cannot be brought back."))
    version = find_version(session, subject, number)
    before = latest(session, kind.name, subject.object_id)
    if version is None or before is None:
        raise PortalError(_("There is no such version."))
    if seen is not None and seen != before.number:
        raise ConflictError(_("Somebody changed it meanwhile. Look at the newest version first."))
    data = _to_write(subject, version)
    if data == history.data_of(subject.obj):
        return None
    # The kind's own rules call `saved`, which keeps the version; it is named here.
    history.restore(session, actor, subject.obj, data)
    session.flush()
    note(session, kind.name, subject.object_id, actor)
    after = latest(session, kind.name, subject.object_id)
    if after is None or after.number == before.number:
        return None
    after.action, after.source = RESTORED, number
    record(session, actor, "history.restored", kind.name, subject.object_id, version=number)
    return after


def failed(kind_name: str, problem: Exception) -> str:
    """Reports a kind whose `restore` broke; returns the id of the failure."""
    owner = portal().kinds.owner(kind_name) or kind_name
    return portal().dispatch.report(owner, f"restoring {kind_name}", problem)


def _to_write(subject: Subject, version: Revision) -> dict[str, Any]:
    """The old version, but for what it does not know, what is not brought back, and what this
    person cannot see: those stay as they are."""
    data = subject.history.data_of(subject.obj)
    for name, field in subject.fields.items():
        if field.restores and name in version.data:
            data[name] = version.data[name]
    return data
