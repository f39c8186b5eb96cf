"""Judging a name and a password: the same work and the same answer whoever is meant."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.access.actors import NOBODY
from portal.accounts import passwords
from portal.accounts.models import User
from portal.accounts.services import find_user
from portal.accounts.throttle import CHANGE, SIGN_IN, Limit, count_try, forget_tries, paused_until
from portal.audit.trail import record
from portal.database import own_session
from portal.jobs.queue import enqueue

log = logging.getLogger(__name__)
PAUSED = "accounts.paused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`user_id` of whoever may come in; else, during a pause, `until` when to try again."""

    user_id: int | None = None
    until: dt.datetime | None = None


def judge(name: str, password: str) -> Verdict:
    """Whether the two belong together. Needs an application context and no open transaction.

    A disabled account and one without a password are answered as a wrong password is. The
    count is kept whatever becomes of the request. The password is hashed outside of every
    transaction, for that takes long and others want to write.
    """
    with own_session() as session:
        until = count_try(session, SIGN_IN, name)
        user = find_user(session, name)
        user_id, stored, active = _facts(user)
    if until is not None:
        return Verdict(until=until)
    right = passwords.verify_password(stored, password) and active
    fresh = None
    if right and stored and passwords.needs_rehash(stored):
        fresh = passwords.hash_password(password)
    with own_session() as session:
        if not right:
            return Verdict(until=_failed(session, SIGN_IN, name))
        forget_tries(session, SIGN_IN, name)
        user = session.get(User, user_id)
        # A change of password or a disabling may have come in between.
        if user is None or not user.active or user.password_hash != stored:
            return Verdict()
        if fresh:
            user.password_hash = fresh
        return Verdict(user_id=user.id)


def judge_present(user_id: int, email: str, stored: str | None, password: str) -> Verdict:
    """Whether it is the password of somebody who is signed in; counted as tries are, but apart
    from the sign-in. No open transaction, as above."""
    with own_session() as session:
        until = count_try(session, CHANGE, email)
    if until is not None:
        return Verdict(until=until)
    right = passwords.verify_password(stored, password)
    with own_session() as session:
        if not right:
            return Verdict(until=_failed(session, CHANGE, email))
        forget_tries(session, CHANGE, email)
    return Verdict(user_id=user_id)


def _facts(user: User | None) -> tuple[int | None, str | None, bool]:
    return (user.id, user.password_hash, user.active) if user else (None, None, False)


def _failed(session: Session, limit: Limit, name: str) -> dt.datetime | None:
    """When this try was one too many, the person is to find it in the trail. The queue does that,
    for there must be no telling from the time it takes whether there is an account."""
    until = paused_until(session, limit, name)
    if until is not None:
        enqueue(session, PAUSED, {"email": name, "until": until.isoformat()})
    return until


def note_pause(session: Session, email: str, until: str) -> None:
    """What the queue does about a pause: IT finds it in the log, the person in the trail."""
    user = find_user(session, email)
    log.warning("tries for account %s are paused until %s", user.id if user else "(none)", until)
    if user is not None:
        record(session, NOBODY, "account.paused", "person", user.id, until=until)
