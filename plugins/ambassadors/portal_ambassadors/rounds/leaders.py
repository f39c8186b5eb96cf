"""Who leads a person: the leaders nearest above, whom to tell when somebody does not answer."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Membership, led_units
from portal.api import leaders_of as leaders_of_units


def leaders_of(session: Session, user_ids: Iterable[int]) -> dict[int, set[int]]:
    """The people who lead the nearest unit above each person that has a leader, themselves left
    out. Three queries, however many people."""
    found: dict[int, set[int]] = {user_id: set() for user_id in user_ids}
    rows = session.execute(
        select(Membership.user_id, Membership.unit_id).where(Membership.user_id.in_(found))
    ).all()
    leading = leaders_of_units(session, {unit_id for _user_id, unit_id in rows})
    for user_id, unit_id in rows:
        others = (leaders - {user_id} for leaders in leading[unit_id])
        found[user_id] |= next(filter(None, others), set())
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
