"""Fills an empty portal with the demo organisation."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.access.actors import SYSTEM
from portal.accounts.services import create_user, save_user
from portal.demo.reader import read_organisation
from portal.units.models import Membership, Unit


def load_organisation(session: Session, password: str) -> None:
    """Adds the units, the people with their roles and functions, all with one password."""
    organisation = read_organisation()
    units: dict[str, Unit] = {}
    for row in organisation.units:
        unit = Unit(name=row.name, kind=row.kind)
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
            password=password,
            roles=person.roles,
            title=person.title,
            language=person.language,
        )
        user.memberships = [
            Membership(unit_id=units[place.unit].id, function=place.function)
            for place in person.functions
        ]
        save_user(session, user)
