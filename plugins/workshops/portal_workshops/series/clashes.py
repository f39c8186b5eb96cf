"""Whether a facilitator or a room is asked for twice at one time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, User, narrow

from ..models import HalfDay, Room, Series, SeriesFacilitator
from ..times import moment_words
from ..vocabulary import ALIVE

Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class Clash:
    """What is taken: `number` of the half day, `words` for people. One of `user_id` and
    `room_id`."""

    number: int
    words: str
    user_id: int | None = None
    room_id: int | None = None


def lock(session: Session, user_ids: Collection[int], room_ids: Collection[int]) -> None:
    """Nobody else books these people and rooms before our commit (on SQLite nobody does
    anyway)."""
    for model, ids in ((User, user_ids), (Room, room_ids)):
        if ids:
            wanted = select(model.id).where(model.id.in_(ids)).order_by(model.id)
            session.execute(wanted.with_for_update())


def clashes(
    session: Session,
    actor: Actor,
    spans: Sequence[Span | None],
    user_ids: Collection[int],
    room_ids: Sequence[int | None],
    but: int | None = None,
) -> list[Clash]:
    """What of it is taken, by other series than `but`. `spans` and `room_ids` go by half day. The
    other series is named to who may see it only."""
    found: list[Clash] = []
    for number, (span, room_id) in enumerate(zip(spans, room_ids, strict=True), start=1):
        if span is None:
            continue
        at_that_time = (
            HalfDay.starts_at < span[1],
            HalfDay.ends_at > span[0],
            Series.status.in_(ALIVE),
            Series.id != (but or 0),
        )
        if room_id is not None:
            rows = select(HalfDay, Series, Room.name).join(Series, Series.id == HalfDay.series_id)
            rows = rows.join(Room, Room.id == HalfDay.room_id)
            for half, series, name in session.execute(
                rows.where(HalfDay.room_id == room_id, *at_that_time)
            ):
                words = _by(session, actor, name, half, series)
                found.append(Clash(number, words, room_id=room_id))
        if user_ids:
            people = (
                select(HalfDay, Series, User)
                .join(Series, Series.id == HalfDay.series_id)
                .join(SeriesFacilitator, SeriesFacilitator.series_id == Series.id)
                .join(User, User.id == SeriesFacilitator.user_id)
                .where(SeriesFacilitator.user_id.in_(user_ids), *at_that_time)
                .order_by(HalfDay.starts_at, User.name)
            )
            for half, series, user in session.execute(people):
                words = _by(session, actor, user.name, half, series)
                found.append(Clash(number, words, user_id=user.id))
    return found


def _by(session: Session, actor: Actor, what: str, half: HalfDay, series: Series) -> str:
    when = moment_words(half.starts_at)
    seen = session.scalar(narrow(select(Series.id).where(Series.id == series.id), actor, Series))
    if seen is None:
        return _("%(what)s is taken %(when)s.", what=what, when=when)
    return _('%(what)s is taken %(when)s by "%(title)s".', what=what, when=when, title=series.title)
