"""The meetings follow who comes into the network and who leaves it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import SYSTEM, PortalError, actor_for, narrow, now, saved

from ..models import Ambassador, Meeting
from ..vocabulary import Status
from .members import audience
from .services import invite
from .states import KIND


def follow(session: Session, ambassador_id: int) -> None:
    """Somebody became an ambassador or is none any longer: they see the meetings and are invited
    to what is to come, or no longer. A profile that only changed costs two queries."""
    ambassador = session.get(Ambassador, ambassador_id)
    if ambassador is None:
        return
    belongs = ambassador.status == Status.ACTIVE and ambassador.user.active
    there = select(Meeting.id).order_by(Meeting.id)
    own = select(Meeting.id).where(
        Meeting.id.in_(narrow(select(Meeting.id), actor_for(session, ambassador.user), Meeting))
    )
    every, seen = set(session.scalars(there)), set(session.scalars(own))
    if (belongs and seen == every) or (not belongs and not seen):
        return
    labels = audience(session)
    for meeting in session.scalars(select(Meeting).where(Meeting.id.in_(every))).all():
        saved(session, KIND, meeting.id, labels, actor=SYSTEM)
        if meeting.ends_at < now() or meeting.cancelled_at is not None:
            continue
        wanted = {guest.user_id for guest in meeting.guests if guest.invited}
        if belongs and meeting.everyone:
            wanted.add(ambassador.user_id)
        elif not belongs:
            wanted.discard(ambassador.user_id)
        try:
            with session.begin_nested():
                invite(session, SYSTEM, meeting, wanted)
        except PortalError:  # more guests than an event takes: who coordinates chooses
            continue
