"""Running due jobs: leased, at least once, with patience that grows."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.database import db, now, own_session, reading, rows_changed
from portal.jobs.handlers import JobContext
from portal.jobs.models import Job
from portal.plugins.manager import CORE_PREFIX
from portal.plugins.words import words_of
from portal.runtime import portal

log = logging.getLogger("portal.jobs")

LEASE = dt.timedelta(minutes=5)
ATTEMPTS = 8  # with the pauses below, about a day
FIRST_PAUSE = dt.timedelta(seconds=10)


def run_due(
    worker: str,
    *,
    limit: int = 50,
    should_stop: Callable[[], bool] = bool,
    aside: bool | None = None,
) -> int:
    """Runs jobs that are due, oldest first; returns how many were tried.

    `aside`: only those that are marked so, or only those that are not.
    """
    tried = 0
    for job_id in _due(limit, aside):
        if should_stop():
            break
        if _lease(job_id, worker):
            _run(job_id)
            tried += 1
    return tried


def _due(limit: int, aside: bool | None) -> list[int]:
    topics = {
        topic
        for topic, (owner, handler) in portal().handlers.items()
        if _is_on(owner) and aside in (None, getattr(handler, "aside", False))
    }
    with reading(), Session(db.engine) as session:
        return list(
            session.scalars(
                select(Job.id)
                .where(
                    Job.done_at.is_(None),
                    Job.failed_at.is_(None),
                    Job.due_at <= now(),
                    Job.attempts < ATTEMPTS,
                    or_(Job.leased_until.is_(None), Job.leased_until < now()),
                    Job.topic.in_(topics),
                )
                .order_by(Job.due_at, Job.id)
                .limit(limit)
            )
        )


def _is_on(owner: str) -> bool:
    return owner.startswith(CORE_PREFIX) or portal().states.is_on(owner)


def _lease(job_id: int, worker: str) -> bool:
    """Takes the job, unless another worker was faster."""
    with own_session() as session:
        taken = rows_changed(
            session,
            update(Job)
            .where(
                Job.id == job_id,
                Job.done_at.is_(None),
                Job.failed_at.is_(None),
                or_(Job.leased_until.is_(None), Job.leased_until < now()),
            )
            .values(lease=worker, leased_until=now() + LEASE, attempts=Job.attempts + 1)
            .execution_options(synchronize_session=False),
        )
        return bool(taken)


def _run(job_id: int) -> None:
    try:
        with own_session() as session:
            job = session.get_one(Job, job_id)
            _owner, handler = portal().handlers[job.topic]
            handler(JobContext(session, job.payload, job.due_at))
            job.done_at, job.leased_until, job.last_error = now(), None, ""
            # A mail's words are for its reader: a link in it must not be read here for weeks.
            job.payload = {}
    except (Exception, SystemExit) as problem:  # sys.exit() in a handler ends no worker
        _failed(job_id, problem)


def _failed(job_id: int, problem: BaseException) -> None:
    with own_session() as session:
        job = session.get_one(Job, job_id)
        job.last_error = words_of(problem)[:2000]
        job.leased_until = None
        if job.attempts >= ATTEMPTS:
            job.failed_at = now()
        else:
            job.due_at = now() + FIRST_PAUSE * 4 ** (job.attempts - 1)
        owner = portal().handlers[job.topic][0]
        topic = job.topic
    portal().dispatch.report(owner, f"job {topic}", problem)
