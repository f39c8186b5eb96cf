"""Who comes. The order of those who said yes is kept as numbers, given under a lock: the first of
them have a seat and the others wait, so there are never more than there are seats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Event,
    GuestStatus,
    PortalError,
    events_of,
    notify,
    now,
    record,
)

from ..models import Meeting, MeetingGuest
from .states import KIND, Answer

SEAT_TOPIC = "ambassadors.seat"


def event_of(session: Session, meeting: Meeting) -> Event | None:
    """The meeting in the core's calendar."""
    found = events_of(session, KIND, [meeting.id])[meeting.id]
    return found[0] if found else None


def lock(session: Session, meeting: Meeting) -> None:
    """Reads the meeting and its guests anew; nobody else changes them before our commit."""
    session.flush()
    session.refresh(meeting, with_for_update={"of": Meeting})
    session.refresh(meeting, ["guests"])


def queue(meeting: Meeting) -> list[MeetingGuest]:
    """Those who said yes, in that order."""
    return sorted(
        (one for one in meeting.guests if one.invited and one.place is not None),
        key=lambda one: one.place or 0,
    )


def seated(meeting: Meeting) -> set[int]:
    """Who has a seat."""
    coming = queue(meeting)
    return {one.user_id for one in coming[: meeting.capacity]}


def waiting(meeting: Meeting) -> list[int]:
    """Who waits for one, in order."""
    if meeting.capacity is None:
        return []
    return [one.user_id for one in queue(meeting)[meeting.capacity :]]


def answer(session: Session, actor: Actor, meeting: Meeting, word: str) -> bool:
    """What a guest says; whether they have a seat now. Call `lock` first. Raises PortalError for
    who is not invited, a meeting that is over or cancelled, and words that are none."""
    if word not in (Answer.YES, Answer.NO, Answer.MAYBE):
        raise PortalError(_("Choose one of the answers."))
    if meeting.cancelled_at is not None or meeting.ends_at <= now():
        raise PortalError(_("It is too late to answer."))
    guest = _guest(meeting, actor.user_id)
    if guest is None:
        raise PortalError(_("You are not invited to this meeting."))
    absorb(session, meeting)
    before = seated(meeting)
    _say(meeting, guest, word)
    session.flush()
    settle_calendar(session, meeting, {guest.user_id})
    promote(session, actor, meeting, before | {guest.user_id})
    record(session, actor, "ambassador_meeting.answered", KIND, meeting.id)
    return guest.user_id in seated(meeting)


def unheard(meeting: Meeting, event: Event | None) -> Mapping[int, str]:
    """Answers that were given in the core's calendar and that we do not know yet."""
    if event is None:
        return {}
    said = {one.user_id: one.status for one in event.guests}
    found: dict[int, str] = {}
    for guest in meeting.guests:
        status = said.get(guest.user_id)
        if status == GuestStatus.DECLINED and guest.answer != Answer.NO:
            found[guest.user_id] = Answer.NO
        elif status == GuestStatus.ACCEPTED and guest.answer != Answer.YES:
            found[guest.user_id] = Answer.YES
    return found


def absorb(session: Session, meeting: Meeting) -> bool:
    """Takes over what guests answered in the calendar, under the lock; whether there was any."""
    event = event_of(session, meeting)
    news = unheard(meeting, event)
    if event is None or not news:
        return False
    before = seated(meeting)
    for one in event.guests:  # in the order of their invitations
        guest = _guest(meeting, one.user_id)
        if guest is not None and one.user_id in news:
            _say(meeting, guest, news[one.user_id])
    session.flush()
    settle_calendar(session, meeting, news)
    promote(session, None, meeting, before | set(news))
    return True


def settle_calendar(session: Session, meeting: Meeting, user_ids: Iterable[int]) -> None:
    """The calendar says of these guests what we know."""
    event, have, wanted = event_of(session, meeting), seated(meeting), set(user_ids)
    answers = {one.user_id: one.answer for one in meeting.guests}
    for one in event.guests if event is not None else ():
        if one.user_id in wanted:
            if answers.get(one.user_id) == Answer.NO:
                one.status = GuestStatus.DECLINED
            elif one.user_id in have:
                one.status = GuestStatus.ACCEPTED
            else:
                one.status = GuestStatus.INVITED
    session.flush()


def promote(session: Session, actor: Actor | None, meeting: Meeting, before: set[int]) -> None:
    """Tells those who waited and have a seat now; `before` had one, or know."""
    from portal.api import SYSTEM

    new = seated(meeting) - before
    if new:
        settle_calendar(session, meeting, new)
        notify(session, actor or SYSTEM, SEAT_TOPIC, new, KIND, meeting.id)


def _guest(meeting: Meeting, user_id: int | None) -> MeetingGuest | None:
    return next((one for one in meeting.guests if one.user_id == user_id and one.invited), None)


def _say(meeting: Meeting, guest: MeetingGuest, word: str) -> None:
    guest.answer = word
    if word != Answer.YES:
        guest.place = None
    elif guest.place is None:
        guest.place = max((one.place or 0 for one in meeting.guests), default=0) + 1
