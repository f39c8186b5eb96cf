"""The one writer of the index: drains the outbox, and has it rebuilt.

The outbox is the truth. Its rows go only after the index commit, and indexing an object twice
does no harm, so a crash at any point loses nothing.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from concurrent.futures import Future
from typing import IO

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from portal.database import db, own_session, reading
from portal.errors import PortalError
from portal.jobs.models import IndexEntry
from portal.references.models import Tombstone
from portal.runtime import portal
from portal.search.documents import documents_of
from portal.search.engine.base import IndexProblem
from portal.search.progress import forget, rebuild_progress
from portal.search.rebuilding import Progress, Rebuilding, ask, is_asked

log = logging.getLogger("portal.indexer")

BATCH = 500
#: Larger segments are not merged in passing: a save that comes meanwhile would wait.
MERGED = 2_000
#: Seconds between two looks for damage on the disk; the first is when a worker begins.
VERIFIED_EVERY = 3600
REST_SECONDS = 0.1


class IndexLock:
    """Held by the one process that writes the index; freed by the system when it dies."""

    def __init__(self) -> None:
        self._file: IO[str] | None = None

    @property
    def is_held(self) -> bool:
        """Whether it is taken by this very one.

        One whose file is gone, with the folder of the index, locks nobody else out: it is given
        up, and two processes never write a new index beside each other.
        """
        if self._file is not None and not os.fstat(self._file.fileno()).st_nlink:
            self.release()
        return self._file is not None

    def acquire(self) -> bool:
        """Takes the lock if it is free."""
        if self._file is None:
            folder = portal().settings.index_dir
            folder.mkdir(parents=True, exist_ok=True)
            file = (folder / "writer.lock").open("a")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                return False
            self._file = file
        return True

    def release(self) -> None:
        """Gives it back."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Indexer:
    """Used by the worker; needs an application context at every call.

    `beside`: a rebuild has a thread of its own, and changes go on being found meanwhile.
    Otherwise `drain` and `idle` return when it is done.
    """

    def __init__(self, *, beside: bool = False) -> None:
        self._lock = IndexLock()
        self._beside = beside
        #: Held while the live index is written, and when a rebuilt one takes its place.
        self._guard = threading.Lock()
        self._rebuilding = Rebuilding(self._guard)
        self._verify_at = 0.0

    def begin(self) -> bool:
        """Becomes the writer of the index, if nobody else is."""
        if self._lock.is_held:
            return True
        if not self._lock.acquire():
            return False
        # What one that was killed left behind.
        forget()
        portal().search.engine.tidy()
        return True

    def drain(self) -> int:
        """Indexes what is waiting; returns how many entries, 0 also when another is at it."""
        if not self.begin():
            return 0
        self._mend()
        with self._guard:
            # What is saved while there is no index to write waits for the new one.
            return 0 if self._rebuilding.needed else self._drain()

    def rebuild(self, progress: Progress | None = None) -> Future[int]:
        """Begins a rebuild beside the live index; to be drained meanwhile."""
        return self._rebuilding.start(progress)

    def _mend(self) -> None:
        """Rebuilds what is broken, or what somebody wants rebuilt."""
        rebuilding = self._rebuilding
        with self._guard:
            rebuilding.needed = rebuilding.needed or portal().search.engine.status().problem or ""
        if rebuilding.is_running or not (rebuilding.needed or is_asked()):
            return
        log.info("the index is rebuilt: %s", rebuilding.needed or "as asked for")
        if self._beside:
            rebuilding.start()
        else:
            rebuilding.run()

    def _drain(self) -> int:
        with reading(), Session(db.engine) as session:
            rows = session.execute(_waiting()).all()
            if not rows:
                return 0
            wanted: dict[str, set[int]] = {}
            for row in rows:
                wanted.setdefault(row.kind, set()).add(row.object_id)
            documents = [
                document
                for name, ids in wanted.items()
                for document in documents_of(session, name, sorted(ids))
            ]
        present = {document.key for document in documents}
        asked = {(name, str(object_id)) for name, ids in wanted.items() for object_id in ids}
        try:
            portal().search.engine.index(documents, asked - present)
        except IndexProblem as problem:
            # Readers that have it open may not have noticed.
            self._rebuilding.needed = str(problem)
            return len(rows)
        self._rebuilding.drained(asked)
        with own_session() as session:
            session.execute(delete(IndexEntry).where(IndexEntry.id.in_([row.id for row in rows])))
        return len(rows)

    def idle(self) -> bool:
        """Housekeeping for when nobody waits."""
        if not self.begin():
            return False
        engine = portal().search.engine
        with self._guard:
            if self._rebuilding.needed:
                return False
            if time.monotonic() >= self._verify_at:
                self._verify_at = time.monotonic() + VERIFIED_EVERY
                if engine.verify():
                    return True  # the next round rebuilds it
            try:
                return engine.optimise(MERGED)
            except IndexProblem as problem:
                self._rebuilding.needed = str(problem)
        self._mend()
        return True

    def close(self) -> None:
        """Breaks off a rebuild and lets another be the writer."""
        self._rebuilding.stop()
        self._lock.release()


def _waiting() -> Select[int, str, int]:
    on = [kind.name for kind in portal().kinds.all()]
    # What a purged plugin left: its kinds are off, its objects are gone.
    gone = (
        select(Tombstone.kind)
        .where(Tombstone.kind == IndexEntry.kind, Tombstone.object_id == IndexEntry.object_id)
        .exists()
    )
    return (
        select(IndexEntry.id, IndexEntry.kind, IndexEntry.object_id)
        # What belongs to a plugin that is off waits until it is on again.
        .where(or_(IndexEntry.kind.in_(on), gone))
        .order_by(IndexEntry.id)
        .limit(BATCH)
    )


def rebuild(progress: Progress | None = None) -> int:
    """Builds a new index beside the live one and swaps; returns the number of objects.

    Changes queued while it runs stay in the outbox and are indexed afterwards.
    """
    return Rebuilding(threading.Lock()).run(progress)


def request_rebuild(progress: Progress | None = None) -> int:
    """Rebuilds now if no worker holds the index, else asks the worker and waits for it."""
    indexer = Indexer(beside=True)
    if not indexer.begin():
        return _have_it_rebuilt(progress)
    try:
        running = indexer.rebuild(progress)
        while not running.done():
            if not indexer.drain():
                time.sleep(REST_SECONDS)
        return running.result()
    finally:
        indexer.close()


def _have_it_rebuilt(progress: Progress | None) -> int:
    ask()
    deadline = time.monotonic() + 3600
    while is_asked():
        if time.monotonic() > deadline:
            raise PortalError("The worker did not rebuild the index within an hour.")
        time.sleep(REST_SECONDS)
        found = rebuild_progress()
        if found and progress is not None:
            progress(found.done, found.total)
    return portal().search.engine.status().documents
