"""Who came. For who coordinates, and for nobody else: whoever calls this asks first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal.api import Actor, NotAllowed, PortalError, User, may, now, record

from ..models import Meeting, MeetingGuest
from ..permissions import COORDINATE
from .states import KIND

SORTS = {"name", "came", "missed", "last"}


@dataclass(frozen=True, slots=True)
class Row:
    """One person over time, of the meetings whose attendance was noted."""

    user_id: int
    name: str
    came: int
    missed: int
    last: dt.datetime | None

    @property
    def share(self) -> int:
        """Per cent."""
        return round(100 * self.came / (self.came + self.missed))


def tick(session: Session, actor: Actor, meeting: Meeting, came: Collection[int]) -> None:
    """These guests came and the others did not. Raises NotAllowed, and PortalError before the
    meeting has begun."""
    if not may(session, actor, COORDINATE):
        raise NotAllowed(_("Only coordinators see who came."))
    if meeting.starts_at > now() or meeting.cancelled_at is not None:
        raise PortalError(_("The meeting has not taken place yet."))
    for guest in meeting.guests:
        guest.attended = guest.user_id in came
    session.flush()
    record(session, actor, "ambassador_meeting.attendance", KIND, meeting.id)


def over_time(session: Session, actor: Actor, sort: str = "name") -> list[Row]:
    """Everyone's attendance, in one query. Raises NotAllowed."""
    if not may(session, actor, COORDINATE):
        raise NotAllowed(_("Only coordinators see who came."))
    came = func.sum(case((MeetingGuest.attended.is_(True), 1), else_=0))
    missed = func.sum(case((MeetingGuest.attended.is_(False), 1), else_=0))
    last = func.max(case((MeetingGuest.attended.is_(True), Meeting.starts_at), else_=None))
    order = {"name": User.name, "came": came, "missed": missed, "last": last}
    key = sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "name"
    by = order[key].desc() if sort.startswith("-") else order[key].asc()
    rows = session.execute(
        select(User.id, User.name, came, missed, last)
        .join(MeetingGuest, MeetingGuest.user_id == User.id)
        .join(Meeting, Meeting.id == MeetingGuest.meeting_id)
        .where(MeetingGuest.attended.is_not(None), Meeting.cancelled_at.is_(None))
        .group_by(User.id, User.name)
        .order_by(by, User.name, User.id)
    )
    return [Row(*row) for row in rows]
