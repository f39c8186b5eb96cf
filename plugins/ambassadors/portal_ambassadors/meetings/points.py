"""Decisions and actions; who leaves hands their actions over. Nothing here commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Holding, NotAllowed, PortalError, User, may, notify, now, record

from ..models import Meeting, MeetingPoint
from ..permissions import COORDINATE
from .members import member_ids
from .services import InvalidMeeting
from .states import KIND, POINT_MAX, WHATS, What

ACTION_TOPIC = "ambassadors.action"
#: Actions are no kind of the registry; what leavers keep is told apart by this.
HELD = "ambassadors_action"


def add(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    *,
    what: str,
    text: str,
    user_id: int | None,
    due_on: dt.date | None,
) -> MeetingPoint:
    """A decision or an action; an action needs a name and a day. Raises NotAllowed and
    InvalidMeeting."""
    if not may(session, actor, "edit", meeting):
        raise NotAllowed(_("Only coordinators change meetings."))
    text = " ".join(text.replace("\x00", "").split())
    errors: dict[str, str] = {}
    if what not in WHATS:
        errors["what"] = _("Choose one from the list.")
    if not text:
        errors["text"] = _("Write what was agreed.")
    elif len(text) > POINT_MAX:
        errors["text"] = _("Make it shorter: at most %(max)d characters.", max=POINT_MAX)
    if what == What.ACTION and user_id is None:
        errors["user_id"] = _("Say who does it.")
    elif user_id is not None and user_id not in member_ids(session):
        errors["user_id"] = _("Choose an ambassador or a coordinator.")
    if what == What.ACTION and due_on is None:
        errors["due_on"] = _("Say by when.")
    elif due_on is not None and not 1971 <= due_on.year <= 2099:
        errors["due_on"] = _("Choose a day.")
    if errors:
        raise InvalidMeeting(errors)
    point = MeetingPoint(what=what, text=text, user_id=user_id, due_on=due_on)
    meeting.points.append(point)
    session.flush()
    record(session, actor, "ambassador_meeting.point", KIND, meeting.id, title=meeting.title)
    if what == What.ACTION and user_id is not None:
        notify(session, actor, ACTION_TOPIC, [user_id], KIND, meeting.id, key=str(point.id))
    return point


def remove(session: Session, actor: Actor, meeting: Meeting, point: MeetingPoint) -> None:
    """Takes one out again. Raises NotAllowed."""
    if not may(session, actor, "edit", meeting):
        raise NotAllowed(_("Only coordinators change meetings."))
    meeting.points.remove(point)
    record(session, actor, "ambassador_meeting.point_removed", KIND, meeting.id)


def set_done(session: Session, actor: Actor, point: MeetingPoint, done: bool) -> None:
    """One's own action is done, or is not after all; coordinators say it of any. Raises
    PortalError."""
    own = actor.user_id is not None and actor.user_id == point.user_id
    if point.what != What.ACTION or not (own or may(session, actor, COORDINATE)):
        raise PortalError(_("That is not yours to do."))
    if done != (point.done_at is not None):
        point.done_at = now() if done else None
        record(session, actor, "ambassador_meeting.done", KIND, point.meeting_id, done=done)


def open_actions(session: Session, user_id: int) -> list[MeetingPoint]:
    """What somebody has to do, the most urgent first."""
    return list(
        session.scalars(
            select(MeetingPoint)
            .join(Meeting, Meeting.id == MeetingPoint.meeting_id)
            .where(
                MeetingPoint.user_id == user_id,
                MeetingPoint.what == What.ACTION,
                MeetingPoint.done_at.is_(None),
            )
            .order_by(MeetingPoint.due_on, MeetingPoint.id)
        )
    )


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """The open actions of somebody who leaves."""
    for point in open_actions(session, user.id):
        yield Holding(
            kind=HELD,
            id=point.id,
            title=point.text,
            url=f"/ambassadors/meetings/{point.meeting_id}",
            words=_l("Action of an ambassadors' meeting"),
        )


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, things: Collection[Holding]
) -> None:
    """The actions are the successor's."""
    ids = [one.id for one in things if one.kind == HELD]
    for point in open_actions(session, user.id):
        if point.id in ids:
            point.user_id = successor.id
            record(session, actor, "ambassador_meeting.handed_over", KIND, point.meeting_id)
            notify(
                session,
                actor,
                ACTION_TOPIC,
                [successor.id],
                KIND,
                point.meeting_id,
                key=str(point.id),
            )
    session.flush()
