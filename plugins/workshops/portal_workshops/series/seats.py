"""Who has a seat, who waits, and whose turn it is.

Everything here runs under `lock`, which reads the series and its seats anew. The number of a seat
is one of 1 to the capacity that nobody holds, and the database refuses a number given twice: there
are never more seats than there are.
"""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import SYSTEM, Actor, NotAllowed, PortalError, Unit, User, now, record

from ..models import Participation, Seat, Series
from ..permissions import plans
from ..vocabulary import HOLDS, SERIES_KIND, TAKES_PART, SeatStatus, SeriesStatus
from . import calendar, mails
from .saving import series_saved

#: An invitation lapses after so long, if nothing else ends it before.
INVITED_FOR = dt.timedelta(days=14)


def lock(session: Session, series: Series) -> None:
    """Reads the series and its seats anew; nobody else changes them before our commit."""
    session.flush()
    session.refresh(series, with_for_update={"of": Series})
    session.refresh(series, ["seats", "participations", "half_days", "facilitators", "advisers"])


def held(series: Series) -> list[Seat]:
    """The seats that somebody holds, or that are kept for somebody."""
    return [one for one in series.seats if one.status in HOLDS]


def kept(series: Series) -> list[Seat]:
    """Those of them that are kept for somebody who has not answered yet."""
    return [one for one in series.seats if one.status == SeatStatus.OFFERED]


def free(series: Series) -> list[int]:
    """The numbers of the seats that nobody holds, lowest first."""
    taken = {one.seat_number for one in held(series)}
    return [number for number in range(1, series.capacity + 1) if number not in taken]


def queue(series: Series) -> list[Seat]:
    """Who waits, in the order of signing up."""
    return sorted(
        (one for one in series.seats if one.status == SeatStatus.WAITING),
        key=lambda one: one.turn or 0,
    )


def place_in_queue(series: Series, seat: Seat) -> int:
    """1 is next; 0 for who does not wait."""
    waiting = queue(series)
    return waiting.index(seat) + 1 if seat in waiting else 0


def is_open(series: Series) -> bool:
    """Whether one may sign up now."""
    first = series.half_days[0].starts_at if series.half_days else None
    return (
        series.open_signup
        and series.status in (SeriesStatus.OPEN, SeriesStatus.RUNNING)
        and (series.signup_until is None or now() <= series.signup_until)
        and (first is None or now() < first)
    )


def participation_of(session: Session, series: Series, unit_id: int) -> Participation:
    """The education's place in the series, made where there is none yet."""
    found = next((one for one in series.participations if one.unit_id == unit_id), None)
    if found is None:
        found = Participation(unit_id=unit_id)
        series.participations.append(found)
        session.flush()
    return found


def sign_up(session: Session, actor: Actor, series: Series, unit: Unit) -> Seat:
    """Somebody signs up for their education: to a seat where one is free, else to the end of the
    queue. Again does no harm. Raises PortalError where one cannot."""
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    lock(session, series)
    mine = next((one for one in series.seats if one.user_id == actor.user_id), None)
    if mine is not None and mine.status in TAKES_PART:
        return mine
    if not is_open(series):
        raise PortalError(_("Sign-up is closed."))
    user = session.get_one(User, actor.user_id)
    participation = participation_of(session, series, unit.id)
    numbers = free(series)
    if numbers and _has_quota(series, participation):
        seat = _row(series, participation, user)
        _seat(seat, numbers[0])
    else:
        seat = _row(series, participation, user)
        seat.status, seat.seat_number = SeatStatus.WAITING, None
    session.flush()
    record(session, actor, "workshop_series.signed_up", SERIES_KIND, series.id, status=seat.status)
    series_saved(session, actor, series)
    calendar.follow(session, actor, series)
    mails.signed_up(session, series, seat, place_in_queue(series, seat))
    return seat


