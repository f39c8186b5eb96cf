"""Planning, changing and cancelling meetings, and their minutes. Nothing here commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    InvalidInput,
    NotAllowed,
    PortalError,
    cancel_event,
    change_event,
    may,
    now,
    plain_text,
    record,
    saved,
    schedule_event,
    set_guests,
)

from ..models import Meeting, MeetingGuest
from ..permissions import COORDINATE
from . import members, seats
from .states import (
    AGENDA_MAX,
    CAPACITY_MAX,
    KIND,
    LINK_MAX,
    MINUTES_MAX,
    PLACE_MAX,
    TIMES_MAX,
    TITLE_MAX,
    TYPES,
    Repeat,
    Type,
)
from .times import days, local, moment


class InvalidMeeting(InvalidInput):
    """What was written cannot be saved; `errors` says why, by the name of the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingData:
    """What a form says of a meeting; times are those of clocks here. `guest_ids` counts where not
    everyone is invited."""

    title: str = ""
    type: str = Type.MEETING
    day: dt.date | None = None
    starts: dt.time | None = None
    ends: dt.time | None = None
    place: str = ""
    link: str = ""
    agenda: str = ""
    everyone: bool = True
    guest_ids: Sequence[int] = ()
    capacity: int | None = None


def may_meeting(_session: Session, actor: Actor, action: str, _meeting: Meeting) -> bool:
    """Judges 'edit': who coordinates. The meeting itself is seen by the network alone."""
    return action == "edit" and COORDINATE in actor.permissions


def data_of(meeting: Meeting) -> MeetingData:
    """The meeting as it stands."""
    start, end = local(meeting.starts_at), local(meeting.ends_at)
    return MeetingData(
        title=meeting.title,
        type=meeting.type,
        day=start.date(),
        starts=start.time(),
        ends=end.time(),
        place=meeting.place,
        link=meeting.link,
        agenda=meeting.agenda,
        everyone=meeting.everyone,
        guest_ids=sorted(one.user_id for one in meeting.guests if one.invited),
        capacity=meeting.capacity,
    )


def plan(
    session: Session,
    actor: Actor,
    data: MeetingData,
    repeat: str = Repeat.ONCE,
    times: int = 1,
    mail: bool = True,
) -> list[Meeting]:
    """Plans a meeting, or a series of them, and invites. Raises NotAllowed and InvalidMeeting."""
    if not may(session, actor, COORDINATE):
        raise NotAllowed(_("Only coordinators plan meetings."))
    if repeat not in list(Repeat):
        raise InvalidMeeting({"repeat": _("Choose one from the list.")})
    if repeat != Repeat.ONCE and not 2 <= times <= TIMES_MAX:
        words = _("Write a number between 2 and %(most)d.", most=TIMES_MAX)
        raise InvalidMeeting({"times": words})
    data = _checked(session, data, ())
    assert data.day is not None
    if data.day.year > 2098:
        raise InvalidMeeting({"day": _("Choose an earlier day.")})
    found = []
    labels = members.audience(session)
    for day in days(data.day, repeat, times):
        one = replace(data, day=day)
        meeting = Meeting()
        _write(meeting, one)
        session.add(meeting)
        session.flush()
        record(session, actor, "ambassador_meeting.planned", KIND, meeting.id, title=data.title)
        saved(session, KIND, meeting.id, labels, actor=actor)
        wanted = _wanted(session, one)
        with _said_in_the_form():
            schedule_event(session, actor, KIND, meeting.id, mail=mail, **_event_fields(meeting))
            invite(session, actor, meeting, wanted, mail)
        found.append(meeting)
    return found


def change(session: Session, actor: Actor, meeting: Meeting, data: MeetingData) -> bool:
    """Says whether anything changed. Guests are told by the calendar; another time asks them anew.
    Call `seats.lock` first. Raises NotAllowed, InvalidMeeting, and PortalError for a cancelled
    one."""
    _require(session, actor, meeting)
    if meeting.cancelled_at is not None:
        raise PortalError(_("The meeting is cancelled. Plan a new one."))
    before = data_of(meeting)
    data = _checked(session, data, before.guest_ids)
    seats.absorb(session, meeting)
    moved = (data.day, data.starts, data.ends) != (before.day, before.starts, before.ends)
    had = seats.seated(meeting)
    if data.capacity is not None and not moved and data.capacity < len(had):
        words = _("%(number)s people have a seat already.", number=len(had))
        raise InvalidMeeting({"capacity": words})
    wanted = _wanted(session, data)
    if data == before and wanted == set(before.guest_ids):
        return False
    _write(meeting, data)
    _touch(meeting)
    if moved:
        for guest in meeting.guests:
            guest.answer, guest.place = "", None
    session.flush()
    record(session, actor, "ambassador_meeting.changed", KIND, meeting.id, title=meeting.title)
    saved(session, KIND, meeting.id, members.audience(session), actor=actor)
    event = seats.event_of(session, meeting)
    with _said_in_the_form():
        if event is not None:
            change_event(session, actor, event, **_event_fields(meeting))
        invite(session, actor, meeting, wanted)
    seats.promote(session, actor, meeting, had)
    return True


