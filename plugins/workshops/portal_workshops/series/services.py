"""Making and changing series, and the educations in them. Nothing here commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.api import (
    Actor,
    ConflictError,
    Holding,
    NotAllowed,
    Part,
    PortalError,
    Unit,
    User,
    may,
    now,
    record,
    saved,
)

from ..models import HalfDay, Participation, Seat, Series, SeriesAdviser, SeriesFacilitator
from ..permissions import PLAN, audience
from ..sheets import owners
from ..vocabulary import ALIVE, HOLDS, SERIES_KIND, TAKES_PART, SeatStatus, SeriesStatus
from . import calendar, mails, seats
from .clashes import clashes, lock
from .data import PLAIN, HalfData, InvalidSeries, SeriesData, checked, data_of, signup_moment
from .saving import series_saved


def create_series(
    session: Session,
    actor: Actor,
    sheet_id: int | None = None,
    data: SeriesData | None = None,
    *,
    halves: Sequence[HalfData] = (),
    **fields: Any,
) -> Series:
    """A new series, being planned; `fields` are those of `SeriesData`. Who is responsible for the
    origin is told, and asked to help. Raises NotAllowed and InvalidSeries."""
    if not may(session, actor, PLAN):
        raise NotAllowed(_("Only planners make series."))
    data = replace(data or SeriesData(), **fields)
    if sheet_id is not None:
        data = replace(data, sheet_id=sheet_id)
    if halves:
        data = replace(data, halves=tuple([*halves, HalfData()][:2]))
    data = checked(session, data)
    _refuse_clashes(session, actor, data)
    series = Series(planner_id=actor.user_id, status=SeriesStatus.PLANNING)
    _write(series, data)
    session.add(series)
    session.flush()
    _write_people(session, series, data)
    record(session, actor, "workshop_series.created", SERIES_KIND, series.id, title=series.title)
    series_saved(session, actor, series, "created")
    mails.tell_advisers(session, actor, series, [one.user_id for one in series.advisers])
    return series


def change_series(
    session: Session, actor: Actor, series: Series, data: SeriesData, version: int | None = None
) -> bool:
    """Says whether anything changed. Who takes part hears of other times and places through the
    calendar. Raises NotAllowed, InvalidSeries, and ConflictError where somebody was faster."""
    _require(session, actor, series)
    seats.lock(session, series)
    if version is not None and version != series.version:
        raise ConflictError(_("Somebody else changed the series meanwhile."))
    if series.status not in ALIVE:
        raise PortalError(_("The series is over or cancelled, and stays as it was."))
    before = data_of(series)
    data = checked(session, data, before)
    held = len(seats.held(series))
    if (data.capacity or 0) < held:
        words = ngettext("%(num)s seat is taken already.", "%(num)s seats are taken already.", held)
        raise InvalidSeries({"capacity": words})
    if series.status != SeriesStatus.PLANNING and any(one.is_empty for one in data.halves):
        missing = 1 if data.halves[0].is_empty else 2
        raise InvalidSeries({f"half{missing}_day": _("Choose a day.")})
    if data == before:
        return False
    _refuse_clashes(session, actor, data, series.id)
    asked = {one.user_id for one in series.advisers}
    _write(series, data)
    _write_people(session, series, data)
    series.version += 1
    series.updated_at = now()
    if (data.capacity or 0) < (before.capacity or 0):
        seats.close_up(session, series)
    session.flush()
    record(session, actor, "workshop_series.changed", SERIES_KIND, series.id, title=series.title)
    series_saved(session, actor, series, "edited")
    mails.tell_advisers(
        session, actor, series, [one.user_id for one in series.advisers if one.user_id not in asked]
    )
    seats.promote(session, actor, series)
    calendar.follow(session, actor, series)
    return True


def open_series(session: Session, actor: Actor, series: Series) -> None:
    """Announces a series: it stands in people's lists and calendars, and whoever is invited gets
    a mail. Raises NotAllowed, and PortalError while something is missing."""
    _require(session, actor, series)
    seats.lock(session, series)
    if series.status != SeriesStatus.PLANNING:
        return
    missing = what_is_missing(series)
    if missing:
        raise PortalError(missing[0])
    series.status = SeriesStatus.OPEN
    series.version += 1
    session.flush()
    record(session, actor, "workshop_series.opened", SERIES_KIND, series.id, title=series.title)
    series_saved(session, actor, series, "opened")
    calendar.follow(session, actor, series)
    for seat in series.seats:
        if seat.status == SeatStatus.OFFERED:
            seats.offer_again(session, actor, series, seat)


def what_is_missing(series: Series) -> list[str]:
    """What stands in the way of announcing a series, in words."""
    found = []
    if len(series.half_days) < 2:
        found.append(_("Choose when the two half days are."))
    elif series.half_days[0].starts_at <= now():
        found.append(_("Workshop 1 is over. Choose a new day."))
    if not series.facilitators:
        found.append(_("Choose who leads the workshops."))
    if len(series.half_days) == 2 and not all(one.where for one in series.half_days):
        found.append(_("Say where the workshops are."))
    return found


def cancel_series(session: Session, actor: Actor, series: Series, why: str = "") -> None:
    """The series does not take place; everyone is told. Raises NotAllowed."""
    _require(session, actor, series)
    _cancel(session, actor, series, why)


def decide(session: Session, actor: Actor, series: Series, *, go: bool, why: str = "") -> None:
    """It goes ahead, or is cancelled, and everyone is told. Raises NotAllowed."""
    _require(session, actor, series)
    seats.lock(session, series)
    if series.status != SeriesStatus.OPEN:
        return
    if not go:
        _cancel(session, actor, series, why)
        return
    series.status = SeriesStatus.RUNNING
    series.decided_at = now()
    series.version += 1
    session.flush()
    record(session, actor, "workshop_series.goes_ahead", SERIES_KIND, series.id)
    series_saved(session, actor, series, "goes_ahead")
    mails.goes_ahead(session, series)


def decide_by_number(session: Session, actor: Actor, series: Series) -> bool:
    """On the day of decision: it goes ahead if at least `minimum` people said yes, and is
    cancelled otherwise. Says which."""
    seats.lock(session, series)
    coming = sum(1 for one in series.seats if one.status == SeatStatus.SEATED)
    go = coming >= series.minimum
    why = ngettext(
        "%(num)s person has signed up, and %(minimum)d are needed.",
        "%(num)s people have signed up, and %(minimum)d are needed.",
        coming,
        minimum=series.minimum,
    )
    decide(session, actor, series, go=go, why="" if go else why)
    return go


def finish(session: Session, actor: Actor, series: Series) -> None:
    """Both half days have been held."""
    if series.status not in (SeriesStatus.OPEN, SeriesStatus.RUNNING):
        return
    series.status = SeriesStatus.DONE
    series.version += 1
    for seat in series.seats:
        if seat.status in (SeatStatus.WAITING, SeatStatus.OFFERED):
            seats.let_go(seat, SeatStatus.CANCELLED)
    session.flush()
    record(session, actor, "workshop_series.done", SERIES_KIND, series.id)
    series_saved(session, actor, series, "done")


def add_education(
    session: Session,
    actor: Actor,
    series: Series,
    unit: Unit,
    people: Iterable[User] = (),
    *,
    leader: User | None = None,
    invite: bool = False,
) -> Participation:
    """An education takes part, with its leader and these people. With `invite` each is asked and
    a seat is kept for them; else they have one. Whoever has a place in the series already keeps
    it. Raises NotAllowed, and PortalError where there are not seats enough."""
    _require(session, actor, series)
    seats.lock(session, series)
    if series.status not in ALIVE:
        raise PortalError(_("The series is over or cancelled."))
    participation = seats.participation_of(session, series, unit.id)
    if leader is not None:
        participation.leader_id = leader.id
    wanted = list({one.id: one for one in [leader, *people] if one is not None}.values())
    there = {one.user_id for one in series.seats if one.status in TAKES_PART}
    new = [one for one in wanted if one.id not in there]
    free = seats.free(series)
    if len(new) > len(free):
        raise PortalError(
            ngettext(
                "There is %(num)s free seat only.", "There are %(num)s free seats only.", len(free)
            )
        )
    for user in new:
        seats.give(session, actor, series, participation, user, invite=invite)
    session.flush()
    record(session, actor, "workshop_series.education", SERIES_KIND, series.id, unit=unit.name)
    series_saved(session, actor, series)
    calendar.follow(session, actor, series)
    return participation


def remove_education(
    session: Session, actor: Actor, series: Series, participation: Participation
) -> None:
    """The education does not take part after all: its people lose their seats and are told, its
    leader, too. What it has worked on stays. Raises NotAllowed."""
    _require(session, actor, series)
    seats.lock(session, series)
    for seat in participation.seats:
        if seat.status in TAKES_PART:
            seats.let_go(seat, SeatStatus.CANCELLED)
            mails.taken_off(session, series, seat)
    # Who had committed the education does not go on writing on its canvas.
    participation.leader = None
    session.flush()
    seats.promote(session, actor, series)
    record(
        session,
        actor,
        "workshop_series.education_off",
        SERIES_KIND,
        series.id,
        unit=participation.unit.name,
    )
    series_saved(session, actor, series)
    calendar.follow(session, actor, series)


def people_of(participation: Participation) -> list[User]:
    """Who takes part for the education: those with a seat, the leader first, then by name."""
    found = [one.user for one in participation.seats if one.status in HOLDS]
    return sorted(
        found, key=lambda one: (one.id != participation.leader_id, one.name.casefold(), one.id)
    )


def answer_help(session: Session, actor: Actor, series: Series, help: str, note: str = "") -> None:
    """How somebody of the origin's experiment helps. Raises NotAllowed for anybody else."""
    seats.lock(session, series)
    mine = next((one for one in series.advisers if one.user_id == actor.user_id), None)
    if mine is None:
        if actor.user_id is None or actor.user_id not in owners(session, series.sheet_id):
            raise NotAllowed(_("Only those responsible for the origin can help here."))
        mine = SeriesAdviser(user_id=actor.user_id)
        series.advisers.append(mine)
    mine.help, mine.note = help, " ".join(note.replace("\x00", "").split())[:500]
    session.flush()
    record(session, actor, "workshop_series.help", SERIES_KIND, series.id, help=help)
    series_saved(session, actor, series)
    calendar.follow(session, actor, series)
    mails.tell_planner_of_help(session, actor, series, mine)


