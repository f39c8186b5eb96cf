"""Who leads what: the units a person leads, and the leaders nearest above a unit."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor, with_descendants
from portal.accounts.models import User
from portal.units.models import Function, Membership, Unit


def led_units(session: Session, actor: Actor) -> set[int]:
    """The units the actor leads, with those below."""
    if actor.user_id is None:
        return set()
    own = session.scalars(
        select(Membership.unit_id).where(
            Membership.user_id == actor.user_id, Membership.function == Function.LEADER
        )
    )
    return with_descendants(session, own)


def leaders_of(session: Session, unit_ids: Collection[int]) -> dict[int, list[set[int]]]:
    """For each unit the people who lead it and those who lead each unit above it, nearest first;
    units without a leader are left out, people whose account is closed too. Two queries, however
    many units."""
    leading: dict[int, set[int]] = {}
    rows = session.execute(
        select(Membership.unit_id, Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.function == Function.LEADER, User.active)
    )
    for unit_id, user_id in rows:
        leading.setdefault(unit_id, set()).add(user_id)
    rows_above = session.execute(select(Unit.id, Unit.parent_id))
    parents: dict[int, int | None] = {unit.id: unit.parent_id for unit in rows_above}
    found: dict[int, list[set[int]]] = {}
    for unit_id in unit_ids:
        above: int | None = unit_id
        chain: list[int] = []
        while above is not None and above not in chain:
            chain.append(above)
            above = parents.get(above)
        found[unit_id] = [leading[one] for one in chain if one in leading]
    return found
