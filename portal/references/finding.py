"""Finding an object of any kind, for features that hang things on other people's objects."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.runtime import portal


def find_object(session: Session, actor: Actor, kind: str, object_id: int) -> Any | None:
    """The object if `actor` may see it; None where it is not there, not shared with them, or
    its plugin is off."""
    core = portal()
    found = core.kinds.get(kind)
    if found is None:
        return None
    statement = select(found.model).where(found.model.id == object_id)
    obj = session.scalars(core.access.narrow(statement, actor, found.model)).unique().one_or_none()
    if obj is None or not core.access.may(session, actor, "view", obj):
        return None
    return obj
