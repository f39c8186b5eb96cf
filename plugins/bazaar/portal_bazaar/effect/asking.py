"""Asking: everybody is found once, each mail is noted in the transaction that queues it, so that
several workers send each mail once; who has nothing left to answer gets none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.api import (
    Actor,
    JobContext,
    NotAllowed,
    PortalError,
    User,
    enqueue,
    leaders_of,
    morning,
    now,
    record,
    today,
)

from ..models import (
    Bazaar,
    CardEntry,
    Commitment,
    CommitmentPerson,
    EffectAsk,
    EffectPlan,
    InvitedEducation,
    Visitor,
)
from ..permissions import organises
from ..vocabulary import KIND, BazaarStatus, VisitorFunction
from . import mails, timing
from .lines import outstanding

STEPS_JOB = "bazaar.effect_steps"
AT_ONCE = 50


def take_steps(job: JobContext) -> None:
    """The handler, every hour and after a beginning. A portion at a time: nobody waits long for
    the database."""
    session = job.session
    for bazaar in _due_bazaars(session):
        begin(session, bazaar)
    _wake_up(session)
    session.flush()
    due = session.scalars(
        select(EffectAsk)
        .where(EffectAsk.next_at <= now())
        .order_by(EffectAsk.id)
        .limit(AT_ONCE)
        .with_for_update(of=EffectAsk, skip_locked=True)
    ).all()
    waiting = outstanding(session, due)
    for ask in due:
        _take(session, ask, waiting[ask.id])
    session.flush()
    if len(due) == AT_ONCE:
        enqueue(session, STEPS_JOB)


def begin(session: Session, bazaar: Bazaar) -> int:
    """Finds everybody who is asked about the bazaar; the mails follow with the next steps. How
    many there are; 0 where it has begun already."""
    session.flush()
    session.refresh(bazaar, ["version"], with_for_update={"of": Bazaar})
    plan = session.get(EffectPlan, bazaar.id, populate_existing=True)
    if plan is None:
        plan = timing.plan_of(session, bazaar)
        session.add(plan)
    if plan.asked_on is not None:
        return 0
    plan.asked_on = today()
    plan.version = (plan.version or 0) + 1
    people = whom_to_ask(session, bazaar)
    session.add_all(people)
    session.flush()
    return len(people)


def begin_now(session: Session, actor: Actor, bazaar: Bazaar) -> int:
    """An organiser does not wait for the day. Raises NotAllowed, and PortalError for a bazaar
    that is not over and where people were asked before."""
    if not organises(session, actor, bazaar):
        raise NotAllowed
    if bazaar.ends_at > now():
        raise PortalError(_("The bazaar is not over yet."))
    if timing.plan_of(session, bazaar).asked_on is not None:
        raise PortalError(_("People have been asked already."))
    found = begin(session, bazaar)
    enqueue(session, STEPS_JOB)
    record(session, actor, "bazaar.effect_asked", KIND, bazaar.id)
    return found


def whom_to_ask(session: Session, bazaar: Bazaar) -> list[EffectAsk]:
    """A row for each person, not stored yet: visitors with words of their own on the card, and
    for each education that takes something home its leaders and teachers who came, whom the
    commitments name and the delegate; where there are none, the leader above."""
    writers = set(
        session.scalars(
            select(CardEntry.visitor_id)
            .join(Visitor, Visitor.id == CardEntry.visitor_id)
            .where(Visitor.bazaar_id == bazaar.id, CardEntry.expectation != "")
        )
    )
    taking = _taking(session, bazaar)
    visitors = session.scalars(
        select(Visitor)
        .where(Visitor.bazaar_id == bazaar.id, Visitor.forgotten_at.is_(None))
        .options(joinedload(Visitor.user))
        .order_by(Visitor.id)
    ).all()
    asks: dict[tuple[str, int], EffectAsk] = {}
    reached: set[int] = set()
    for one in visitors:
        education = one.education_id if _answers(one) and one.education_id in taking else None
        if (one.id in writers or education is not None) and _has_address(one):
            key = ("user", one.user_id) if one.user_id is not None else ("visitor", one.id)
            asks[key] = _new(bazaar, one.user_id, one.id if one.id in writers else None, education)
            if one.user_id is None:
                asks[key].visitor_id = one.id
            if education is not None:
                reached.add(education)
    for user_id, education_id in _others(session, taking, reached):
        ask = asks.setdefault(("user", user_id), _new(bazaar, user_id, None, None))
        if education_id not in ask.education_ids:
            ask.education_ids = [*ask.education_ids, education_id]
    return list(asks.values())


def _new(
    bazaar: Bazaar, user_id: int | None, visitor_id: int | None, education_id: int | None
) -> EffectAsk:
    return EffectAsk(
        bazaar_id=bazaar.id,
        user_id=user_id,
        visitor_id=visitor_id,
        education_ids=[education_id] if education_id is not None else [],
        next_at=now(),
    )


def _taking(session: Session, bazaar: Bazaar) -> dict[int, InvitedEducation]:
    """The educations that have handed a commitment in."""
    wanted = (
        select(InvitedEducation)
        .join(Commitment, Commitment.education_id == InvitedEducation.id)
        .where(InvitedEducation.bazaar_id == bazaar.id, Commitment.handed_in_at.is_not(None))
    )
    return {one.id: one for one in session.scalars(wanted).unique()}


def _others(
    session: Session, taking: dict[int, InvitedEducation], reached: set[int]
) -> Iterable[tuple[int, int]]:
    """(person, education): whom commitments name, delegates, and leaders where nobody else is."""
    named = session.execute(
        select(CommitmentPerson.user_id, Commitment.education_id)
        .join(Commitment, Commitment.id == CommitmentPerson.commitment_id)
        .join(User, User.id == CommitmentPerson.user_id)
        .where(Commitment.education_id.in_(taking), Commitment.handed_in_at.is_not(None))
        .where(User.active)
        .order_by(Commitment.id, CommitmentPerson.user_id)
    )
    for user_id, education_id in named:
        reached.add(education_id)
        yield user_id, education_id
    delegates = {one.delegate_id for one in taking.values() if one.delegate_id is not None}
    active = set(session.scalars(select(User.id).where(User.id.in_(delegates), User.active)))
    for one in taking.values():
        if one.delegate_id in active:
            reached.add(one.id)
            yield one.delegate_id, one.id
    left = [one for one in taking.values() if one.id not in reached]
    leading = leaders_of(session, [one.unit_id for one in left])
    for one in left:
        for user_id in sorted(next(iter(leading[one.unit_id]), ())):
            yield user_id, one.id


def _take(session: Session, ask: EffectAsk, waiting: int) -> None:
    plan = timing.plan_of(session, ask.bazaar)
    if not waiting or not timing.is_open(ask.bazaar, plan):
        ask.next_at = None
        return
    if mails.send(session, ask, plan):
        if ask.step == 0:
            ask.asked_at = now()
        else:
            ask.reminded_at = now()
    ask.step += 1
    ask.next_at = timing.next_time(ask.bazaar, plan, ask.step, now())
    if ask.next_at is not None:
        _at(session, ask.bazaar_id, ask.next_at)


def _at(session: Session, bazaar_id: int, moment: dt.datetime) -> None:
    """The steps are taken at that very moment, and not only when the hour comes round."""
    enqueue(session, STEPS_JOB, due_at=moment, key=f"{bazaar_id}:{moment.isoformat()}")


def _wake_up(session: Session) -> None:
    """For bazaars whose morning comes within a day."""
    soon = now() + dt.timedelta(days=1)
    for bazaar in _not_asked(session):
        at = morning(timing.asking_on(bazaar))
        if now() < at <= soon:
            _at(session, bazaar.id, at)


def plan_anew(session: Session, bazaar: Bazaar) -> None:
    """The dates of the reminders have changed: those that have not gone follow."""
    plan = timing.plan_of(session, bazaar)
    for ask in session.scalars(
        select(EffectAsk).where(EffectAsk.bazaar_id == bazaar.id, EffectAsk.step > 0)
    ):
        ask.next_at = timing.next_time(
            bazaar, plan, ask.step, ask.reminded_at or ask.asked_at or now()
        )
    session.flush()


def _due_bazaars(session: Session) -> list[Bazaar]:
    return [one for one in _not_asked(session) if timing.is_due(one)]


def _not_asked(session: Session) -> Sequence[Bazaar]:
    wanted = (
        select(Bazaar)
        .outerjoin(EffectPlan, EffectPlan.bazaar_id == Bazaar.id)
        .where(Bazaar.ends_at < now(), Bazaar.status != BazaarStatus.PLANNED)
        .where(EffectPlan.asked_on.is_(None))
        .order_by(Bazaar.id)
    )
    return session.scalars(wanted).all()


def _answers(visitor: Visitor) -> bool:
    return visitor.cancelled_at is None and visitor.function in (
        VisitorFunction.LEADER,
        VisitorFunction.TEACHER,
    )


def _has_address(visitor: Visitor) -> bool:
    if visitor.user is not None:
        return visitor.user.active
    return bool(visitor.email)
