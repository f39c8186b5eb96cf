"""What this feature keeps about a person: for them to have, and to erase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import User
from portal.leaving.holdings import PART_WORDS
from portal.leaving.models import Departure, LeftThing
from portal.leaving.words import STATES
from portal.units.models import UnitMerge


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Departures with what was handed over, what was taken over from others, what was decided."""
    departures = session.scalars(
        select(Departure)
        .where(or_(Departure.user_id == user.id, Departure.decided_by_id == user.id))
        .options(joinedload(Departure.user))
        .order_by(Departure.id)
    ).all()
    mine = [one for one in departures if one.user_id == user.id]
    things = session.scalars(
        select(LeftThing)
        .where(
            or_(
                LeftThing.departure_id.in_([one.id for one in mine]),
                LeftThing.successor_id == user.id,
            )
        )
        .options(joinedload(LeftThing.successor), joinedload(LeftThing.departure))
        .order_by(LeftThing.id)
    ).all()
    merges = session.scalars(select(UnitMerge).where(UnitMerge.by_id == user.id))
    found = {
        "leaving": [
            {
                "state": str(STATES[one.state][0]),
                "day": one.leaves_on,
                "decided": one.decided_at,
                "done": one.done_at,
                "units": list(one.ended.get("units", ())),
            }
            for one in mine
        ],
        "handed_over": [
            _thing(one) for one in things if one.departure.user_id == user.id and one.given_at
        ],
        "left_behind": [
            _thing(one) for one in things if one.departure.user_id == user.id and not one.given_at
        ],
        "taken_over": [_thing(one) for one in things if one.successor_id == user.id],
        "leaving_decided": [
            {"day": one.leaves_on, "decided": one.decided_at}
            for one in departures
            if one.decided_by_id == user.id
        ],
        "units_merged": [{"at": one.at, "unit": one.unit.name} for one in merges],
    }
    return {name: value for name, value in found.items() if value}


def erase_user(session: Session, user: User) -> None:
    """Own departures with their lists; elsewhere the name."""
    own = select(Departure.id).where(Departure.user_id == user.id)
    session.execute(delete(LeftThing).where(LeftThing.departure_id.in_(own)))
    session.execute(delete(Departure).where(Departure.user_id == user.id))
    for column in (Departure.decided_by_id, LeftThing.successor_id, UnitMerge.by_id):
        table = column.class_
        session.execute(update(table).where(column == user.id).values({column.key: None}))


def _thing(one: LeftThing) -> dict[str, Any]:
    return {
        "title": one.title,
        "kind": one.kind,
        "part": str(PART_WORDS.get(one.part, one.part)),
        "at": one.given_at,
    }
