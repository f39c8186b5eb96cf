"""Notices as they are read, on the page and in mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.notices.models import Notice
from portal.notices.topics import Declared, text_of, topics
from portal.runtime import portal


@dataclass(frozen=True, slots=True)
class Line:
    """A notice with its words. `gone`: its object has been deleted, and nothing is said of it."""

    id: int
    topic: str
    icon: str
    text: str
    title: str
    url: str
    at: dt.datetime
    read: bool
    gone: bool = False


def lines_of(session: Session, actor: Actor, notices: Iterable[Notice]) -> list[Line]:
    """The notices that `actor` may see, in their order; a handful of queries."""
    rows = list(notices)
    known = topics()
    where = portal().kinds.resolve(session, actor, [(row.kind, row.object_id) for row in rows])
    found = []
    for row in rows:
        declared, about = known.get(row.topic), where[row.kind, row.object_id]
        if declared is None or not (about.visible or about.gone):
            continue
        found.append(
            Line(
                id=row.id,
                topic=str(declared.topic.title),
                icon=declared.topic.icon,
                text=_text(row, declared) if about.visible else "",
                title=about.title,
                url=about.url,
                at=row.created_at,
                read=row.read_at is not None,
                gone=not about.visible,
            )
        )
    return found


def _text(row: Notice, declared: Declared) -> str:
    text = text_of(row, declared)
    if row.count == 1:
        return text
    times = ngettext("%(num)s time", "%(num)s times", row.count)
    return f"{text} ({times})"