def give(
    session: Session,
    actor: Actor,
    series: Series,
    participation: Participation,
    user: User,
    *,
    invite: bool = False,
) -> Seat:
    """A seat for somebody the planner convenes; with `invite` it is kept until they answer."""
    numbers = free(series)
    if not numbers:
        raise PortalError(_("All seats are taken."))
    seat = _row(series, participation, user)
    seat.asked_by_id = actor.user_id
    if invite:
        _keep(series, seat, numbers[0], INVITED_FOR)
        session.flush()
        if series.status != SeriesStatus.PLANNING:
            mails.offered(session, series, seat)
    else:
        _seat(seat, numbers[0])
        session.flush()
    return seat


def offer_again(session: Session, actor: Actor, series: Series, seat: Seat) -> None:
    """The series is announced: the invitation goes out, and its time begins."""
    _keep(series, seat, seat.seat_number or 0, INVITED_FOR)
    session.flush()
    mails.offered(session, series, seat)


def accept(session: Session, actor: Actor, series: Series, seat: Seat) -> None:
    """Yes to a seat that is kept. Raises PortalError for one that is kept no longer."""
    lock(session, series)
    if seat.status == SeatStatus.SEATED:
        return
    if seat.status != SeatStatus.OFFERED or _late(seat) or series.status == SeriesStatus.CANCELLED:
        raise PortalError(_("The seat is no longer kept for you."))
    _seat(seat, seat.seat_number or 0)
    session.flush()
    _noted(session, actor, series, "workshop_series.accepted")


def cancel(session: Session, actor: Actor, series: Series, seat: Seat) -> None:
    """Somebody does not come, or no longer waits; the next one is told. Raises NotAllowed for
    other people's seats, but those who plan the series."""
    if seat.user_id != actor.user_id and not plans(actor, series):
        raise NotAllowed(_("This is somebody else's seat."))
    lock(session, series)
    if seat.status not in TAKES_PART:
        return
    if series.status not in (SeriesStatus.PLANNING, SeriesStatus.OPEN, SeriesStatus.RUNNING):
        raise PortalError(_("The series is over or cancelled."))
    let_go(seat, SeatStatus.CANCELLED)
    session.flush()
    if seat.user_id != actor.user_id:
        mails.taken_off(session, series, seat)
    promote(session, actor, series)
    _noted(session, actor, series, "workshop_series.seat_cancelled")
    seated = sum(1 for one in series.seats if one.status == SeatStatus.SEATED)
    if series.status == SeriesStatus.RUNNING and seated < series.minimum:
        mails.tell_planner(session, series, "under")


def substitute(session: Session, actor: Actor, series: Series, seat: Seat, colleague: User) -> Seat:
    """A colleague takes the seat over, for the same education. Raises NotAllowed for other
    people's seats, and PortalError for somebody who has a seat already."""
    if seat.user_id != actor.user_id and not plans(actor, series):
        raise NotAllowed(_("This is somebody else's seat."))
    lock(session, series)
    if seat.status == SeatStatus.SUBSTITUTED and seat.substitute_id == colleague.id:
        theirs = next((one for one in series.seats if one.user_id == colleague.id), None)
        if theirs is not None and theirs.status in HOLDS:
            return theirs  # pressed twice
    if seat.status not in HOLDS or _late(seat):
        raise PortalError(_("Only who has a seat can give it to a colleague."))
    if series.status not in (SeriesStatus.PLANNING, SeriesStatus.OPEN, SeriesStatus.RUNNING):
        raise PortalError(_("The series is over or cancelled."))
    other = next((one for one in series.seats if one.user_id == colleague.id), None)
    if other is not None and other.status in HOLDS:
        raise PortalError(_("%(name)s has a seat already.", name=colleague.name))
    if not colleague.active:
        raise PortalError(_("Choose somebody from the list."))
    number, participation = seat.seat_number or 0, seat.participation
    let_go(seat, SeatStatus.SUBSTITUTED)
    seat.substitute_id = colleague.id
    session.flush()  # the number is free before it is given again
    new = _row(series, participation, colleague)
    new.asked_by_id = actor.user_id
    _seat(new, number)
    session.flush()
    _noted(session, actor, series, "workshop_series.substituted")
    mails.substituted(session, series, seat, new)
    return new


