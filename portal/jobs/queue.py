"""Putting work into the durable queue, in the transaction that causes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.database import now
from portal.jobs.models import IndexEntry, Job


def enqueue(
    session: Session,
    topic: str,
    payload: Mapping[str, Any] | None = None,
    *,
    due_at: dt.datetime | None = None,
    key: str | None = None,
) -> Job | None:
    """Adds a job; it exists if and only if the session commits.

    With `key`, returns None when a job of that topic and key was ever added before.
    """
    if key is not None:
        session.flush()
        if session.scalar(select(Job.id).where(Job.topic == topic, Job.key == key)):
            return None
    job = Job(topic=topic, key=key, payload=dict(payload or {}), due_at=due_at or now())
    if key is None:
        session.add(job)
        return job
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:  # another worker was a moment faster (PostgreSQL)
        return None
    return job


def reindex(
    session: Session, kind: str, object_ids: Iterable[int], *, conceals: bool = True
) -> None:
    """Marks objects whose search documents are out of date.

    Until the indexer has been there they are left out of every search; with `conceals=False`
    they stay findable as they were, for changes that hide nothing.
    """
    rows = [
        {"kind": kind, "object_id": object_id, "conceals": conceals, "queued_at": now()}
        for object_id in object_ids
    ]
    if rows:
        session.execute(insert(IndexEntry), rows)
