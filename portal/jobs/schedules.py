"""Jobs that come round: each round is a job whose key is its time, so that it exists once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, update

from portal.database import now, own_session
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.runner import ATTEMPTS
from portal.runtime import portal

KEEP_DONE = dt.timedelta(days=30)
EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def plan() -> None:
    """Queues what has come round since last time, and forgets what was done long ago."""
    with own_session() as session:
        for _owner, schedule in portal().schedules:
            turn = (now() - EPOCH) // schedule.every
            enqueue(session, schedule.topic, key=f"turn:{turn}")
        # A job that ends its very process is not tried for ever.
        session.execute(
            update(Job)
            .where(
                Job.done_at.is_(None),
                Job.failed_at.is_(None),
                Job.attempts >= ATTEMPTS,
                Job.leased_until < now(),
            )
            .values(failed_at=now(), last_error="the process that ran it ended")
        )
        session.execute(delete(Job).where(Job.done_at < now() - KEEP_DONE, Job.key.is_(None)))
