"""The one writer of the index: drains the outbox, and rebuilds.

The outbox is the truth. Its rows go only after the index commit, and indexing an object twice
does no harm, so a crash at any point loses nothing.
"""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Callable, Iterator
from typing import IO

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal.database import db, own_session, reading
from portal.errors import PortalError
from portal.files.reading.lookup import with_attachments
from portal.jobs.models import IndexEntry
from portal.references.kinds import ObjectKind
from portal.references.models import Tombstone
from portal.runtime import portal
from portal.search.engine.base import IndexProblem
from portal.search.engine.documents import Document
from portal.search.progress import forget, tell

log = logging.getLogger("portal.indexer")

BATCH = 500
CHUNK = 200
#: Larger segments are not merged in passing: a save that comes meanwhile would wait.
MERGED = 2_000
#: Seconds between two looks for damage on the disk; the first is when a worker begins.
VERIFIED_EVERY = 3600
#: `portal index rebuild` leaves this file for the worker that holds the index.
WISH = "rebuild-wanted"
Progress = Callable[[int, int], None]


class IndexLock:
    """Held by the one process that writes the index; freed by the system when it dies."""

    def __init__(self) -> None:
        self._file: IO[str] | None = None

    def acquire(self) -> bool:
        """Takes the lock if it is free."""
        if self._file is None:
            file = (portal().settings.index_dir / "writer.lock").open("a")
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
    """Used by the worker; needs an application context at every call."""

    def __init__(self) -> None:
        self._lock = IndexLock()
        self._verify_at = 0.0

    def drain(self) -> int:
        """Indexes what is waiting; returns how many entries, 0 also when another is at it."""
        if not self._lock.acquire():
            return 0
        engine = portal().search.engine
        wish = portal().settings.index_dir / WISH
        if wish.exists():
            rebuild()
            wish.unlink(missing_ok=True)
        if not engine.status().ok:
            log.info("the index is rebuilt: %s", engine.status().problem)
            rebuild()
        on = [kind.name for kind in portal().kinds.all()]
        # What a purged plugin left: its kinds are off, its objects are gone.
        gone = (
            select(Tombstone.kind)
            .where(Tombstone.kind == IndexEntry.kind, Tombstone.object_id == IndexEntry.object_id)
            .exists()
        )
        with reading(), Session(db.engine) as session:
            rows = session.execute(
                select(IndexEntry.id, IndexEntry.kind, IndexEntry.object_id)
                # What belongs to a plugin that is off waits until it is on again.
                .where(or_(IndexEntry.kind.in_(on), gone))
                .order_by(IndexEntry.id)
                .limit(BATCH)
            ).all()
            if not rows:
                return 0
            wanted: dict[str, set[int]] = {}
            for row in rows:
                wanted.setdefault(row.kind, set()).add(row.object_id)
            documents = [
                document
                for name, ids in wanted.items()
                for document in _documents(session, name, sorted(ids))
            ]
        present = {(document.kind, document.id) for document in documents}
        asked = {(name, str(object_id)) for name, ids in wanted.items() for object_id in ids}
        try:
            engine.index(documents, asked - present)
        except IndexProblem as problem:
            # Readers that have it open may not have noticed.
            log.warning("the index is rebuilt: %s", problem)
            rebuild()
        with own_session() as session:
            session.execute(delete(IndexEntry).where(IndexEntry.id.in_([row.id for row in rows])))
        return len(rows)

    def idle(self) -> bool:
        """Housekeeping for when nobody waits."""
        if not self._lock.acquire():
            return False
        engine = portal().search.engine
        if time.monotonic() >= self._verify_at:
            self._verify_at = time.monotonic() + VERIFIED_EVERY
            if engine.verify():
                return True  # the next round rebuilds it
        try:
            return engine.optimise(MERGED)
        except IndexProblem as problem:
            log.warning("the index is rebuilt: %s", problem)
            rebuild()
            return True

    def close(self) -> None:
        """Lets another be the writer."""
        self._lock.release()


def _documents(session: Session, name: str, ids: list[int]) -> list[Document]:
    """The documents of some objects; one that cannot be made costs only its own being found."""
    kind = portal().kinds.get(name)
    if kind is None or kind.documents is None or not ids:
        return []
    try:
        documents = [document for document in kind.documents(session, ids) if document.audience]
        return with_attachments(session, name, documents)
    except Exception as problem:
        if len(ids) > 1:
            return [one for object_id in ids for one in _documents(session, name, [object_id])]
        owner = portal().kinds.owner(name) or ""
        portal().dispatch.report(owner, f"documents of {name} {ids[0]}", problem)
        return []


def rebuild(progress: Progress | None = None) -> int:
    """Builds a new index beside the live one and swaps; returns the number of documents.

    Entries queued while it runs stay in the outbox and are indexed afterwards.
    """
    with reading(), Session(db.engine) as session:
        ids = {
            kind: list(session.scalars(select(kind.model.id).order_by(kind.model.id)))
            for kind in portal().kinds.all()
            if kind.documents is not None
        }
        total = sum(len(found) for found in ids.values())
        try:
            portal().search.engine.rebuild(_stream(session, ids, total, progress))
        finally:
            forget()
    return total


def _stream(
    session: Session, ids: dict[ObjectKind, list[int]], total: int, progress: Progress | None
) -> Iterator[Document]:
    done = 0
    tell(done, total)
    for kind, found in ids.items():
        for start in range(0, len(found), CHUNK):
            chunk = found[start : start + CHUNK]
            yield from _documents(session, kind.name, chunk)
            done += len(chunk)
            tell(done, total)
            if progress is not None:
                progress(done, total)


def request_rebuild(progress: Progress | None = None) -> int:
    """Rebuilds now if no worker holds the index, else asks the worker and waits for it."""
    lock = IndexLock()
    if lock.acquire():
        try:
            return rebuild(progress)
        finally:
            lock.release()
    wish = portal().settings.index_dir / WISH
    wish.touch()
    deadline = time.monotonic() + 3600
    while wish.exists():
        if time.monotonic() > deadline:
            raise PortalError("The worker did not rebuild the index within an hour.")
        time.sleep(0.2)
    return portal().search.engine.status().documents