def follow_sheet(session: Session, actor: Actor, sheet_id: int, *, gone: bool = False) -> None:
    """The origin's sheet was changed, or is being deleted (`gone`): its series are seen by who
    sees it now, and by their own people."""
    rows = select(Series).where(Series.sheet_id == sheet_id)
    for series in session.scalars(
        rows.options(
            selectinload(Series.facilitators),
            selectinload(Series.advisers),
            selectinload(Series.participations),
            selectinload(Series.seats),
        )
    ).all():
        labels = audience(session, series, origin_gone=gone)
        saved(session, SERIES_KIND, series.id, labels, actor=actor)


def unit_holdings(session: Session, unit: Unit) -> Iterable[Holding]:
    """The series in which a unit takes part and that are not over."""
    rows = (
        select(Series)
        .join(Participation, Participation.series_id == Series.id)
        .where(Participation.unit_id == unit.id, Series.status.in_(ALIVE))
        .order_by(Series.id)
    )
    for series in session.scalars(rows):
        yield Holding(
            kind=SERIES_KIND,
            id=series.id,
            title=series.title,
            url=f"/workshops/{series.id}",
            part=Part.PLACE,
            words=_l("Workshop series"),
        )


def move_unit(session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
    """Two units became one: what the one takes part in, the other does. Where both are in one
    series, each keeps its own work and its own name there."""
    rows = session.scalars(select(Participation).where(Participation.unit_id == unit.id)).all()
    there = set(
        session.scalars(select(Participation.series_id).where(Participation.unit_id == into.id))
    )
    for one in rows:
        if one.series_id not in there:
            one.unit_id = into.id
    session.flush()


def _cancel(session: Session, actor: Actor, series: Series, why: str) -> None:
    seats.lock(session, series)
    if series.status not in ALIVE:
        return
    announced = series.status != SeriesStatus.PLANNING
    series.status = SeriesStatus.CANCELLED
    series.cancelled_why = why.replace("\x00", "").strip()[:500]
    series.decided_at = now()
    series.version += 1
    session.flush()
    record(session, actor, "workshop_series.cancelled", SERIES_KIND, series.id, title=series.title)
    series_saved(session, actor, series, "cancelled")
    if announced:
        mails.cancelled(session, series)
        calendar.cancel(session, actor, series)


def _write(series: Series, data: SeriesData) -> None:
    for name in PLAIN:
        setattr(series, name, getattr(data, name))
    series.signup_until = signup_moment(data)
    there = {one.number: one for one in series.half_days}
    for number, half in enumerate(data.halves, start=1):
        one = there.get(number)
        if half.is_empty:
            if one is not None:
                series.half_days.remove(one)
            continue
        if one is None:
            one = HalfDay(number=number)
            series.half_days.append(one)
        one.starts_at, one.ends_at = half.moments()
        one.room_id, one.place = half.room_id, half.place


def _write_people(session: Session, series: Series, data: SeriesData) -> None:
    wanted = set(data.facilitator_ids)
    for one in list(series.facilitators):
        if one.user_id not in wanted:
            series.facilitators.remove(one)
    there = {one.user_id for one in series.facilitators}
    series.facilitators.extend(
        SeriesFacilitator(user_id=user_id) for user_id in sorted(wanted - there)
    )
    # Who knows the experiment: those responsible now, and whoever has said that they help.
    responsible = owners(session, series.sheet_id)
    for adviser in list(series.advisers):
        if adviser.user_id not in responsible and not adviser.help:
            series.advisers.remove(adviser)
    asked = {one.user_id for one in series.advisers}
    series.advisers.extend(
        SeriesAdviser(user_id=user_id) for user_id in responsible if user_id not in asked
    )
    session.flush()


def _refuse_clashes(
    session: Session, actor: Actor, data: SeriesData, but: int | None = None
) -> None:
    spans: list[tuple[dt.datetime, dt.datetime] | None] = [
        None if one.is_empty else one.moments() for one in data.halves
    ]
    rooms = [one.room_id for one in data.halves]
    lock(session, data.facilitator_ids, [one for one in rooms if one is not None])
    errors: dict[str, str] = {}
    for one in clashes(session, actor, spans, data.facilitator_ids, rooms, but):
        name = "facilitator_ids" if one.user_id is not None else f"half{one.number}_room"
        errors[name] = " ".join(filter(None, [errors.get(name, ""), one.words]))
    if errors:
        raise InvalidSeries(errors)


def _require(session: Session, actor: Actor, series: Series) -> None:
    if not may(session, actor, "edit", series):
        raise NotAllowed(_("Only planners change series."))


def seat_of(series: Series, user_id: int | None) -> Seat | None:
    """Somebody's row in the series, whatever has become of it."""
    return next((one for one in series.seats if one.user_id == user_id), None)
