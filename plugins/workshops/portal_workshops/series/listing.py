"""The list of series: what one may see, narrowed, sorted, counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, selectinload

from portal.api import Actor, danish_order, fold, narrow, now

from ..models import HalfDay, Participation, Seat, Series, SeriesFacilitator
from ..permissions import PLAN
from ..vocabulary import ALIVE, HOLDS, TAKES_PART, SeatStatus, SeriesStatus

VIEWS = ("coming", "mine", "over")
SORTS = ("date", "title", "free")


@dataclass(frozen=True, slots=True)
class Counts:
    """How full a series is; `kept` of those `held` wait for an answer."""

    held: int = 0
    kept: int = 0
    waiting: int = 0
    educations: int = 0


def statement(
    session: Session,
    actor: Actor,
    view: str,
    statuses: Collection[str] = (),
    text: str = "",
    sort: str = "date",
) -> Select[Any]:
    """The series of one view, in order. Words and titles are compared here and not by the
    database, which knows no Danish."""
    first = (
        select(func.min(HalfDay.starts_at)).where(HalfDay.series_id == Series.id).scalar_subquery()
    )
    wanted = narrow(select(Series), actor, Series).options(
        selectinload(Series.half_days).selectinload(HalfDay.room),
        selectinload(Series.facilitators).selectinload(SeriesFacilitator.user),
    )
    over = Series.status.in_((SeriesStatus.DONE, SeriesStatus.CANCELLED))
    if view == "over":
        wanted = wanted.where(over)
    elif view == "mine":
        wanted = wanted.where(Series.id.in_(mine(actor)))
    else:
        wanted = wanted.where(~over)
    if statuses:
        wanted = wanted.where(Series.status.in_(statuses))
    words = fold(text.replace("\x00", " ")).split()[:8]
    key: Any
    if words:
        ids = [
            one for one, title in _titles(session, wanted) if all(w in fold(title) for w in words)
        ]
        wanted = wanted.where(Series.id.in_(ids))
    if sort in ("title", "-title"):
        titles = sorted(_titles(session, wanted), key=lambda row: (danish_order(row[1]), row[0]))
        places = {one: number for number, (one, _title) in enumerate(titles)}
        key = case(places, value=Series.id) if places else Series.id
    elif sort in ("free", "-free"):
        seats = select(func.count(Seat.id)).where(
            Seat.series_id == Series.id, Seat.status.in_(HOLDS)
        )
        key = Series.capacity - seats.scalar_subquery()
    else:
        key = first
    down = sort.startswith("-") or (view == "over" and sort == "date")
    return wanted.order_by(key.desc().nulls_last() if down else key.asc().nulls_last(), Series.id)


def _titles(session: Session, wanted: Select[Any]) -> list[tuple[int, str]]:
    rows = session.execute(wanted.with_only_columns(Series.id, Series.title))
    return [(row.id, row.title) for row in rows]


def mine(actor: Actor) -> Select[Any]:
    """The ids of the series somebody is part of: takes part, leads, plans, or leads an education
    in it."""
    user_id = actor.user_id or 0
    seats = select(Seat.series_id).where(Seat.user_id == user_id, Seat.status.in_(TAKES_PART))
    leads = select(SeriesFacilitator.series_id).where(SeriesFacilitator.user_id == user_id)
    leader = select(Participation.series_id).where(Participation.leader_id == user_id)
    planned = select(Series.id).where(Series.planner_id == user_id)
    return seats.union(leads, leader, planned)  # type: ignore[return-value]


def counts(session: Session, ids: Sequence[int]) -> Mapping[int, Counts]:
    """How full each of them is; two queries."""
    found: dict[int, dict[str, int]] = {one: {} for one in ids}
    rows = session.execute(
        select(Seat.series_id, Seat.status, func.count())
        .where(Seat.series_id.in_(ids))
        .group_by(Seat.series_id, Seat.status)
    )
    for series_id, status, number in rows:
        found[series_id][status] = number
    educations: dict[int, int] = {}
    for series_id, number in session.execute(
        select(Participation.series_id, func.count())
        .where(Participation.series_id.in_(ids))
        .group_by(Participation.series_id)
    ):
        educations[series_id] = number
    return {
        key: Counts(
            sum(row.get(status, 0) for status in HOLDS),
            row.get(SeatStatus.OFFERED, 0),
            row.get(SeatStatus.WAITING, 0),
            educations.get(key, 0),
        )
        for key, row in found.items()
    }


def my_seats(session: Session, actor: Actor, ids: Sequence[int]) -> Mapping[int, Seat]:
    """Where one stands in each of them."""
    rows = session.scalars(
        select(Seat).where(
            Seat.series_id.in_(ids),
            Seat.user_id == (actor.user_id or 0),
            Seat.status.in_(TAKES_PART),
        )
    )
    return {one.series_id: one for one in rows}


def status_counts(session: Session, actor: Actor) -> Mapping[str, int]:
    """How many of each status one may see."""
    wanted = narrow(select(Series.status, func.count().label("number")), actor, Series).group_by(
        Series.status
    )
    return {row.status: row.number for row in session.execute(wanted)}


def to_decide(session: Session, actor: Actor) -> list[Series]:
    """Series of one's own that still have to be announced, soonest first; for who plans."""
    if PLAN not in actor.permissions:
        return []
    rows = (
        narrow(select(Series), actor, Series)
        .where(Series.planner_id == actor.user_id, Series.status == SeriesStatus.PLANNING)
        .order_by(Series.id)
        .limit(5)
    )
    return list(session.scalars(rows))


def next_half_days(session: Session, actor: Actor, limit: int = 3) -> list[HalfDay]:
    """One's own half days to come."""
    rows = (
        narrow(select(HalfDay).join(Series, Series.id == HalfDay.series_id), actor, Series)
        .where(
            HalfDay.series_id.in_(mine(actor)), HalfDay.ends_at > now(), Series.status.in_(ALIVE)
        )
        .options(selectinload(HalfDay.series), selectinload(HalfDay.room))
        .order_by(HalfDay.starts_at, HalfDay.id)
        .limit(limit)
    )
    return list(session.scalars(rows))
