"""Who came to which half day."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.api import Actor, Event, GuestStatus, NotAllowed, PortalError, may, now, record

from ..models import Attendance, Series
from ..vocabulary import HOLDS, SERIES_KIND
from . import seats


def noted(session: Session, series: Series) -> Mapping[tuple[int, int], bool]:
    """What was ticked, by (half day, seat); no entry: not noted."""
    days = [one.id for one in series.half_days]
    rows = session.scalars(select(Attendance).where(Attendance.half_day_id.in_(days)))
    return {(one.half_day_id, one.seat_id): one.came for one in rows}


def declined(session: Session, series: Series) -> Collection[tuple[int, int]]:
    """(half day, user) of who said no in the calendar, and has a seat still."""
    days = {one.event_id: one.id for one in series.half_days if one.event_id is not None}
    events = session.scalars(select(Event).where(Event.id.in_(days)))
    return {
        (days[event.id], guest.user_id)
        for event in events
        for guest in event.guests
        if guest.status == GuestStatus.DECLINED
    }


def tick(session: Session, actor: Actor, series: Series, came: Collection[tuple[int, int]]) -> None:
    """(half day, seat) of who came; the others did not. Half days that have not begun are left
    alone. Raises NotAllowed, and PortalError before the first has begun."""
    if not may(session, actor, "facilitate", series):
        raise NotAllowed(_("Only those who lead the workshops note who came."))
    seats.lock(session, series)
    begun = [one for one in series.half_days if one.starts_at <= now()]
    if not begun:
        raise PortalError(_("Workshop 1 has not begun yet."))
    holding = [one.id for one in series.seats if one.status in HOLDS]
    for half in begun:
        session.execute(
            delete(Attendance).where(
                Attendance.half_day_id == half.id, Attendance.seat_id.in_(holding)
            )
        )
        session.add_all(
            Attendance(half_day_id=half.id, seat_id=seat_id, came=(half.id, seat_id) in came)
            for seat_id in holding
        )
    session.flush()
    record(session, actor, "workshop_series.attendance", SERIES_KIND, series.id)
