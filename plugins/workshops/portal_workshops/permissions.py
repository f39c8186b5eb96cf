"""What one may do with series, and who sees one."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.api import (
    EVERYONE,
    Actor,
    Permission,
    audience_of,
    narrow,
    permission_label,
    user_label,
)

from .models import Participation, Seat, Series
from .sheets import owners
from .vocabulary import SHEET_KIND, TAKES_PART, SeatStatus, SeriesStatus

PLAN = "workshops.plan"

PERMISSIONS = (
    Permission(PLAN, _l("Plan workshops, and see who takes part"), ("organiser", "editor")),
)


def plans(actor: Actor, series: Series | None = None) -> bool:
    """Whether the actor plans series: all of them with the permission, or this one as its own."""
    if actor.is_system or PLAN in actor.permissions:
        return True
    return series is not None and actor.user_id is not None and series.planner_id == actor.user_id


def facilitates(session: Session, actor: Actor, series: Series) -> bool:
    """Whether the actor leads the half days of this series, or plans it."""
    return plans(actor, series) or leads(actor, series)


def leads(actor: Actor, series: Series) -> bool:
    """Whether the actor is one of its facilitators."""
    return actor.user_id is not None and any(
        one.user_id == actor.user_id for one in series.facilitators
    )


def owns_origin(session: Session, actor: Actor, series: Series) -> bool:
    """Whether the actor is one of those responsible for the origin's experiment: who was asked
    to help, or who is responsible for the sheet now."""
    if actor.user_id is None:
        return False
    asked = any(one.user_id == actor.user_id for one in series.advisers)
    return asked or actor.user_id in owners(session, series.sheet_id)


def takes_part(session: Session, actor: Actor, participation: Participation) -> bool:
    """Whether the actor belongs to this education in this series: has a seat, or is its leader.
    Who still waits, or has cancelled, does not; and nobody whom a planner has in mind for a series
    that is not announced yet."""
    if actor.user_id is None or participation.series.status == SeriesStatus.PLANNING:
        return False
    if participation.leader_id == actor.user_id:
        return True
    return any(
        one.user_id == actor.user_id and one.status in (SeatStatus.SEATED, SeatStatus.OFFERED)
        for one in participation.seats
    )


def may_see_participation(session: Session, actor: Actor, participation: Participation) -> bool:
    """Whether the actor may see an education's work: its own people, facilitators and planners,
    and those responsible for the origin, who advise."""
    series = participation.series
    return (
        takes_part(session, actor, participation)
        or facilitates(session, actor, series)
        or owns_origin(session, actor, series)
    )


def audience(session: Session, series: Series, *, origin_gone: bool = False) -> set[str]:
    """Who may see a series: those who plan it, its own people, and, once it is announced, whoever
    may see the origin's fact sheet. A hidden origin hides the series with it, and so does one
    that is being deleted (`origin_gone`)."""
    labels = {permission_label(PLAN)}
    people = [series.planner_id, *(one.user_id for one in series.facilitators)]
    people += [one.user_id for one in series.advisers]
    announced = series.status != SeriesStatus.PLANNING
    if announced:
        people += [one.leader_id for one in series.participations]
        people += [one.user_id for one in series.seats if one.status in TAKES_PART]
    labels |= {user_label(one) for one in people if one is not None}
    if announced and series.open_signup:
        if series.sheet_id is None:
            labels.add(EVERYONE)
        elif not origin_gone:
            labels |= audience_of(session, SHEET_KIND, [series.sheet_id])[series.sheet_id]
    return labels


def may_series(session: Session, actor: Actor, action: str, series: Series) -> bool:
    """Judges 'edit' (times, people, sign-up), 'facilitate' (who came, run sheet) and 'people'
    (names and addresses of all who take part)."""
    if action == "edit":
        return plans(actor, series)
    if action == "facilitate":
        return facilitates(session, actor, series)
    if action == "people":
        return facilitates(session, actor, series) or owns_origin(session, actor, series)
    return False


def series_or_404(session: Session, actor: Actor, series_id: int) -> Series:
    """The series, or 404 for who may not see it."""
    found: Any = session.scalar(
        narrow(select(Series).where(Series.id == series_id), actor, Series).options(
            selectinload(Series.half_days),
            selectinload(Series.facilitators),
            selectinload(Series.advisers),
        )
    )
    if found is None:
        abort(404)
    return found


def led_or_404(session: Session, actor: Actor, series_id: int) -> Series:
    """The series for its facilitators and planners; 404 for everyone else."""
    series = series_or_404(session, actor, series_id)
    if not facilitates(session, actor, series):
        abort(404)
    return series


def planned_or_404(session: Session, actor: Actor, series_id: int) -> Series:
    """The series for who plans it; 404 for everyone else."""
    series = series_or_404(session, actor, series_id)
    if not plans(actor, series):
        abort(404)
    return series


def participation_or_404(session: Session, actor: Actor, participation_id: int) -> Participation:
    """One education in one series, for who may see its work (`may_see_participation`); 404 for
    everyone else."""
    found = session.scalar(
        select(Participation)
        .where(Participation.id == participation_id)
        .options(
            selectinload(Participation.seats).selectinload(Seat.user),
            selectinload(Participation.series).selectinload(Series.facilitators),
            selectinload(Participation.series).selectinload(Series.advisers),
            selectinload(Participation.series).selectinload(Series.half_days),
        )
    )
    if found is None or not may_see_participation(session, actor, found):
        abort(404)
    return found
