"""Whom to tell when somebody does not answer: the leader nearest above."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Function, Membership, User, led_units

from ..places import Places


def leaders_of(session: Session, user_ids: Iterable[int]) -> dict[int, set[int]]:
    """The people who lead the nearest unit above each person that has a leader, themselves left
    out. Three queries, however many people."""
    wanted = set(user_ids)
    places = Places(session)
    leading: dict[int, set[int]] = {}
    rows = session.execute(
        select(Membership.unit_id, Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.function == Function.LEADER, User.active)
    )
    for unit_id, user_id in rows:
        leading.setdefault(unit_id, set()).add(user_id)
    found: dict[int, set[int]] = {user_id: set() for user_id in wanted}
    rows = session.execute(
        select(Membership.user_id, Membership.unit_id).where(Membership.user_id.in_(wanted))
    )
    for user_id, unit_id in rows:
        for place in places.above(unit_id):
            above = leading.get(place.id, set()) - {user_id}
            if above:
                found[user_id] |= above
                break
    return found


def leads(session: Session, actor: Actor, user_id: int) -> bool:
    """Whether the actor leads a unit in which that person is, or one above it."""
    units = led_units(session, actor)
    if not units or actor.user_id == user_id:
        return False
    inside = select(Membership.id).where(
        Membership.user_id == user_id, Membership.unit_id.in_(units)
    )
    return session.scalar(inside.limit(1)) is not None
