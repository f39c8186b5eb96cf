"""Pauses after failed tries: how long, for whom, and who counts them."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from portal.accounts import passwords
from portal.accounts.jobs import tidy
from portal.accounts.models import SignInFailure
from portal.accounts.signing_in import judge
from portal.accounts.throttle import (
    RESET,
    SIGN_IN,
    account_key,
    count_try,
    forget_tries,
    paused_until,
)
from portal.jobs.handlers import JobContext

from .conftest import WRONG, Visitor


def fail(session, times=1, name="ane@skole.dk", limit=SIGN_IN):
    return [count_try(session, limit, name) for _ in range(times)]


def minutes_left(session, clock, name="ane@skole.dk"):
    until = paused_until(session, SIGN_IN, name)
    return (until - clock.at) / dt.timedelta(minutes=1) if until else 0


def test_four_failures_cost_nothing(session, clock):
    assert fail(session, 4) == [None] * 4
    assert minutes_left(session, clock) == 0


def test_the_pause_grows_up_to_its_longest(session, clock):
    fail(session, 5)
    pauses = [minutes_left(session, clock)]
    for _ in range(6):
        clock.forward(minutes=pauses[-1])
        assert fail(session) == [None], "after the pause one try is free"
        pauses.append(minutes_left(session, clock))
    assert pauses == [1, 2, 4, 8, 15, 15, 15]


def test_a_try_during_the_pause_is_not_taken_and_prolongs_nothing(session, clock):
    fail(session, 5)
    clock.forward(seconds=59)
    assert fail(session, 3) == [clock.at + dt.timedelta(seconds=1)] * 3
    clock.forward(seconds=1)
    assert fail(session) == [None]


def test_failures_of_yesterday_no_longer_count(session, clock):
    fail(session, 5)
    clock.forward(hours=24, seconds=1)
    assert fail(session, 4) == [None] * 4
    assert minutes_left(session, clock) == 0


def test_success_forgets_the_failures_of_that_account_only(session, clock):
    fail(session, 5)
    fail(session, 5, "bo@skole.dk")
    forget_tries(session, SIGN_IN, "ane@skole.dk")
    assert minutes_left(session, clock) == 0
    assert minutes_left(session, clock, "bo@skole.dk") == 1


def test_case_and_blanks_make_no_other_account(session, clock):
    fail(session, 3, "ane@skole.dk")
    fail(session, 2, "  ANE@Skole.dk ")
    assert minutes_left(session, clock) == 1


def test_asking_for_a_link_and_signing_in_are_counted_apart(session, clock):
    fail(session, 3, limit=RESET)
    assert paused_until(session, RESET, "ane@skole.dk")
    assert paused_until(session, SIGN_IN, "ane@skole.dk") is None


def test_the_table_holds_no_address(session):
    fail(session, 1, "ane@skole.dk")
    kept = session.scalar(select(SignInFailure.account))
    assert kept == account_key(SIGN_IN, "ane@skole.dk")
    assert len(kept) == 64 and "ane" not in kept


def test_old_rows_are_deleted_and_young_ones_are_not(session, clock):
    fail(session, 2)
    clock.forward(hours=24, seconds=1)
    fail(session, 1)
    tidy(JobContext(session, {}, clock.at))
    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 1


@pytest.fixture
def wrong(monkeypatch):
    """Hashing without its price; notes what was compared."""
    compared = []

    def compare(stored, password):
        compared.append(password)
        return False

    monkeypatch.setattr(passwords, "verify_password", compare)
    return compared


def test_many_tries_at_the_same_moment_count_too(app, session, make, wrong):
    make.user(email="ane@skole.dk", password="et langt kodeord")

    def guess(number):
        with app.app_context():
            return judge("ane@skole.dk", f"guess {number}")

    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(guess, range(24)))
    assert len(wrong) == SIGN_IN.free, "of 24 at once only the free ones are even compared"
    assert all(verdict.user_id is None for verdict in verdicts)
    assert sum(verdict.until is not None for verdict in verdicts) >= 24 - SIGN_IN.free


@pytest.fixture
def elsewhere(app):
    """A browser whose requests another worker answers."""
    from portal.app import create_app
    from portal.database import db
    from portal.runtime import portal

    other = create_app(portal().settings)
    other.testing = True
    yield Visitor(other)
    with other.app_context():
        db.engine.dispose()


def test_several_workers_count_together(make, visitor, elsewhere):
    make.user(email="ane@skole.dk", password="et langt kodeord")
    assert all(WRONG in visitor.sign_in("ane@skole.dk", "forkert").text for _ in range(3))
    assert WRONG in elsewhere.sign_in("ane@skole.dk", "forkert").text
    assert elsewhere.sign_in("ane@skole.dk", "forkert").status_code == 429
    assert visitor.sign_in("ane@skole.dk").status_code == 429, "the right one, in the first worker"
