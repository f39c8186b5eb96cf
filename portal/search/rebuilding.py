"""A rebuild of the index, beside the live one, which is searched and written meanwhile.

What the indexer brings into the live index during a rebuild is brought into the new one as well,
the last of it while the indexer waits; then they change places. A rebuild that dies leaves the
live index and a folder that the next worker throws away.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.database import db, reading
from portal.runtime import portal
from portal.search.documents import documents_of
from portal.search.engine.base import IndexBuild
from portal.search.engine.documents import Document, DocumentKey
from portal.search.progress import forget, tell

log = logging.getLogger("portal.indexer")

#: Objects read in one transaction: a long one would keep SQLite's log growing.
CHUNK = 100
#: So many late changes are brought in while the indexer waits; more before that.
FEW = 50
ROUNDS = 20
#: Seconds until one that failed, on a full disk for example, is tried again.
PAUSE = 10
#: `portal index rebuild` leaves the first for the worker that holds the index; it becomes the
#: second when a rebuild begins, so that one asked for later is another one.
WISH, GRANTED = "rebuild-wanted", "rebuild-granted"
Progress = Callable[[int, int], None]
T = TypeVar("T")


class Stopped(Exception):
    """The worker ends; the next one begins anew."""


class Rebuilding:
    """At most one rebuild at a time. `guard` is held by whoever writes the live index."""

    def __init__(self, guard: threading.Lock) -> None:
        self._guard = guard
        self._stop = threading.Event()
        self._threads = ThreadPoolExecutor(1, "rebuild")
        self._future: Future[int] | None = None
        self._not_before = 0.0
        self._drained: set[DocumentKey] | None = None
        #: Why the live index takes no changes until it has been rebuilt; "" as long as it does.
        self.needed = ""

    @property
    def is_running(self) -> bool:
        """Whether a thread is at it."""
        return self._future is not None and not self._future.done()

    def drained(self, keys: set[DocumentKey]) -> None:
        """To be told, under the guard, what was brought into the live index."""
        if self._drained is not None:
            self._drained |= keys

    def start(self, progress: Progress | None = None) -> Future[int]:
        """Rebuilds in a thread of its own, after a pause where that has just failed."""
        if self._future is None or (self._future.done() and time.monotonic() >= self._not_before):
            app = current_app._get_current_object()  # type: ignore[attr-defined]
            self._future = self._threads.submit(self._run_in, app, progress)
        return self._future

    def stop(self) -> None:
        """Breaks off what is running, and waits for that."""
        self._stop.set()
        self._threads.shutdown()

    def _run_in(self, app: Flask, progress: Progress | None) -> int:
        with app.app_context():
            try:
                return self.run(progress)
            except Stopped:
                raise
            except Exception:
                self._not_before = time.monotonic() + PAUSE
                log.exception("the index could not be rebuilt")
                raise
            finally:
                db.session.remove()

    def run(self, progress: Progress | None = None) -> int:
        """Rebuilds in this thread; returns the number of objects."""
        granted = _in_index(GRANTED)
        with suppress(FileNotFoundError):
            _in_index(WISH).replace(granted)
        with self._guard:
            self._drained = set()
        try:
            ids = _ids()
            with portal().search.engine.building() as new:
                new.fill(self._stream(ids, progress))
                for _ in range(ROUNDS):
                    if len(self._drained) <= FEW:
                        break
                    with self._guard:
                        late, self._drained = self._drained, set()
                    self._catch_up(new, late)
                with self._guard:
                    self._catch_up(new, self._drained)
                    if self._stop.is_set():
                        raise Stopped
                    new.go_live()
                    self._drained, self.needed = None, ""
        finally:
            self._drained = None
            forget()
        granted.unlink(missing_ok=True)
        return sum(map(len, ids.values()))

    def _stream(self, ids: dict[str, list[int]], progress: Progress | None) -> Iterator[Document]:
        done, total = 0, sum(map(len, ids.values()))
        tell(done, total)
        for name, found in ids.items():
            for chunk in _portions(found):
                for document in _read(name, chunk):
                    if self._stop.is_set():
                        raise Stopped
                    # Somebody waits for a save to be found, nobody for this: the indexer first.
                    with self._guard:
                        pass
                    yield document
                done += len(chunk)
                tell(done, total)
                if progress is not None:
                    progress(done, total)

    def _catch_up(self, new: IndexBuild, keys: set[DocumentKey]) -> None:
        """Brings in the objects as they are now; what is gone is taken out."""
        for chunk in _portions(sorted(keys)):
            documents = [
                document
                for name in {name for name, _ in chunk}
                for document in _read(name, [int(key) for kind, key in chunk if kind == name])
            ]
            new.update(documents, set(chunk) - {document.key for document in documents})


def _ids() -> dict[str, list[int]]:
    with reading(), Session(db.engine) as session:
        return {
            kind.name: list(session.scalars(select(kind.model.id).order_by(kind.model.id)))
            for kind in portal().kinds.all()
            if kind.documents is not None
        }


def _read(name: str, ids: list[int]) -> list[Document]:
    with reading(), Session(db.engine) as session:
        return documents_of(session, name, ids)


def _portions(values: Sequence[T]) -> Iterator[list[T]]:
    for start in range(0, len(values), CHUNK):
        yield list(values[start : start + CHUNK])


def _in_index(name: str) -> Path:
    return portal().settings.index_dir / name


def ask() -> None:
    """Asks the worker that holds the index for a rebuild; several who ask get one."""
    _in_index(WISH).touch()


def is_asked() -> bool:
    """Whether somebody waits for a rebuild, running or not."""
    return _in_index(WISH).exists() or _in_index(GRANTED).exists()
