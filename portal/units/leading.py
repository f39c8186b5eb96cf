"""Who leads what: the units a person leads, and the leaders nearest above a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor, below
from portal.accounts.models import User
from portal.database.memo import once
from portal.units.models import Function, Membership, Unit


def led_units(session: Session, actor: Actor) -> set[int]:
    """The units the actor leads, with those below."""
    if actor.user_id is None:
        return set()
    led = select(Membership.unit_id).where(
        Membership.user_id == actor.user_id, Membership.function == Function.LEADER
    )
    return set(once(session, ("led_units", actor.user_id), lambda: below(session, led)))


def leaders_of(session: Session, unit_ids: Collection[int]) -> dict[int, list[set[int]]]:
    """For each unit the people who lead it and those who lead each unit above it, nearest first;
    units without a leader are left out, people whose account is closed too. Two queries, however
    many units."""
    leading = once(session, "leaders_of", lambda: _leading(session))
    parents = {key: unit.parent_id for key, unit in unit_rows(session).items()}
    found: dict[int, list[set[int]]] = {}
    for unit_id in unit_ids:
        above: int | None = unit_id
        chain: list[int] = []
        while above is not None and above not in chain:
            chain.append(above)
            above = parents.get(above)
        found[unit_id] = [set(leading[one]) for one in chain if one in leading]
    return found


def _leading(session: Session) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = session.execute(
        select(Membership.unit_id, Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.function == Function.LEADER, User.active)
    )
    for unit_id, user_id in rows:
        found.setdefault(unit_id, set()).add(user_id)
    return found


class UnitRow(NamedTuple):
    """What the tree is made of."""

    id: int
    parent_id: int | None
    name: str
    town: str
    closed_at: dt.datetime | None


def unit_rows(session: Session) -> Mapping[int, UnitRow]:
    """Every unit by its id; one query, and one for a whole page that only reads."""

    def ask() -> dict[int, UnitRow]:
        columns = (Unit.id, Unit.parent_id, Unit.name, Unit.town, Unit.closed_at)
        return {row.id: UnitRow(*row) for row in session.execute(select(*columns))}

    return once(session, "unit_rows", ask)
