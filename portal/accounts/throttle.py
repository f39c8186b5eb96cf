"""Pauses after failed tries, counted in the database: several workers count together.

Counted by what was typed, whether or not there is such an account, and never by address: a
whole fair sits behind one. A try counts before it is judged, so that many at once count too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import SignInFailure
from portal.database import now


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` tries within `window` without success, then after each further one the next of
    `pauses`, the last of them for good."""

    name: str
    free: int
    window: dt.timedelta
    pauses: tuple[dt.timedelta, ...]


def _minutes(*numbers: int) -> tuple[dt.timedelta, ...]:
    return tuple(dt.timedelta(minutes=number) for number in numbers)


#: About a hundred guesses a day; whoever mistypes waits a minute.
SIGN_IN = Limit("", 5, dt.timedelta(days=1), _minutes(1, 2, 4, 8, 15))
#: The present password, asked for before a new one.
CHANGE = Limit("change ", 5, dt.timedelta(days=1), _minutes(1, 2, 4, 8, 15))
#: Mails with a link to choose a new password.
RESET = Limit("reset ", 3, dt.timedelta(hours=3), _minutes(15, 30, 60))
#: Messages to colleagues: questions, notes that something is out of date.
MESSAGES = Limit("message ", 10, dt.timedelta(hours=1), _minutes(5, 15, 30))
KEPT = max(limit.window for limit in (SIGN_IN, CHANGE, RESET, MESSAGES))


def account_key(limit: Limit, name: str) -> str:
    """SHA-256 of the name as it was typed, without its case: the table tells no addresses."""
    text = limit.name + name.strip().lower()
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def paused_until(session: Session, limit: Limit, name: str) -> dt.datetime | None:
    """Until when no further try is taken, None if one may be made."""
    at = now()
    count, last = session.execute(
        select(func.count(), func.max(SignInFailure.at)).where(
            SignInFailure.account == account_key(limit, name),
            SignInFailure.at > at - limit.window,
        )
    ).one()
    if count < limit.free:
        return None
    until: dt.datetime = last + limit.pauses[min(count - limit.free, len(limit.pauses) - 1)]
    return until if until > at else None


def count_try(session: Session, limit: Limit, name: str) -> dt.datetime | None:
    """Counts a try, or says until when none is taken; a try during a pause prolongs nothing.

    The session must write and be committed before the try is judged: on SQLite BEGIN IMMEDIATE,
    on PostgreSQL the lock below, lets only one count at a time.
    """
    _one_at_a_time(session, account_key(limit, name))
    until = paused_until(session, limit, name)
    if until is None:
        session.add(SignInFailure(account=account_key(limit, name), at=now()))
    return until


def forget_tries(session: Session, limit: Limit, name: str) -> None:
    """Forgets the failed tries; call after a success."""
    session.execute(delete(SignInFailure).where(SignInFailure.account == account_key(limit, name)))


def forget_old_tries(session: Session) -> None:
    """Deletes the tries that no longer count."""
    session.execute(delete(SignInFailure).where(SignInFailure.at < now() - KEPT))


def _one_at_a_time(session: Session, key: str) -> None:
    if session.get_bind().dialect.name == "postgresql":
        number = int(key[:15], 16)  # fits a bigint
        session.execute(select(func.pg_advisory_xact_lock(number)))
