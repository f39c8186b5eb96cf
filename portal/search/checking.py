"""Does the index hold what the database holds? A job asks now and then, and mends it."""

from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.models import Audience
from portal.jobs.handlers import JobContext
from portal.jobs.models import IndexEntry
from portal.jobs.queue import reindex
from portal.runtime import portal
from portal.search.engine.base import IndexProblem

log = logging.getLogger("portal.indexer")
CHECK = "search.check"


def check(context: JobContext) -> None:
    """The job: has what is missing, and what should be gone, indexed anew."""
    try:
        indexed = set(portal().search.engine.everything())
    except IndexProblem:
        return  # the indexer rebuilds it, from the database
    missing, surplus = compare(context.session, indexed)
    for name in missing.keys() | surplus.keys():
        ids = sorted(missing.get(name, set()) | surplus.get(name, set()))
        log.warning("the index differs from the database: %s %s", name, ids[:20])
        reindex(context.session, name, ids, conceals=False)


def compare(
    session: Session, indexed: set[tuple[str, str]]
) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """What is missing in the index and what it has too much of, by kind.

    Kinds of plugins that are off stay as they are; what waits for the indexer is left to it.
    """
    by_kind: dict[str, set[int]] = {}
    for name, object_id in indexed:
        by_kind.setdefault(name, set()).add(int(object_id))
    missing: dict[str, set[int]] = {}
    surplus: dict[str, set[int]] = {}
    for kind in portal().kinds.all():
        if kind.documents is None:
            continue
        waiting = set(
            session.scalars(select(IndexEntry.object_id).where(IndexEntry.kind == kind.name))
        )
        seen = select(Audience.object_id).where(Audience.kind == kind.name)
        there = set(session.scalars(select(kind.model.id).where(kind.model.id.in_(seen))))
        have = by_kind.get(kind.name, set())
        # A kind may keep some of its objects out of the search.
        wanted = there - have - waiting
        for_index = {int(one.id) for one in kind.documents(session, sorted(wanted)) if one.audience}
        if for_index:
            missing[kind.name] = for_index
        if gone := have - there - waiting:
            surplus[kind.name] = gone
    return missing, surplus
