"""What is kept about a person in series; what they keep, and who takes it over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import SYSTEM, Actor, Holding, Part, User, record

from ..models import (
    Attendance,
    HalfDay,
    Participation,
    Seat,
    Series,
    SeriesAdviser,
    SeriesFacilitator,
)
from ..vocabulary import ALIVE, HELP, HOLDS, SEAT_STATUS, SERIES_KIND
from . import calendar, seats
from .saving import series_saved


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Seats with attendance, and what the person plans, leads, helps with, and commits to."""
    found: dict[str, Any] = {}
    rows = session.scalars(
        select(Seat)
        .where(Seat.user_id == user.id)
        .options(joinedload(Seat.series), joinedload(Seat.participation))
        .order_by(Seat.id)
    ).all()
    came = {
        (seat_id, number): there
        for seat_id, number, there in session.execute(
            select(Attendance.seat_id, HalfDay.number, Attendance.came)
            .join(HalfDay, HalfDay.id == Attendance.half_day_id)
            .where(Attendance.seat_id.in_([one.id for one in rows]))
        )
    }
    if rows:
        found["workshops"] = [
            {
                "title": one.series.title,
                "status": str(SEAT_STATUS[one.status].words) if one.status in SEAT_STATUS else "",
                "signed_up": one.signed_up_at.isoformat(),
                "came": [came.get((one.id, number)) for number in (1, 2)],
            }
            for one in rows
        ]
    for key, ids in (
        ("plans_workshops", select(Series.id).where(Series.planner_id == user.id)),
        (
            "leads_workshops",
            select(SeriesFacilitator.series_id).where(SeriesFacilitator.user_id == user.id),
        ),
        (
            "commits_to_workshops",
            select(Participation.series_id).where(Participation.leader_id == user.id),
        ),
        ("invited_to_workshops", select(Seat.series_id).where(Seat.asked_by_id == user.id)),
        ("goes_instead", select(Seat.series_id).where(Seat.substitute_id == user.id)),
    ):
        titles = session.scalars(
            select(Series.title).where(Series.id.in_(ids)).order_by(Series.id)
        ).all()
        if titles:
            found[key] = list(titles)
    helps = session.execute(
        select(Series.title, SeriesAdviser.help, SeriesAdviser.note)
        .join(Series, Series.id == SeriesAdviser.series_id)
        .where(SeriesAdviser.user_id == user.id)
        .order_by(Series.id)
    )
    helped = [
        {"title": title, "answer": str(HELP[help].words) if help in HELP else "", "note": note}
        for title, help, note in helps
    ]
    if helped:
        found["helps_with_workshops"] = helped
    return found


def erase_user(session: Session, user: User) -> None:
    """Seats, helping and leading go; a seat that is free now goes to the next in the queue."""
    alive = session.scalars(
        select(Series).where(
            Series.status.in_(ALIVE),
            Series.id.in_(
                select(Seat.series_id).where(Seat.user_id == user.id, Seat.status.in_(HOLDS))
            ),
        )
    ).all()
    session.execute(delete(Seat).where(Seat.user_id == user.id))
    session.execute(delete(SeriesFacilitator).where(SeriesFacilitator.user_id == user.id))
    session.execute(delete(SeriesAdviser).where(SeriesAdviser.user_id == user.id))
    for model, column in (
        (Series, "planner_id"),
        (Participation, "leader_id"),
        (Seat, "asked_by_id"),
        (Seat, "substitute_id"),
    ):
        session.execute(
            update(model).where(getattr(model, column) == user.id).values({column: None})
        )
    session.expire_all()
    for series in alive:
        seats.lock(session, series)
        seats.promote(session, SYSTEM, series)


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """Series that are not over: planned, and led. Two queries."""
    planned = select(Series).where(Series.planner_id == user.id, Series.status.in_(ALIVE))
    for one in session.scalars(planned.order_by(Series.id)):
        yield _holding(one, Part.ORGANISER)
    led = (
        select(Series)
        .join(SeriesFacilitator, SeriesFacilitator.series_id == Series.id)
        .where(SeriesFacilitator.user_id == user.id, Series.status.in_(ALIVE))
        .options(selectinload(Series.facilitators))
        .order_by(Series.id)
    )
    for one in session.scalars(led):
        yield _holding(one, Part.RESPONSIBLE, needs_successor=len(one.facilitators) == 1)


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, things: Collection[Holding]
) -> None:
    """The successor plans or leads them; who leads one already leads it alone."""
    for thing in things:
        if thing.kind != SERIES_KIND:
            continue
        series = session.get(Series, thing.id)
        if series is None:
            continue
        seats.lock(session, series)
        if thing.part == Part.ORGANISER and series.planner_id == user.id:
            series.planner_id = successor.id
        elif thing.part == Part.RESPONSIBLE:
            mine = next((one for one in series.facilitators if one.user_id == user.id), None)
            if mine is None:
                continue
            series.facilitators.remove(mine)
            if all(one.user_id != successor.id for one in series.facilitators):
                series.facilitators.append(SeriesFacilitator(user_id=successor.id))
        else:
            continue
        session.flush()
        record(session, actor, "workshop_series.handed_over", SERIES_KIND, series.id)
        series_saved(session, actor, series)
        calendar.follow(session, actor, series)


def _holding(series: Series, part: Part, needs_successor: bool = True) -> Holding:
    return Holding(
        kind=SERIES_KIND,
        id=series.id,
        title=series.title,
        url=f"/workshops/{series.id}",
        part=part,
        needs_successor=needs_successor,
        words=_l("Workshop series"),
    )
