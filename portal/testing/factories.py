"""Factories: a believable object with only what the test cares about spelt out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from sqlalchemy.orm import Session

from portal.access.actors import SYSTEM, Actor, actor_for
from portal.accounts.models import User
from portal.accounts.services import create_user, save_user
from portal.units.models import Function, Membership, Unit, UnitKind

PASSWORD = "et langt kodeord"
_number = count(1)


class Factory:
    """Makes committed objects of the core in one session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def user(
        self,
        name: str = "",
        *,
        email: str = "",
        roles: Sequence[str] = (),
        units: Sequence[Unit] = (),
        function: str = Function.TEACHER,
        password: str | None = None,
        language: str = "en",
        active: bool = True,
    ) -> User:
        """A person. English unless told otherwise, so that tests read as the code does."""
        number = next(_number)
        user = create_user(
            self.session,
            SYSTEM,
            email=email or f"person{number}@test.example",
            name=name or f"Person {number}",
            password=password,
            roles=roles,
            language=language,
        )
        if units or not active:
            user.memberships = [Membership(unit_id=unit.id, function=function) for unit in units]
            user.active = active
            save_user(self.session, user)
        self.session.commit()
        return user

    def unit(
        self, name: str = "", parent: Unit | None = None, kind: str = UnitKind.EDUCATION
    ) -> Unit:
        """A unit."""
        unit = Unit(name=name or f"Unit {next(_number)}", kind=kind)
        unit.parent_id = parent.id if parent else None
        self.session.add(unit)
        self.session.commit()
        return unit

    def actor(self, *roles: str, units: Sequence[Unit] = ()) -> Actor:
        """The actor of a new person with these roles."""
        return self.actor_of(self.user(roles=roles, units=units))

    def actor_of(self, user: User) -> Actor:
        """The actor of a person, as they stand now."""
        return actor_for(self.session, user)
