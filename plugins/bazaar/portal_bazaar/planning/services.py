"""Planning a bazaar: begun, changed, announced, held, closed. Nothing here commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    NotAllowed,
    PortalError,
    day_of,
    deleted,
    local,
    may,
    moment_at,
    now,
    record,
)

from ..models import Bazaar, Lesson, Organiser, PlanTask, ProgrammePart, Stand, Visitor
from ..permissions import MANAGE, bazaar_saved, organises
from ..vocabulary import KIND, PARTS, BazaarStatus, OrganiserRole, PartKind, StandStatus
from .calendar import keep_event
from .data import BazaarData, cards_until, checked, data_of, registration_until

#: A day as a new bazaar proposes it: (kind, minutes).
DAY = (
    (PartKind.ARRIVAL, 30),
    (PartKind.PITCHES, 30),
    (PartKind.SHOPPING, 50),
    (PartKind.PITCHES, 30),
    (PartKind.SHOPPING, 50),
    (PartKind.CLOSING, 20),
)

#: From each status to the next and back; what is held or closed was announced.
STEPS: Mapping[str, tuple[str, ...]] = {
    BazaarStatus.PLANNED: (BazaarStatus.ANNOUNCED,),
    BazaarStatus.ANNOUNCED: (BazaarStatus.HELD, BazaarStatus.PLANNED),
    BazaarStatus.HELD: (BazaarStatus.CLOSED, BazaarStatus.ANNOUNCED),
    BazaarStatus.CLOSED: (BazaarStatus.HELD,),
}


def create_bazaar(
    session: Session, actor: Actor, data: BazaarData, *, programme: bool = True
) -> Bazaar:
    """A new bazaar, planned and organised by `actor`; with `programme` a day as they usually are.
    Raises NotAllowed and InvalidPlan."""
    if not may(session, actor, MANAGE):
        raise NotAllowed(_("Only organisers set up bazaars."))
    data = checked(data)
    bazaar = Bazaar(status=BazaarStatus.PLANNED)
    _write(bazaar, data)
    if actor.user_id is not None:
        bazaar.organisers = [Organiser(user_id=actor.user_id, role=OrganiserRole.ORGANISER)]
    if programme:
        bazaar.parts = usual_day(bazaar.starts_at, bazaar.ends_at)
    session.add(bazaar)
    session.flush()
    record(session, actor, "bazaar.created", KIND, bazaar.id, title=bazaar.title)
    bazaar_saved(session, bazaar, actor)
    return bazaar


def change_bazaar(session: Session, actor: Actor, bazaar: Bazaar, data: BazaarData) -> bool:
    """Says whether anything changed. On another day the programme moves along. Raises NotAllowed
    and InvalidPlan."""
    require(session, actor, bazaar)
    data = checked(data)
    before = data_of(bazaar)
    if data == before:
        return False
    start = bazaar.starts_at
    _write(bazaar, data)
    if day_of(start) != day_of(bazaar.starts_at):
        _move_parts(bazaar, day_of(bazaar.starts_at) - day_of(start))
    touched(session, actor, bazaar)
    keep_event(session, actor, bazaar)
    changed = [name for name in data.__slots__ if getattr(data, name) != getattr(before, name)]
    record(session, actor, "bazaar.changed", KIND, bazaar.id, fields=changed)
    return True


def lock(session: Session, bazaar: Bazaar) -> None:
    """Nobody else writes this bazaar until the transaction ends."""
    session.refresh(bazaar, with_for_update=True)


def touched(session: Session, actor: Actor, bazaar: Bazaar) -> None:
    """The bazaar or what belongs to its plan has changed."""
    bazaar.version += 1
    bazaar.updated_at = now()
    bazaar_saved(session, bazaar, actor)


def require(session: Session, actor: Actor, bazaar: Bazaar) -> None:
    """Raises NotAllowed for who does not organise it."""
    if not organises(session, actor, bazaar):
        raise NotAllowed(_("Only its organisers may do that."))


def set_status(session: Session, actor: Actor, bazaar: Bazaar, status: str) -> None:
    """Announces it, notes that it was held, closes it; or goes a step back. Raises NotAllowed, and
    PortalError for a step that there is not."""
    require(session, actor, bazaar)
    if status == bazaar.status:
        return
    if status not in STEPS.get(bazaar.status, ()):
        raise PortalError(_("The bazaar is not that far. Look at it once more."))
    if status == BazaarStatus.HELD and now() < bazaar.starts_at:
        raise PortalError(_("It has not begun yet."))
    bazaar.status = status
    record(session, actor, "bazaar.status", KIND, bazaar.id, status=status)
    touched(session, actor, bazaar)
    keep_event(session, actor, bazaar)


def may_delete(session: Session, bazaar: Bazaar) -> bool:
    """Whether nothing would be lost but the plan: it was never announced, or is planned again, and
    nobody is registered."""
    visitors = select(Visitor.id).where(Visitor.bazaar_id == bazaar.id).limit(1)
    return bazaar.status == BazaarStatus.PLANNED and session.scalar(visitors) is None


def delete_bazaar(session: Session, actor: Actor, bazaar: Bazaar) -> None:
    """For good, with its tasks and lessons. Raises NotAllowed, and PortalError where more than a
    plan would be lost."""
    require(session, actor, bazaar)
    if not may_delete(session, bazaar):
        raise PortalError(_("People have to do with it already. Close it instead."))
    for kind, model in (("bazaar_task", PlanTask), ("bazaar_lesson", Lesson)):
        rows = select(model.id).where(model.bazaar_id == bazaar.id)
        for object_id in session.scalars(rows).all():
            deleted(session, kind, object_id)
    record(session, actor, "bazaar.deleted", KIND, bazaar.id, title=bazaar.title)
    deleted(session, KIND, bazaar.id)
    session.delete(bazaar)
    session.flush()


def missing_before_announcing(session: Session, bazaar: Bazaar) -> list[str]:
    """What one may want to settle first; none of it stands in the way."""
    found = []
    if not bazaar.place:
        found.append(_("There is no place yet."))
    if not bazaar.summary:
        found.append(_("There is no text about it yet."))
    if not any(part.kind == PartKind.SHOPPING for part in bazaar.parts):
        found.append(_("The programme has no time at the stands."))
    if not confirmed_stands(session, bazaar):
        found.append(_("No stand is confirmed yet."))
    if bazaar.starts_at < now():
        found.append(_("Its day is past."))
    return found


def confirmed_stands(session: Session, bazaar: Bazaar) -> int:
    """How many practices are on show."""
    wanted = select(func.count(Stand.id)).where(
        Stand.bazaar_id == bazaar.id, Stand.status == StandStatus.CONFIRMED
    )
    return session.scalar(wanted) or 0


def usual_day(starts_at: dt.datetime, ends_at: dt.datetime) -> list[ProgrammePart]:
    """Arrival, twice pitches and shopping, and the closing, stretched over the time there is, on
    whole five minutes."""
    minutes = (ends_at - starts_at).total_seconds() / 60
    whole = sum(length for _kind, length in DAY)
    parts: list[ProgrammePart] = []
    at, passed = starts_at, 0
    for kind, length in DAY:
        passed += length
        end = starts_at + dt.timedelta(minutes=round(minutes * passed / whole / 5) * 5)
        end = min(max(end, at + dt.timedelta(minutes=5)), ends_at)
        if kind == PartKind.CLOSING:
            end = ends_at
        if end > at:
            same = sum(1 for part in parts if part.kind == kind) + 1
            several = sum(1 for other, _length in DAY if other == kind) > 1
            title = f"{PARTS[kind].words} {same}" if several else str(PARTS[kind].words)
            parts.append(ProgrammePart(kind=kind, title=title, starts_at=at, ends_at=end))
        at = end
    return parts


def _write(bazaar: Bazaar, data: BazaarData) -> None:

    for name in ("title", "summary", "place", "address", "visibility"):
        setattr(bazaar, name, getattr(data, name))
    bazaar.visible_units = list(data.visible_units)
    bazaar.visible_people = list(data.visible_people)
    assert data.day and data.starts and data.ends and data.follow_up_months
    bazaar.starts_at = moment_at(data.day, data.starts)
    bazaar.ends_at = moment_at(data.day, data.ends)
    bazaar.registration_until = registration_until(data)
    bazaar.cards_until = cards_until(data)
    moved = bazaar.follow_up_months != data.follow_up_months
    bazaar.follow_up_months = data.follow_up_months
    if bazaar.follow_up_on is None or moved or bazaar.follow_up_on <= data.day:
        bazaar.follow_up_on = months_later(data.day, data.follow_up_months)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day some months on, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


def _move_parts(bazaar: Bazaar, by: dt.timedelta) -> None:

    for part in bazaar.parts:
        # By the clock, not by hours: the day may lie on the other side of a change of the clocks.
        for name in ("starts_at", "ends_at"):
            here = local(getattr(part, name))
            setattr(part, name, moment_at(here.date() + by, here.time()))


def snapshot(bazaar: Bazaar) -> dict[str, Any]:
    """What the history keeps: plain values, in the order of the form."""
    data = data_of(bazaar)
    return snapshot_of(data) | {
        "status": bazaar.status,
        "parts": [part_words(part) for part in sorted(bazaar.parts, key=lambda one: one.starts_at)],
        "themes": [theme.name for theme in bazaar.themes],
    }


def snapshot_of(data: BazaarData) -> dict[str, Any]:
    """The fields of the form as the history keeps them."""
    return {
        "title": data.title,
        "summary": data.summary,
        "place": data.place,
        "address": data.address,
        "day": data.day.isoformat() if data.day else "",
        "starts": _clock(data.starts),
        "ends": _clock(data.ends),
        "registration": _moment(data.registration_day, data.registration_time),
        "cards": _moment(data.cards_day, data.cards_time),
        "follow_up_months": data.follow_up_months or 0,
        "visibility": data.visibility,
        "visible_units": sorted(data.visible_units),
        "visible_people": sorted(data.visible_people),
    }


def data_from(snapshot: Mapping[str, Any]) -> BazaarData:
    """And back again."""
    registration_day, registration_time = _parsed(snapshot.get("registration", ""))
    cards_day, cards_time = _parsed(snapshot.get("cards", ""))
    return BazaarData(
        title=snapshot["title"],
        summary=snapshot["summary"],
        place=snapshot["place"],
        address=snapshot["address"],
        day=_day(snapshot["day"]),
        starts=_time(snapshot["starts"]),
        ends=_time(snapshot["ends"]),
        registration_day=registration_day,
        registration_time=registration_time,
        cards_day=cards_day,
        cards_time=cards_time,
        follow_up_months=snapshot["follow_up_months"],
        visibility=snapshot["visibility"],
        visible_units=list(snapshot["visible_units"]),
        visible_people=list(snapshot["visible_people"]),
    )


def part_words(part: ProgrammePart) -> str:
    """A part of the day in one line, for the history."""

    words = f"{local(part.starts_at):%H:%M}-{local(part.ends_at):%H:%M} {part.kind}"
    return f"{words} {part.title}".strip()


def _clock(time: dt.time | None) -> str:
    return f"{time:%H:%M}" if time else ""


def _moment(day: dt.date | None, time: dt.time | None) -> str:
    if day is None:
        return ""
    return f"{day.isoformat()} {_clock(time or dt.time(23, 59))}"


def _day(words: str) -> dt.date | None:
    return dt.date.fromisoformat(words) if words else None


def _time(words: str) -> dt.time | None:
    return dt.time.fromisoformat(words) if words else None


def _parsed(words: str) -> tuple[dt.date | None, dt.time | None]:
    if not words:
        return None, None
    day, _space, time = words.partition(" ")
    return _day(day), _time(time)
