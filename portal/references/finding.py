"""Finding an object of any kind, for features that hang things on other people's objects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, has_request_context
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


@contextmanager
def with_addresses() -> Iterator[None]:
    """Lets `url_for`, and with it the addresses of kinds, work in a job, where no request says
    how the portal is called; paths come out as they would in a request."""
    if has_request_context():
        yield
        return
    with current_app.test_request_context(base_url=portal().settings.base_url):
        yield


def path_of(kind: str, object_id: int) -> str:
    """The path of an object's page, the front page's where its plugin is away."""
    found = portal().kinds.get(kind)
    with with_addresses():
        return found.url(object_id) if found else "/"
