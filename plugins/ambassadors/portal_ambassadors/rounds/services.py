"""Rounds: starting one, answering, giving more time, closing. Nothing here commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

from flask_babel import gettext as _
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.api import (
    SYSTEM,
    Actor,
    NotAllowed,
    PortalError,
    User,
    enqueue,
    may,
    now,
    record,
    rows_changed,
    today,
)

from ..models import Ambassador, RevisionRound, RoundPlan, RoundReply
from ..permissions import COORDINATE
from ..profiles import services as profiles
from ..vocabulary import Status
from .states import ANSWERED, State, Step
from .timing import (
    EXTENSION_DAYS,
    LAST_DAY,
    Pace,
    due_turn,
    morning,
    next_time,
    open_round,
    pace_of,
    plan_of,
    steps_from,
)

#: The job that takes the steps that are due; it comes round every hour, and after a start.
STEPS_JOB = "ambassadors.rounds"
#: Who said so lately is not asked again.
LATELY = dt.timedelta(days=14)
MESSAGE_MAX = 2000
EXTENSIONS_MOST = 2


def start(session: Session, actor: Actor, message: str = "") -> RevisionRound:
    """Starts a round now, among everybody who has not confirmed lately. Raises NotAllowed, and
    PortalError while one is open or where nobody is to be asked."""
    _coordinates(session, actor)
    if open_round(session) is not None:
        raise PortalError(_("A round is under way already. Close it first."))
    if not _to_ask(session):
        raise PortalError(_("Every profile was confirmed in the last two weeks."))
    made = _start(session, actor, None, message.strip()[:MESSAGE_MAX])
    assert made is not None
    return made


def start_if_due(session: Session) -> RevisionRound | None:
    """Starts the round that comes by itself, once, however many workers ask."""
    plan = plan_of(session)
    turn = due_turn(plan)
    if turn is None or open_round(session) is not None or not _to_ask(session):
        return None
    if session.scalar(select(RevisionRound.id).where(RevisionRound.turn == turn)):
        return None
    return _start(session, SYSTEM, turn, "")


def _start(session: Session, actor: Actor, turn: str | None, message: str) -> RevisionRound | None:
    steps = steps_from(today(), pace_of(plan_of(session)))
    opened = RevisionRound(
        turn=turn,
        started_by_id=actor.user_id,
        started_at=now(),
        message=message,
        steps=steps,
        closes_on=dt.date.fromisoformat(steps[-1][1]),
    )
    try:
        with session.begin_nested():
            session.add(opened)
    except IntegrityError:  # another worker was a moment faster (PostgreSQL)
        return None
    at = opened.started_at if turn is None else morning(today())
    rows = [
        {
            "round_id": opened.id,
            "ambassador_id": ambassador_id,
            "state": State.WAITING,
            "step": 0,
            "next_at": at,
        }
        for ambassador_id in _to_ask(session)
    ]
    session.execute(insert(RoundReply), rows)
    enqueue(session, STEPS_JOB, due_at=at)
    record(session, actor, "ambassadors.round_started", detail={"asked": len(rows)})
    return opened


def _to_ask(session: Session) -> list[int]:
    """Every ambassador who is one now and has not confirmed lately."""
    return list(
        session.scalars(
            select(Ambassador.id)
            .join(User, User.id == Ambassador.user_id)
            .where(
                Ambassador.status == Status.ACTIVE,
                User.active,
                Ambassador.confirmed_at < now() - LATELY,
            )
            .order_by(Ambassador.id)
        )
    )


def waiting_reply(session: Session, ambassador: Ambassador) -> RoundReply | None:
    """The ambassador's open question: of a round under way, or of the newest one, in which the
    profile was laid to rest."""
    reply = session.scalar(
        select(RoundReply)
        .where(RoundReply.ambassador_id == ambassador.id)
        .order_by(RoundReply.round_id.desc())
        .limit(1)
    )
    if reply is None or reply.state not in (State.WAITING, State.RESTED):
        return None
    if reply.state == State.RESTED and ambassador.status != Status.RESTING:
        return None
    return reply


def still_right(session: Session, actor: Actor, ambassador: Ambassador) -> None:
    """'Still right', says the owner; a profile at rest is in use again. Raises NotAllowed."""
    reply = waiting_reply(session, ambassador)
    profiles.confirm(session, actor, ambassador)
    if reply is not None:
        _answered(reply, State.CONFIRMED)


def follow_profile(session: Session, ambassador_id: int) -> None:
    """The profile was changed, by this very transaction: an owner's edit is an answer, and who
    has left is asked no more."""
    reply = session.scalar(
        select(RoundReply).where(
            RoundReply.ambassador_id == ambassador_id, RoundReply.state == State.WAITING
        )
    )
    if reply is None:
        return
    ambassador = reply.ambassador
    if ambassador.status != Status.ACTIVE or not ambassador.user.active:
        _left(reply)
    elif ambassador.confirmed_at >= reply.round.started_at:
        _answered(reply, State.CHANGED)


def give_more_time(session: Session, actor: Actor, reply: RoundReply) -> None:
    """Two weeks more before the next step. Raises NotAllowed, and PortalError where there is
    nothing to put off, or it has been put off twice."""
    require_care(session, actor, reply)
    if reply.state != State.WAITING or reply.next_at is None:
        raise PortalError(_("This ambassador is not being waited for any longer."))
    if reply.extensions >= EXTENSIONS_MOST:
        raise PortalError(_("It cannot be put off any further."))
    until = max(today(), reply.extended_until or today()) + dt.timedelta(days=EXTENSION_DAYS)
    reply.extended_until, reply.extensions = until, reply.extensions + 1
    reply.next_at = max(reply.next_at, morning(until))
    record(session, actor, "ambassadors.round_time", "ambassador", reply.ambassador_id)


def doubt(session: Session, actor: Actor, reply: RoundReply) -> None:
    """A leader says that somebody is no longer an ambassador; again takes it back. Raises
    NotAllowed."""
    require_care(session, actor, reply)
    reply.doubted_by_id = None if reply.doubted_by_id else actor.user_id
    record(session, actor, "ambassadors.round_doubted", "ambassador", reply.ambassador_id)


def close(session: Session, actor: Actor, revision: RevisionRound) -> int:
    """Closes a round before its day: who has not answered is laid to rest. Returns how many.
    Raises NotAllowed, and PortalError when it is closed."""
    _coordinates(session, actor)
    if revision.closed_at is not None:
        raise PortalError(_("The round is closed already."))
    waiting = session.scalars(
        select(RoundReply).where(
            RoundReply.round_id == revision.id, RoundReply.state == State.WAITING
        )
    ).all()
    for reply in waiting:
        lay_to_rest(session, reply)
    finish(session, revision, actor)
    return len(waiting)


def lay_to_rest(session: Session, reply: RoundReply) -> None:
    """The round is over for somebody who has not answered: the profile rests until they do."""
    ambassador = reply.ambassador
    if ambassador.status == Status.ACTIVE and ambassador.user.active:
        reply.state, reply.next_at, reply.answered_at = State.RESTED, None, now()
        profiles.rest(session, ambassador)
    else:
        _left(reply)


def finish(session: Session, revision: RevisionRound, actor: Actor = SYSTEM) -> bool:
    """Closes the round if nobody is waited for any longer; says whether it did."""
    session.flush()
    taken = rows_changed(
        session,
        update(RevisionRound)
        .where(
            RevisionRound.id == revision.id,
            RevisionRound.closed_at.is_(None),
            ~select(RoundReply.round_id)
            .where(RoundReply.round_id == revision.id, RoundReply.state == State.WAITING)
            .exists(),
        )
        .values(closed_at=now()),
    )
    if not taken:
        return False
    session.refresh(revision)
    record(session, actor, "ambassadors.round_closed")
    return True


def change_plan(session: Session, actor: Actor, months: Iterable[int], pace: Pace) -> RoundPlan:
    """When rounds come by themselves, from now on, and how patient they are; a round under way
    keeps its days. Raises NotAllowed, and PortalError for days that do not follow each other."""
    _coordinates(session, actor)
    days = [0, *pace.remind_days, pace.escalate_days, pace.close_days]
    if any(later - sooner < 5 for sooner, later in pairwise(days)):
        raise PortalError(_("Leave at least five days between two steps."))
    if days[-1] > LAST_DAY:
        raise PortalError(_("A round closes after %(days)s days at the latest.", days=LAST_DAY))
    plan = plan_of(session)
    plan.months = sorted({month for month in months if 1 <= month <= 12})
    plan.remind_days, plan.escalate_days = list(pace.remind_days), pace.escalate_days
    plan.close_days, plan.since = pace.close_days, today()
    plan.version += 1
    session.add(plan)
    record(session, actor, "ambassadors.round_plan")
    return plan


def counts(session: Session, round_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many replies each round has, by state."""
    found: dict[int, dict[str, int]] = {}
    rows = session.execute(
        select(RoundReply.round_id, RoundReply.state, func.count())
        .where(RoundReply.round_id.in_(list(round_ids)))
        .group_by(RoundReply.round_id, RoundReply.state)
    )
    for round_id, state, number in rows:
        found.setdefault(round_id, {})[state] = number
    return found


