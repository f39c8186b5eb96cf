"""Who does what in which unit. What a unit may see, its people see from the moment they belong
to it until the moment they do not."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.accounts.services import save_user
from portal.audit.trail import record
from portal.runtime import portal
from portal.units.changing import UnitProblem, require_manager
from portal.units.models import Function, Membership, Unit
from portal.units.names import bears, danish_order

#: What a search for a person shows at most; more means: write more of the name.
CANDIDATES = 20


def add_function(
    session: Session, actor: Actor, unit: Unit, user: User, function: str
) -> Membership:
    """Gives a person a function in an open unit; raises UnitProblem when that cannot be."""
    require_manager(session, actor)
    if function not in set(Function):
        raise UnitProblem("function", _("Choose what the person does in the unit."))
    if unit.closed_at is not None:
        raise UnitProblem("unit", _("%(unit)s is closed. Choose an open unit.", unit=unit.name))
    if not user.active:
        raise UnitProblem("", _("The account of %(name)s is disabled.", name=user.name))
    double = UnitProblem(
        "function", _("%(name)s has that function in %(unit)s.", name=user.name, unit=unit.name)
    )
    if find_function(session, unit.id, user.id, function) is not None:
        raise double
    membership = Membership(user_id=user.id, unit_id=unit.id, function=function)
    try:
        with session.begin_nested():
            session.add(membership)
    except IntegrityError:  # somebody else was a moment faster
        raise double from None
    _tell(session, actor, "function.added", user, unit, function)
    return membership


def remove_function(session: Session, actor: Actor, unit: Unit, user: User, function: str) -> None:
    """Takes a function from a person; raises UnitProblem when they do not have it."""
    require_manager(session, actor)
    membership = find_function(session, unit.id, user.id, function)
    if membership is None:
        raise UnitProblem(
            "",
            _("%(name)s no longer has that function in %(unit)s.", name=user.name, unit=unit.name),
        )
    session.delete(membership)
    _tell(session, actor, "function.removed", user, unit, function)


def find_function(session: Session, unit_id: int, user_id: int, function: str) -> Membership | None:
    """The membership, if there is one."""
    return session.scalar(
        select(Membership).where(
            Membership.unit_id == unit_id,
            Membership.user_id == user_id,
            Membership.function == function,
        )
    )


def candidates(session: Session, actor: Actor, text: str) -> Sequence[User]:
    """The people whose name has every word of `text`, with their functions; nobody for no
    words."""
    words = bears(User.name, text)
    if not words:
        return []
    return session.scalars(
        portal()
        .access.narrow(select(User), actor, User)
        .where(User.active, *words)
        .options(selectinload(User.memberships).selectinload(Membership.unit))
        .order_by(danish_order(User.name), User.id)
        .limit(CANDIDATES)
    ).all()


def _tell(
    session: Session, actor: Actor, action: str, user: User, unit: Unit, function: str
) -> None:
    session.flush()
    session.expire(user, ["memberships"])
    save_user(session, user)
    record(session, actor, action, "person", user.id, unit=unit.name, function=function)
