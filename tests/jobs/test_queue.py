"""The durable queue: at least once, by one worker at a time, with patience."""

import datetime as dt

import pytest
from sqlalchemy import select

from portal.database import now, own_session
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.runner import ATTEMPTS, _lease, run_due
from portal.jobs.schedules import plan
from portal.runtime import portal


@pytest.fixture
def done(app):
    """Registers the topics test.ok and test.fails; returns what they were called with."""
    calls = []

    def fail(job):
        calls.append(dict(job.payload))
        raise ValueError("the printer is on fire")

    handlers = portal().handlers
    handlers["test.ok"] = ("core:test", lambda job: calls.append(dict(job.payload)))
    handlers["test.fails"] = ("core:test", fail)
    yield calls
    del handlers["test.ok"], handlers["test.fails"]


def add(topic, **arguments):
    with own_session() as session:
        enqueue(session, topic, **arguments)


def jobs(session):
    session.rollback()
    return list(session.scalars(select(Job).order_by(Job.id)))


def test_a_job_runs_once(done):
    add("test.ok", payload={"n": 1})
    assert run_due("a") == 1
    assert run_due("a") == 0
    assert done == [{"n": 1}]


def test_a_job_exists_only_if_its_cause_does(done, session):
    enqueue(session, "test.ok")
    session.rollback()
    assert run_due("a") == 0


def test_a_job_of_the_future_waits(done):
    add("test.ok", due_at=now() + dt.timedelta(hours=1))
    assert run_due("a") == 0


def test_the_same_key_is_added_once_even_after_it_was_done(done):
    add("test.ok", key="reminder:7")
    run_due("a")
    add("test.ok", key="reminder:7")
    run_due("a")
    assert len(done) == 1


def test_two_workers_never_hold_the_same_job(done, session):
    add("test.ok")
    (job,) = jobs(session)
    job_id = job.id
    session.rollback()
    assert _lease(job_id, "a")
    assert not _lease(job_id, "b")


def test_a_job_of_a_dead_worker_is_taken_over(done, session):
    add("test.ok")
    (job,) = jobs(session)
    job.leased_until, job.lease = now() - dt.timedelta(seconds=1), "dead"
    session.commit()
    assert run_due("b") == 1


def test_a_failing_job_is_tried_again_later_and_given_up_at_last(done, session):
    add("test.fails")
    for attempt in range(1, ATTEMPTS + 1):
        assert run_due("a") == 1
        assert run_due("a") == 0, "it must rest before the next attempt"
        (job,) = jobs(session)
        assert job.attempts == attempt
        assert "on fire" in job.last_error
        job.due_at = now()
        session.commit()
    assert run_due("a") == 0
    assert jobs(session)[0].failed_at is not None


def test_one_that_fails_does_not_hold_up_the_next(done, session):
    add("test.fails")
    add("test.ok", payload={"n": 2})
    run_due("a")
    assert {"n": 2} in done


def test_a_schedule_comes_round_once_a_turn(app, session):
    from portal.jobs.handlers import Schedule

    schedule = ("core:test", Schedule("test.round", dt.timedelta(days=1)))
    portal().schedules.append(schedule)
    try:
        plan()
        plan()
        made = [job.topic for job in jobs(session)]
        assert made.count("test.round") == 1
    finally:
        portal().schedules.remove(schedule)
