"""What comes round: deciding, offers that lapse, preparing, reminding, and the end of a series."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import SYSTEM, JobContext, now

from ..models import HalfDay, Seat, Series
from ..times import local, today
from ..vocabulary import ALIVE, SeatStatus, SeriesStatus
from . import mails, seats, services

ROUND = "workshops.round"
MORNING = 8
PREPARE_BEFORE, REMIND_BEFORE = dt.timedelta(days=7), dt.timedelta(days=2)


def go_round(job: JobContext) -> None:
    """All of it, each series by itself; again does no harm."""
    session = job.session
    lapse(session)
    decide(session)
    tell_beforehand(session)
    finish(session)


def lapse(session: Session) -> None:
    """Seats that were kept in vain go on."""
    late = select(Seat.series_id).where(
        Seat.status == SeatStatus.OFFERED, Seat.offered_until < now()
    )
    open_now = (SeriesStatus.OPEN, SeriesStatus.RUNNING)
    wanted = select(Series).where(Series.id.in_(late), Series.status.in_(open_now))
    for series in session.scalars(wanted.order_by(Series.id)).all():
        seats.lapse(session, series, now())


def decide(session: Session) -> None:
    """Those whose day of decision has come: in the morning, and not while people may sign up."""
    wanted = select(Series).where(Series.status == SeriesStatus.OPEN, Series.decide_on <= today())
    for series in session.scalars(wanted.order_by(Series.id)).all():
        if series.decide_on == today():
            still_open = series.signup_until is not None and now() <= series.signup_until
            if still_open or local(now()).hour < MORNING:
                continue
        services.decide_by_number(session, SYSTEM, series)


def tell_beforehand(session: Session) -> None:
    """What to prepare before the first half day, and a reminder of each."""
    soon = (
        select(HalfDay)
        .join(Series, Series.id == HalfDay.series_id)
        .where(
            Series.status.in_((SeriesStatus.OPEN, SeriesStatus.RUNNING)),
            HalfDay.starts_at > now(),
            HalfDay.starts_at <= now() + PREPARE_BEFORE,
        )
        .order_by(HalfDay.id)
    )
    for half in session.scalars(soon).all():
        series = half.series
        if half.number == 1 and (series.prepare_able or series.prepare_gain or series.prepare_aim):
            mails.prepare(session, series)
        if half.starts_at <= now() + REMIND_BEFORE:
            mails.remind(session, series, half)


def finish(session: Session) -> None:
    """Those whose half days have all been held; what was never announced is cancelled in
    silence by nobody: its planner decides."""
    to_come = select(HalfDay.series_id).where(HalfDay.ends_at > now())
    had = select(HalfDay.series_id)
    wanted = select(Series).where(
        Series.status.in_(ALIVE),
        Series.status != SeriesStatus.PLANNING,
        Series.id.in_(had),
        Series.id.not_in(to_come),
    )
    for series in session.scalars(wanted.order_by(Series.id)).all():
        services.finish(session, SYSTEM, series)
