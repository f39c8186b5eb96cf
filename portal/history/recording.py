"""Writing the history, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import has_request_context
from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.deciding import audience_of
from portal.history.models import Revision
from portal.references.kinds import ObjectKind
from portal.runtime import portal

CREATED, EDITED, RESTORED, KEPT = "created", "edited", "restored", "kept"
BEGIN_AT_ONCE = 500


def note(
    session: Session,
    kind_name: str,
    object_id: int,
    actor: Actor | None,
    action: str = "",
    audience: Iterable[str] | None = None,
) -> None:
    """Keeps the object's fields as a new version, if they differ from the newest one, and who
    may see the object now (`audience`, else as it was told before).

    Without `actor`, whoever makes the request. A declaration that raises costs the version and
    not the change; it is reported like every failure of a plugin.
    """
    kind = portal().kinds.get(kind_name)
    if kind is None or kind.history is None:
        return
    owner = portal().kinds.owner(kind_name) or kind_name
    with portal().dispatch.guard(owner, f"history of {kind_name}", session):
        obj = session.get(kind.model, object_id)
        if obj is not None:
            _keep(session, kind, obj, _who(actor), action, audience)


def latest(session: Session, kind_name: str, object_id: int) -> Revision | None:
    """The newest version."""
    return session.scalar(
        select(Revision)
        .where(Revision.kind == kind_name, Revision.object_id == object_id)
        .order_by(Revision.number.desc())
        .limit(1)
    )


def latest_number(session: Session, kind_name: str, object_id: int) -> int:
    """The number of the newest version, 0 where there is none: what a form is made from."""
    number = session.scalar(
        select(func.max(Revision.number)).where(
            Revision.kind == kind_name, Revision.object_id == object_id
        )
    )
    return number or 0


def forget(session: Session, kind_name: str, object_id: int) -> None:
    """The object is gone for good, and so is what it said."""
    session.execute(
        delete(Revision).where(Revision.kind == kind_name, Revision.object_id == object_id)
    )


def begin(session: Session, kind: ObjectKind, limit: int = BEGIN_AT_ONCE) -> int:
    """Keeps objects that are older than their history as they stand, so that their first change
    can be compared and taken back; returns how many."""
    if kind.history is None:
        return 0
    there = exists().where(Revision.kind == kind.name, Revision.object_id == kind.model.id)
    found = session.scalars(select(kind.model).where(~there).limit(limit)).all()
    for obj in found:
        _keep(session, kind, obj, None, KEPT, None)
    return len(found)


def _keep(
    session: Session,
    kind: ObjectKind,
    obj: Any,
    actor: Actor | None,
    action: str,
    audience: Iterable[str] | None,
) -> Revision | None:
    assert kind.history is not None
    object_id = kind.id_of(obj)
    _queue_up(session, kind.name, object_id)
    data, last = kind.history.data_of(obj), latest(session, kind.name, object_id)
    if last is not None and last.data == data:
        return None
    if audience is None:
        audience = audience_of(session, kind.name, [object_id])[object_id]
    revision = Revision(
        kind=kind.name,
        object_id=object_id,
        number=last.number + 1 if last else 1,
        actor_id=actor.user_id if actor else None,
        action=(action or (EDITED if last else CREATED))[:40],
        data=data,
        audience=sorted(set(audience)),
    )
    session.add(revision)
    session.flush()
    return revision


def _queue_up(session: Session, kind_name: str, object_id: int) -> None:
    """On PostgreSQL two changes of one object may come at once; each takes its own number."""
    if session.get_bind().dialect.name == "postgresql":
        name = f"portal.history {kind_name} {object_id}"
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def _who(actor: Actor | None) -> Actor | None:
    if actor is None and has_request_context():
        from portal.web.requests import current_actor

        return current_actor()
    return actor
