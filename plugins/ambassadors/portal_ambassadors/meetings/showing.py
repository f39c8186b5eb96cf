"""Meetings on others' pages: the front page, what waits; and a person's own data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.api import Actor, Event, GuestStatus, Panel, User, Waiting, narrow, now, today

from ..models import Ambassador, Meeting, MeetingGuest, MeetingPoint
from ..vocabulary import Status
from . import points
from .states import ANSWERS, KIND, WHATS
from .times import local

INVITED, COMING = 3, 3


def _coming(actor: Actor) -> Any:
    return (
        narrow(select(Meeting), actor, Meeting)
        .where(Meeting.ends_at > now(), Meeting.cancelled_at.is_(None))
        .order_by(Meeting.starts_at, Meeting.id)
    )


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """One's open actions, and invitations one has not answered."""
    if actor.user_id is None:
        return
    actions = points.open_actions(session, actor.user_id)
    if actions:
        late = [one for one in actions if one.due_on is not None and one.due_on < today()]
        first = actions[0]
        title = (
            first.text
            if len(actions) == 1
            else ngettext("%(num)s action", "%(num)s actions from meetings", len(actions))
        )
        if late:
            text = _("Should have been done by %(day)s.", day=_day(late[0].due_on))
        elif first.due_on is not None:
            text = _("To be done by %(day)s.", day=_day(first.due_on))
        else:
            text = _("From a meeting of the ambassadors.")
        yield Waiting(
            title,
            url_for("ambassadors_meetings.actions"),
            text,
            "list-check",
            "red" if late else "",
        )
    # What was answered in the core's calendar is an answer, too.
    unanswered = (
        select(Event.id)
        .where(
            Event.kind == KIND,
            Event.object_id == Meeting.id,
            Event.guests.any(user_id=actor.user_id, status=GuestStatus.INVITED),
        )
        .exists()
    )
    asked = session.scalars(
        _coming(actor)
        .join(MeetingGuest, MeetingGuest.meeting_id == Meeting.id)
        .where(
            MeetingGuest.user_id == actor.user_id,
            MeetingGuest.answer == "",
            MeetingGuest.invited,
            unanswered,
        )
        .limit(INVITED)
    )
    for one in asked:
        yield Waiting(
            _("Are you coming? %(title)s", title=one.title),
            url_for("ambassadors_meetings.page", meeting_id=one.id),
            format_date(local(one.starts_at).date(), "long"),
            "calendar-event",
        )


def panels(session: Session, actor: Actor, ambassador: object) -> Iterable[Panel]:
    """On one's own profile: the next meetings, and the way to all of them. (The front page has
    them in the core's calendar already.)"""
    if not isinstance(ambassador, Ambassador) or ambassador.user_id != actor.user_id:
        return
    if ambassador.status == Status.ACTIVE:
        found = session.scalars(_coming(actor).limit(COMING)).all()
        yield Panel("ambassadors/meetings/panel.html", {"meetings": found}, order=20)


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """The person's answers, whether they came, and what they had to do."""
    found: dict[str, Any] = {}
    guests = session.execute(
        select(Meeting, MeetingGuest)
        .join(MeetingGuest, MeetingGuest.meeting_id == Meeting.id)
        .where(MeetingGuest.user_id == user.id)
        .order_by(Meeting.starts_at)
    ).all()
    if guests:
        found["ambassador_meetings"] = [
            {
                "title": meeting.title,
                "starts": meeting.starts_at.isoformat(),
                "answer": str(ANSWERS[guest.answer].words) if guest.answer in ANSWERS else "",
                "came": guest.attended,
            }
            for meeting, guest in guests
        ]
    agreed = session.scalars(
        select(MeetingPoint).where(MeetingPoint.user_id == user.id).order_by(MeetingPoint.id)
    ).all()
    if agreed:
        found["meeting_actions"] = [
            {
                "kind": str(WHATS[one.what].words) if one.what in WHATS else one.what,
                "text": one.text,
                "due": one.due_on.isoformat() if one.due_on else None,
                "done": one.done_at.isoformat() if one.done_at else None,
            }
            for one in agreed
        ]
    return found


def erase_user(session: Session, user: User) -> None:
    """Answers and attendance go; what was agreed stays, without the name."""
    session.execute(delete(MeetingGuest).where(MeetingGuest.user_id == user.id))
    session.execute(
        update(MeetingPoint).where(MeetingPoint.user_id == user.id).values(user_id=None)
    )


def _day(day: Any) -> str:
    return format_date(day, "d. MMMM")