def promote(session: Session, actor: Actor, series: Series) -> list[Seat]:
    """Keeps free seats for those who wait, in their order; who is past the quota of their
    education is passed over, and keeps the turn; so is who has no account any more. Says who was
    offered one."""
    if series.status not in (SeriesStatus.OPEN, SeriesStatus.RUNNING):
        return []
    if series.half_days and series.half_days[0].starts_at <= now():
        return []
    offered = []
    numbers = free(series)
    for seat in queue(series):
        if not numbers:
            break
        if not seat.user.active or not _has_quota(series, seat.participation):
            continue
        _keep(series, seat, numbers.pop(0), dt.timedelta(hours=series.wait_hours))
        seat.asked_by_id = None
        session.flush()
        mails.offered(session, series, seat)
        offered.append(seat)
    return offered


def lapse(session: Session, series: Series, at: dt.datetime) -> list[Seat]:
    """Seats that were kept in vain go on to the next in the queue; their holders are told."""
    lock(session, series)
    late = [
        one
        for one in series.seats
        if one.status == SeatStatus.OFFERED
        and one.offered_until is not None
        and one.offered_until < at
    ]
    for seat in late:
        let_go(seat, SeatStatus.CANCELLED)
        session.flush()
        mails.lapsed(session, series, seat)
    if late:
        promote(session, SYSTEM, series)
        _noted(session, SYSTEM, series, "workshop_series.lapsed")
    return late


def let_go(seat: Seat, status: str) -> None:
    """The seat, or the place in the queue, is given up."""
    seat.status = status
    seat.seat_number = seat.turn = seat.offered_until = None
    seat.changed_at = now()


def close_up(session: Session, series: Series) -> None:
    """There are fewer seats now: those who hold one with a higher number move together."""
    for seat in held(series):
        if (seat.seat_number or 0) > series.capacity:
            numbers = free(series)
            seat.seat_number = numbers[0]
            session.flush()


def _row(series: Series, participation: Participation, user: User) -> Seat:
    """The person's row, at the end of the queue."""
    seat = next((one for one in series.seats if one.user_id == user.id), None)
    if seat is None:
        seat = Seat(user=user, participation=participation, status=SeatStatus.WAITING)
        series.seats.append(seat)
    seat.participation = participation
    if seat.status not in TAKES_PART or seat.turn is None:
        series.last_turn += 1
        seat.turn = series.last_turn
        seat.signed_up_at = now()
    seat.substitute_id = None
    seat.asked_by_id = None
    seat.changed_at = now()
    return seat


def _seat(seat: Seat, number: int) -> None:
    seat.status, seat.seat_number = SeatStatus.SEATED, number
    seat.offered_until = None
    seat.changed_at = now()


def _keep(series: Series, seat: Seat, number: int, time: dt.timedelta) -> None:
    until = now() + time
    if series.half_days:
        until = min(until, series.half_days[0].starts_at)
    seat.status, seat.seat_number, seat.offered_until = SeatStatus.OFFERED, number, until
    seat.offer = (seat.offer or 0) + 1  # a new one has no number before it is flushed
    seat.changed_at = now()


def _late(seat: Seat) -> bool:
    """Whether it was kept in vain, also while nobody has come round to pass it on."""
    return seat.offered_until is not None and seat.offered_until < now()


def _has_quota(series: Series, participation: Participation) -> bool:
    if series.quota is None:
        return True
    theirs = sum(1 for one in held(series) if one.participation is participation)
    return theirs < series.quota


def _noted(session: Session, actor: Actor, series: Series, action: str) -> None:
    record(session, actor, action, SERIES_KIND, series.id)
    series_saved(session, actor, series)
    calendar.follow(session, actor, series)
