"""The core's own holdings: the coming events a person organises, by the object they belong to."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.calendars.models import Event, EventStatus
from portal.database import now
from portal.leaving.holdings import Holding, Part
from portal.references.finding import path_of
from portal.runtime import portal


def holdings(session: Session, user: User) -> Iterator[Holding]:
    """One for each object with coming events, titled as the first of them; one query."""
    rows = session.execute(
        select(Event.kind, Event.object_id, Event.title)
        .where(
            Event.organiser_id == user.id,
            Event.ends_at > now(),
            Event.status == EventStatus.CONFIRMED,
        )
        .order_by(Event.starts_at, Event.id)
    )
    found: dict[tuple[str, int], list[str]] = {}
    for kind, object_id, title in rows:
        found.setdefault((kind, object_id), []).append(title)
    known = {kind.name for kind in portal().kinds.all()}
    for (kind, object_id), titles in found.items():
        if kind in known:
            yield Holding(
                kind=kind,
                id=object_id,
                title=titles[0],
                url=path_of(kind, object_id),
                part=Part.ORGANISER,
                count=len(titles),
            )


def hand_over(session: Session, user: User, successor: User, things: Collection[Holding]) -> None:
    """The successor organises the coming events."""
    for one in things:
        session.execute(
            update(Event)
            .where(
                Event.kind == one.kind,
                Event.object_id == one.id,
                Event.organiser_id == user.id,
                Event.ends_at > now(),
            )
            .values(organiser_id=successor.id)
            .execution_options(synchronize_session=False)
        )