def cancel(session: Session, actor: Actor, meeting: Meeting) -> None:
    """It does not take place; the guests are told. Raises NotAllowed."""
    _require(session, actor, meeting)
    if meeting.cancelled_at is not None:
        return
    meeting.cancelled_at = now()
    _touch(meeting)
    session.flush()
    record(session, actor, "ambassador_meeting.cancelled", KIND, meeting.id, title=meeting.title)
    saved(session, KIND, meeting.id, members.audience(session), actor=actor)
    event = seats.event_of(session, meeting)
    if event is not None:
        cancel_event(session, actor, event)


def write_minutes(session: Session, actor: Actor, meeting: Meeting, text: str) -> bool:
    """Says whether anything changed. Raises NotAllowed and InvalidMeeting."""
    _require(session, actor, meeting)
    text = _plain(text)
    if len(text) > MINUTES_MAX:
        words = _("Make it shorter: at most %(max)d characters.", max=MINUTES_MAX)
        raise InvalidMeeting({"minutes": words})
    if text == meeting.minutes:
        return False
    meeting.minutes = text
    _touch(meeting)
    session.flush()
    record(session, actor, "ambassador_meeting.minutes", KIND, meeting.id, title=meeting.title)
    saved(session, KIND, meeting.id, members.audience(session), actor=actor)
    return True


def invite(
    session: Session, actor: Actor, meeting: Meeting, user_ids: Iterable[int], mail: bool = True
) -> None:
    """Exactly these people are invited, here and in the calendar. Raises PortalError for more
    than an event takes."""
    event, wanted = seats.event_of(session, meeting), set(user_ids)
    if event is not None:
        set_guests(session, actor, event, wanted, mail=mail)
        wanted = {guest.user_id for guest in event.guests}
    before = seats.seated(meeting)
    there = {one.user_id: one for one in meeting.guests}
    for user_id, guest in there.items():
        guest.invited = user_id in wanted
        if not guest.invited:
            guest.answer, guest.place = "", None
            if guest.attended is None:
                meeting.guests.remove(guest)
    for user_id in sorted(wanted - set(there)):
        meeting.guests.append(MeetingGuest(user_id=user_id))
    session.flush()
    seats.promote(session, actor, meeting, before)


def _wanted(session: Session, data: MeetingData) -> set[int]:
    return members.ambassador_ids(session) if data.everyone else set(data.guest_ids)


def _checked(session: Session, data: MeetingData, before: Sequence[int]) -> MeetingData:
    """The same, tidied; raises InvalidMeeting."""
    data = replace(
        data,
        title=_line(data.title),
        place=_line(data.place),
        link=_line(data.link),
        agenda=_plain(data.agenda),
        guest_ids=[] if data.everyone else sorted(set(data.guest_ids)),
    )
    errors: dict[str, str] = {}
    limits = (
        ("title", TITLE_MAX),
        ("place", PLACE_MAX),
        ("link", LINK_MAX),
        ("agenda", AGENDA_MAX),
    )
    for name, most in limits:
        if len(getattr(data, name)) > most:
            errors[name] = _("Make it shorter: at most %(max)d characters.", max=most)
    if not data.title:
        errors["title"] = _("Give the meeting a title.")
    if data.type not in TYPES:
        errors["type"] = _("Choose one from the list.")
    if data.link and not data.link.lower().startswith(("http://", "https://")):
        errors["link"] = _("A link begins with https://.")
    if data.day is None or not 1971 <= data.day.year <= 2099:
        errors["day"] = _("Choose a day.")
    if data.starts is None:
        errors["starts"] = _("Write when it begins.")
    if data.ends is None or (data.starts is not None and data.ends <= data.starts):
        errors["ends"] = _("Choose a time after the beginning.")
    if data.capacity is not None and not 1 <= data.capacity <= CAPACITY_MAX:
        errors["capacity"] = _("Write a number between 1 and %(most)d.", most=CAPACITY_MAX)
    new = set(data.guest_ids) - set(before)
    if not data.everyone and not data.guest_ids:
        errors["guest_ids"] = _("Choose whom to invite.")
    elif new - members.member_ids(session):
        errors["guest_ids"] = _("Only ambassadors and coordinators can be invited.")
    for name in ("starts", "ends"):
        if not errors.keys() & {"day", "starts", "ends"}:
            try:
                moment(data.day, getattr(data, name))  # type: ignore[arg-type]
            except PortalError as problem:
                errors[name] = str(problem)
    if errors:
        raise InvalidMeeting(errors)
    return data


def _write(meeting: Meeting, data: MeetingData) -> None:
    for name in ("title", "type", "place", "link", "agenda", "everyone", "capacity"):
        setattr(meeting, name, getattr(data, name))
    assert data.day is not None and data.starts is not None and data.ends is not None
    try:
        meeting.starts_at, meeting.ends_at = (
            moment(data.day, data.starts),
            moment(data.day, data.ends),
        )
    except PortalError as problem:  # a later day of a series
        raise InvalidMeeting({"starts": str(problem)}) from None


def _event_fields(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title,
        "place": meeting.place,
        "link": meeting.link,
        "description": plain_text(meeting.agenda),
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
    }


@contextmanager
def _said_in_the_form() -> Iterator[None]:
    """What the calendar refuses is an error of the field for guests."""
    try:
        yield
    except PortalError as problem:
        raise InvalidMeeting({"guest_ids": str(problem)}) from problem


def _touch(meeting: Meeting) -> None:
    meeting.version += 1
    meeting.updated_at = now()


def _require(session: Session, actor: Actor, meeting: Meeting) -> None:
    if not may(session, actor, "edit", meeting):
        raise NotAllowed(_("Only coordinators change meetings."))


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
