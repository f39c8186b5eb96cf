"""The hourly job: starts the round that is due and takes every step that is due. Each step is
noted in the transaction that queues its mail, so that several workers send each mail once."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import JobContext, User, enqueue, full_address, holders_of, now, send_mail

from ..models import RevisionRound, RoundReply
from ..permissions import COORDINATE
from . import mails
from .leaders import leaders_of
from .services import STEPS_JOB, answered, counts, finish, lay_to_rest, start_if_due, took
from .states import State, Step

AT_ONCE = 50


def take_steps(job: JobContext) -> None:
    """The handler. A portion at a time: nobody waits long for the database."""
    session = job.session
    start_if_due(session)
    session.flush()
    due = session.scalars(
        select(RoundReply)
        .where(RoundReply.state == State.WAITING, RoundReply.next_at <= now())
        .order_by(RoundReply.round_id, RoundReply.ambassador_id)
        .limit(AT_ONCE)
        .with_for_update(of=RoundReply, skip_locked=True)
    ).all()
    for reply in due:
        _take(session, reply)
    session.flush()
    if len(due) == AT_ONCE:
        enqueue(session, STEPS_JOB)
        return
    _tell_leaders(session)
    _close(session)


def _take(session: Session, reply: RoundReply) -> None:
    step = Step(reply.round.steps[reply.step][0])
    if not reply.ambassador.user.active or step == Step.CLOSE:
        lay_to_rest(session, reply)
        if reply.state == State.RESTED:
            mails.rested(session, reply)
        return
    if step == Step.ASK:
        mails.ask(session, reply)
    elif step == Step.REMIND:
        mails.remind(session, reply)
    took(reply, step)


def _tell_leaders(session: Session) -> None:
    """One mail for each leader with all of theirs who have not answered."""
    untold = session.scalars(
        select(RoundReply)
        .where(
            RoundReply.state == State.WAITING,
            RoundReply.escalated_at.is_not(None),
            RoundReply.leaders_told_at.is_(None),
        )
        .order_by(RoundReply.ambassador_id)
        .with_for_update(of=RoundReply, skip_locked=True)
    ).all()
    if not untold:
        return
    leaders = leaders_of(session, {reply.ambassador.user_id for reply in untold})
    coordinators = {user.id for user in holders_of(session, COORDINATE)}
    by_reader: dict[int, list[RoundReply]] = {}
    for reply in untold:
        reply.leaders_told_at = now()
        for user_id in leaders[reply.ambassador.user_id] or coordinators:
            by_reader.setdefault(user_id, []).append(reply)
    readers = {
        user.id: user for user in session.scalars(select(User).where(User.id.in_(by_reader)))
    }
    for user_id, replies in sorted(by_reader.items()):
        mails.escalate(session, readers[user_id], replies)


def _close(session: Session) -> None:
    opened = session.scalars(select(RevisionRound).where(RevisionRound.closed_at.is_(None))).all()
    for revision in opened:
        if not finish(session, revision):
            continue
        states = counts(session, [revision.id]).get(revision.id, {})
        for user in holders_of(session, COORDINATE):
            send_mail(
                session,
                user,
                "ambassadors/rounds/mail_closed.txt",
                lambda: _("The revision round is over"),
                key=f"ambassadors.round:{revision.id}:closed:{user.id}",
                answered=answered(states),
                asked=sum(states.values()),
                rested=states.get(State.RESTED, 0),
                link=full_address("/ambassadors/rounds"),
                ngettext=ngettext,
            )
