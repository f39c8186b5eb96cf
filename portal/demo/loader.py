"""Fills an empty portal with the demo organisation."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import SYSTEM
from portal.accounts.passwords import hash_password
from portal.accounts.services import create_user, save_user
from portal.demo.reader import read_organisation
from portal.units.models import Membership, Unit


def load_organisation(session: Session, password: str) -> None:
    """Adds the units, the people with their roles and functions, all with one password."""
    organisation = read_organisation()
    # Hashed once, for that takes long; and a demo's password may be shorter than people's own.
    hashed = hash_password(password)
    units: dict[str, Unit] = {}
    for row in organisation.units:
        unit = Unit(name=row.name, kind=row.kind, town=row.town)
        unit.parent = units[row.parent] if row.parent else None
        units[row.key] = unit
        session.add(unit)
    session.flush()
    for person in organisation.people:
        user = create_user(
            session,
            SYSTEM,
            email=person.email,
            name=person.name,
            roles=person.roles,
            title=person.title,
            language=person.language,
        )
        user.password_hash = hashed
        user.memberships = [
            Membership(unit_id=units[place.unit].id, function=place.function)
            for place in person.functions
        ]
        save_user(session, user)


def demo_units(session: Session) -> dict[str, Unit]:
    """The demo's units by the keys that demo content uses, of those that are still there."""
    there = {(unit.name, unit.parent_id): unit for unit in session.scalars(select(Unit))}
    found: dict[str, Unit] = {}
    for row in read_organisation().units:
        above = found[row.parent].id if row.parent in found else None
        unit = there.get((row.name, above))
        if unit is not None:
            found[row.key] = unit
    return found
