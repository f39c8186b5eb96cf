"""Who is of the network: the only ones who see its meetings."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    SYSTEM,
    PortalError,
    User,
    actor_for,
    holders_of,
    narrow,
    now,
    permission_label,
    saved,
    user_label,
)

from ..models import Ambassador, Meeting
from ..permissions import COORDINATE
from ..vocabulary import Status
from .states import KIND


def ambassador_ids(session: Session) -> set[int]:
    """The people who are ambassadors now."""
    return set(
        session.scalars(
            select(Ambassador.user_id)
            .join(User, User.id == Ambassador.user_id)
            .where(Ambassador.status == Status.ACTIVE, User.active)
        )
    )


def member_ids(session: Session) -> set[int]:
    """Ambassadors and coordinators: who can be invited, or be given something to do."""
    return ambassador_ids(session) | {user.id for user in holders_of(session, COORDINATE)}


def audience(session: Session) -> set[str]:
    """Who sees meetings, each of them."""
    labels = {user_label(user_id) for user_id in ambassador_ids(session)}
    return labels | {permission_label(COORDINATE)}


def follow(session: Session, ambassador_id: int) -> None:
    """Somebody became an ambassador or is none any longer: they see the meetings and are invited
    to what is to come, or no longer. A profile that only changed costs two queries."""
    from .services import invite

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
