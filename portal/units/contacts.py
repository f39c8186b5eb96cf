"""Who sees how a person is reached. Whoever keeps address and phone to themselves is still reached
by those who lead them, and by who maintains accounts or units; everyone else sees neither, here
and in whatever a plugin shows."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.units.leading import led_units
from portal.units.models import Membership

#: Whoever holds one of these keeps the lists in which addresses stand.
SEE_ALL = frozenset({"accounts.manage", "units.manage"})


def sees_contact(session: Session, actor: Actor, user: User) -> bool:
    """Whether `actor` may see the address and the phone of `user`."""
    return user.id in contacts_seen(session, actor, [user]) or not user.contact_hidden


def contacts_seen(session: Session, actor: Actor, users: Iterable[User]) -> set[int]:
    """The ids of those whose address and phone `actor` may see; queries only where somebody
    hides them."""
    everyone = list(users)
    seen = {one.id for one in everyone if not one.contact_hidden or one.id == actor.user_id}
    hiding = {one.id for one in everyone} - seen
    if not hiding or _sees_all(actor):
        return seen | hiding
    led = led_units(session, actor)
    if led:
        seen |= set(
            session.scalars(
                select(Membership.user_id).where(
                    Membership.user_id.in_(hiding), Membership.unit_id.in_(led)
                )
            )
        )
    return seen


def contact_seen(session: Session, actor: Actor) -> ColumnElement[bool]:
    """The same for a select of `User`, to search by what the actor may know and nothing else."""
    if _sees_all(actor):
        return true()
    found: list[ColumnElement[bool]] = [User.contact_hidden.is_(False), User.id == actor.user_id]
    led = led_units(session, actor)
    if led:
        members = select(Membership.user_id).where(Membership.unit_id.in_(led))
        found.append(User.id.in_(members))
    return or_(*found)


def _sees_all(actor: Actor) -> bool:
    return actor.is_system or bool(SEE_ALL & actor.permissions)
