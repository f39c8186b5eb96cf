"""Leaving itself: planned, cancelled, done; what ends with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.access.actors import SYSTEM, Actor, actor_for, permission_label, user_label
from portal.accounts.managing import require_manager
from portal.accounts.models import User
from portal.accounts.services import require_another_admin, set_active
from portal.audit.trail import record
from portal.autosave.models import Draft
from portal.calendars.models import CalendarFeed, Event, EventGuest, GuestStatus
from portal.clock import midnight, today
from portal.database import now
from portal.errors import FieldProblem, PortalError
from portal.jobs.queue import enqueue
from portal.leaving import names
from portal.leaving.handing import given_to, hand_over
from portal.leaving.models import Departure, LeftThing, State
from portal.leaving.planning import DRAFTS_KEPT, Plan
from portal.leaving.telling import tell_successors
from portal.runtime import portal
from portal.units.models import Membership

DUE, REST = "leaving.due", "leaving.rest"
KIND = "departure"
FAR = 366 * 2  # days


class LeavingProblem(FieldProblem):
    """What cannot be done, and the field of the form that says why ('' for none)."""


def departure_of(session: Session, user: User, *states: State) -> Departure | None:
    """The newest departure of a person in one of the states (planned or done)."""
    wanted = states or (State.PLANNED, State.DONE)
    return session.scalar(
        select(Departure)
        .where(Departure.user_id == user.id, Departure.state.in_(wanted))
        .order_by(Departure.id.desc())
        .limit(1)
    )


def check_may_leave(session: Session, actor: Actor, user: User) -> None:
    """Raises NotAllowed or LeavingProblem for who cannot be let go."""
    require_manager(session, actor, user)
    if user.id == actor.user_id:
        raise LeavingProblem(
            "", _("You cannot let yourself leave. Ask somebody else who manages accounts.")
        )
    if not user.active and departure_of(session, user, State.DONE):
        raise LeavingProblem("", _("%(name)s has left already.", name=user.name))
    try:
        require_another_admin(session, user)
    except PortalError as problem:
        raise LeavingProblem("", str(problem)) from None


def plan_departure(
    session: Session, actor: Actor, user: User, leaves_on: dt.date, plan: Plan
) -> Departure:
    """Lets somebody go: today at once, on a later day at midnight when it begins. A plan that is
    there already is replaced.

    Raises NotAllowed; LeavingProblem for a day that has gone or is too far, a successor who cannot
    be one, the last administrator, oneself, and for whoever has left already.
    """
    lock(session, user)
    check_may_leave(session, actor, user)
    if leaves_on < today():
        raise LeavingProblem("leaves_on", _("That day has gone. Choose today or a later day."))
    if leaves_on > today() + dt.timedelta(days=FAR):
        raise LeavingProblem("leaves_on", _("That is too far away. Choose a day within two years."))
    _check_successors(session, user, plan)
    departure = departure_of(session, user, State.PLANNED)
    if departure is None:
        departure = Departure(user_id=user.id, leaves_on=leaves_on)
        session.add(departure)
    departure.leaves_on, departure.plan = leaves_on, plan.as_json()
    departure.decided_by_id, departure.decided_at = actor.user_id, now()
    session.flush()
    if leaves_on <= today():
        depart(session, actor, departure)
    else:
        day = leaves_on.isoformat()
        record(session, actor, "person.leaving_planned", "person", user.id, leaves_on=day)
        enqueue(session, DUE, {"departure": departure.id}, due_at=midnight(leaves_on))
    return departure


def cancel_departure(session: Session, actor: Actor, departure: Departure) -> None:
    """The person stays. Raises NotAllowed, and LeavingProblem once they have left."""
    lock(session, departure.user)
    session.refresh(departure)
    require_manager(session, actor, departure.user)
    if departure.state != State.PLANNED:
        raise LeavingProblem("", _("That was settled already. Look at how it stands now."))
    departure.state = State.CANCELLED
    record(session, actor, "person.leaving_cancelled", "person", departure.user_id)


def depart(session: Session, actor: Actor, departure: Departure) -> None:
    """Does what was planned, in this transaction; of very many things the rest follows in jobs.

    The account is closed first: what the person is just writing is refused from now on.
    """
    user = departure.user
    plan = Plan.from_json(departure.plan)
    set_active(session, actor, user, False)
    departure.state, departure.done_at = State.DONE, now()
    departure.ended = _end(session, user)
    session.flush()
    result, came_to = hand_over(session, actor, departure)
    if result.more:
        enqueue(session, REST, {"departure": departure.id, "after": list(came_to or ())})
    else:
        finish(session, actor, departure)
    if plan.drafts == "keep":
        departure.drafts_until = now() + dt.timedelta(days=DRAFTS_KEPT)
    record(
        session,
        actor,
        "person.left",
        "person",
        user.id,
        functions=len(departure.ended["functions"]),
        things=sum(result.given.values()),
    )
    names.apply_names(session, departure)


def finish(session: Session, actor: Actor, departure: Departure) -> None:
    """Everything that had a successor has changed hands: they are told, once."""
    plan = Plan.from_json(departure.plan)
    given = given_to(session, departure)
    if plan.drafts == "give":
        _give_drafts(session, departure, plan)
    show_to(session, departure)
    tell_successors(session, actor, departure, given)


def show_to(session: Session, departure: Departure) -> None:
    """Who sees the list of a departure: who manages accounts, and whoever took something over."""
    successors = session.scalars(
        select(LeftThing.successor_id)
        .where(LeftThing.departure_id == departure.id, LeftThing.successor_id.is_not(None))
        .distinct()
    )
    labels = {user_label(one) for one in successors if one is not None}
    labels.add(permission_label("accounts.manage"))
    portal().changes.saved(session, KIND, departure.id, labels)


def carry_on(session: Session, departure_id: int, after: list[Any]) -> None:
    """The next chunk of a large departure; for the job."""
    departure = session.get(Departure, departure_id)
    if departure is None or departure.state != State.DONE or len(after) != 3:
        return
    actor = decider(session, departure)
    result, came_to = hand_over(
        session, actor, departure, after=(str(after[0]), int(after[1]), str(after[2]))
    )
    if result.more and came_to:
        enqueue(session, REST, {"departure": departure.id, "after": list(came_to)})
    else:
        finish(session, actor, departure)


def depart_when_due(session: Session, departure_id: int) -> None:
    """What was planned for today; for the job, which may come late, twice, or in vain."""
    departure = session.get(Departure, departure_id)
    if departure is None:
        return
    lock(session, departure.user)
    session.refresh(departure)
    if departure.state != State.PLANNED or departure.leaves_on > today():
        return
    try:
        require_another_admin(session, departure.user)
    except PortalError as problem:
        # Became the last administrator meanwhile: stays, and the trail says why.
        departure.state = State.CANCELLED
        why = str(problem)
        record(session, SYSTEM, "person.leaving_cancelled", "person", departure.user_id, reason=why)
        return
    depart(session, decider(session, departure), departure)


def decider(session: Session, departure: Departure) -> Actor:
    """In whose name a job acts: who decided, if they are still here."""
    user = departure.decided_by
    return actor_for(session, user) if user is not None and user.active else SYSTEM


def lock(session: Session, user: User) -> None:
    """Two who decide about one person at once take turns; the second sees what the first did."""
    session.flush()
    session.refresh(user, with_for_update=True)


def _check_successors(session: Session, user: User, plan: Plan) -> None:
    wanted = plan.successors
    if user.id in wanted:
        raise LeavingProblem("everything", _("Who leaves cannot take over. Choose somebody else."))
    there = set(session.scalars(select(User.id).where(User.id.in_(wanted), User.active)))
    if wanted - there:
        raise LeavingProblem(
            "everything",
            _("Somebody you chose has no open account any more. Choose somebody else."),
        )


def _end(session: Session, user: User) -> dict[str, Any]:
    """Ends functions, the calendar's address and coming events; sessions and links ended with the
    account. Returns what there was."""
    functions = [[one.unit_id, one.function] for one in user.memberships]
    units = [one.unit.name for one in user.memberships]
    session.execute(delete(Membership).where(Membership.user_id == user.id))
    session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == user.id))
    coming = select(Event.id).where(Event.ends_at > now())
    session.execute(
        update(EventGuest)
        .where(EventGuest.user_id == user.id, EventGuest.event_id.in_(coming))
        .values(status=GuestStatus.DECLINED)
    )
    session.expire(user, ["memberships"])
    return {"functions": functions, "units": units, "roles": [role.key for role in user.roles]}


def _give_drafts(session: Session, departure: Departure, plan: Plan) -> None:
    """What was typed and not saved goes to whoever has the thing now; what belongs to no thing, or
    to one that nobody took, to who takes everything, or stays and is deleted later."""
    taken = {
        f"{row.kind}:{row.object_id}": successor
        for successor, rows in given_to(session, departure).items()
        for row in rows
    }
    drafts = session.scalars(
        select(Draft).where(Draft.user_id == departure.user_id, Draft.closed_at.is_(None))
    ).all()
    for draft in drafts:
        successor = taken.get(draft.key) or plan.everything
        if successor:
            draft.user_id = successor
    departure.drafts_until = now() + dt.timedelta(days=DRAFTS_KEPT)
