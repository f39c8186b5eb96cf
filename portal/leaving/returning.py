"""Somebody comes back: what they get, and what they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.managing import require_manager
from portal.accounts.models import User
from portal.accounts.services import save_user, set_active
from portal.audit.trail import record
from portal.autosave.models import Draft
from portal.leaving import names
from portal.leaving.departing import LeavingProblem, lock
from portal.leaving.handing import given_to
from portal.leaving.models import Departure, LeftThing, State
from portal.units.models import Membership, Unit, UnitMerge


@dataclass(frozen=True, slots=True)
class Comeback:
    """What a return gives back and what it does not, in numbers and names."""

    functions: Sequence[tuple[Unit, str]]
    lost_functions: int
    drafts: int
    left: int
    given: Sequence[tuple[User, int]]
    name: str
    forgotten: bool


def comeback_of(session: Session, departure: Departure) -> Comeback:
    """What would happen."""
    functions = _functions(session, departure)
    people = {
        user.id: user
        for user in session.scalars(select(User).where(User.id.in_(given_to(session, departure))))
    }
    given = [
        (people[user_id], sum(row.count for row in rows))
        for user_id, rows in given_to(session, departure).items()
        if user_id in people
    ]
    left = select(func.count()).where(
        LeftThing.departure_id == departure.id, LeftThing.successor_id.is_(None)
    )
    drafts = select(func.count()).where(
        Draft.user_id == departure.user_id, Draft.closed_at.is_(None)
    )
    return Comeback(
        functions,
        len(departure.ended.get("functions", ())) - len(functions),
        session.scalar(drafts) or 0,
        session.scalar(left) or 0,
        sorted(given, key=lambda pair: pair[0].name),
        departure.name or departure.user.name,
        departure.forgotten_at is not None,
    )


def come_back(
    session: Session, actor: Actor, departure: Departure, *, functions: bool = True
) -> None:
    """Opens the account again, with the roles it had; with `functions` those in open units too.

    What was handed over stays with the successors; what was left behind is the person's again. Old
    sessions, links and the calendar's address stay dead. Raises NotAllowed, LeavingProblem.
    """
    user = departure.user
    lock(session, user)
    session.refresh(departure)
    require_manager(session, actor, user)
    if departure.state != State.DONE:
        raise LeavingProblem("", _("That was settled already. Look at how it stands now."))
    if departure.forgotten_at is not None:
        raise LeavingProblem(
            "",
            _("The name and the address were deleted for good. Invite the person as somebody new."),
        )
    returned(session, departure)
    set_active(session, actor, user, True)
    if functions:
        for unit, function in _functions(session, departure):
            session.add(Membership(user_id=user.id, unit_id=unit.id, function=function))
        session.flush()
        session.expire(user, ["memberships"])
        save_user(session, user)
    record(session, actor, "person.returned", "person", user.id, functions=len(user.memberships))


def returned(session: Session, departure: Departure) -> None:
    """The departure is history: the name comes back and nothing is left behind any more; also for
    accounts that were opened another way."""
    names.give_back(session, departure)
    departure.state, departure.drafts_until = State.RETURNED, None
    session.execute(
        delete(LeftThing).where(
            LeftThing.departure_id == departure.id, LeftThing.successor_id.is_(None)
        )
    )
    session.flush()


def _functions(session: Session, departure: Departure) -> list[tuple[Unit, str]]:
    """Those that can be given back: in a unit that is open, or in what it was merged into."""
    wanted = [(int(one[0]), str(one[1])) for one in departure.ended.get("functions", ())]
    merged = {merge.unit_id: merge.into_id for merge in session.scalars(select(UnitMerge))}
    found: dict[tuple[int, str], tuple[Unit, str]] = {}
    for unit_id, function in wanted:
        for _step in range(len(merged) + 1):
            unit_id = merged.get(unit_id, unit_id)
        unit = session.get(Unit, unit_id)
        if unit is not None and unit.closed_at is None:
            found.setdefault((unit.id, function), (unit, function))
    return list(found.values())
