"""Counting readers: how often, never who."""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy import Subquery, func, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from portal.database import now, own_session, rows_changed
from portal.references.models import ReadCount

log = logging.getLogger(__name__)


def count_read(kind: str, object_id: int) -> None:
    """Counts one reading, outside the request's transaction; a busy database costs the count
    and not the page."""
    day = now().date()
    try:
        with own_session() as session:
            add_readings(session, kind, object_id, day)
    except (OperationalError, IntegrityError) as problem:
        log.info("a reading of %s %s was not counted: %s", kind, object_id, problem)


def add_readings(
    session: Session, kind: str, object_id: int, day: dt.date, number: int = 1
) -> None:
    """Adds readings of one day, in the session's own transaction."""
    changed = rows_changed(
        session,
        update(ReadCount)
        .where(ReadCount.kind == kind, ReadCount.object_id == object_id, ReadCount.day == day)
        .values(count=ReadCount.count + number),
    )
    if not changed:
        session.add(ReadCount(kind=kind, object_id=object_id, day=day, count=number))


def most_read(session: Session, kind: str, days: int = 30, limit: int = 50) -> list[int]:
    """The ids that were opened most often in the last `days`, most first; narrow them before
    showing them."""
    total = func.sum(ReadCount.count)
    return list(
        session.scalars(
            select(ReadCount.object_id)
            .where(ReadCount.kind == kind, ReadCount.day > now().date() - dt.timedelta(days=days))
            .group_by(ReadCount.object_id)
            .order_by(total.desc(), ReadCount.object_id)
            .limit(limit)
        )
    )


def read_totals(kind: str, days: int = 30) -> Subquery:
    """A subquery with the columns `object_id` and `total`, for joining to a list that sorts by
    how often its objects were opened; those that never were are not in it."""
    return (
        select(ReadCount.object_id, func.sum(ReadCount.count).label("total"))
        .where(ReadCount.kind == kind, ReadCount.day > now().date() - dt.timedelta(days=days))
        .group_by(ReadCount.object_id)
        .subquery()
    )
