"""Who is of the network: the only ones who see its meetings."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import User, holders_of, permission_label, user_label

from ..models import Ambassador
from ..permissions import COORDINATE
from ..vocabulary import Status


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