def answered(states: dict[str, int]) -> int:
    """How many of a round's replies are answers."""
    return sum(states.get(state, 0) for state in ANSWERED)


def require_care(session: Session, actor: Actor, reply: RoundReply) -> None:
    """Raises NotAllowed for who neither coordinates nor leads a unit of the ambassador's."""
    from .leaders import leads

    if not may(session, actor, COORDINATE) and not leads(session, actor, reply.ambassador.user_id):
        raise NotAllowed(_("Only coordinators and the leader of the unit do that."))


def took(reply: RoundReply, step: str) -> None:
    """Notes that the reply's next step is taken, and when the one after it comes."""
    moment = now()
    if step == Step.ASK:
        reply.asked_at = moment
    elif step == Step.REMIND:
        reply.reminded_at = moment
    elif step == Step.ESCALATE:
        reply.escalated_at = moment
    reply.step += 1
    reply.next_at = next_time(reply.round.steps, reply.step)
    if reply.extended_until is not None and reply.next_at is not None:
        reply.next_at = max(reply.next_at, morning(reply.extended_until))


def _answered(reply: RoundReply, state: State) -> None:
    reply.state, reply.next_at, reply.answered_at = state, None, now()


def _left(reply: RoundReply) -> None:
    reply.state, reply.next_at, reply.answered_at = State.LEFT, None, now()


def _coordinates(session: Session, actor: Actor) -> None:
    if not actor.is_system and not may(session, actor, COORDINATE):
        raise NotAllowed(_("Only coordinators do that."))
