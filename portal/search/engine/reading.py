"""Open the live index for reading, and notice when it has changed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from whoosh.index import TOC, EmptyIndexError

from . import checksums
from .base import IndexProblem, IndexUnreadable
from .segments import SegmentReader
from .snapshot import Snapshot
from .storage import DurableStorage, IndexFolder
from .toc import NAME, is_sound
from .versions import ANALYSIS_VERSION


class Reader:
    """Gives out the newest committed snapshot; shared by the threads of a process.

    It opens on first use and again in a forked child, so that no two processes share a file
    position or a lock.
    """

    def __init__(self, folder: IndexFolder, expected_meta: Callable[[], dict[str, object]]) -> None:
        self._folder = folder
        self._expected_meta = expected_meta
        self._forget()

    def _forget(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._state: tuple[Path, int] | None = None
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot; raises IndexProblem where there is none to be had."""
        if self._pid != os.getpid():
            self._forget()
        newest = self._newest()
        snapshot = self._snapshot
        if snapshot is not None and newest == self._state and _is_whole(snapshot):
            return snapshot
        with self._lock:
            if self._snapshot is None or newest != self._state:
                self._snapshot = self._open(newest)
            elif not _is_whole(self._snapshot) and self._newest() == self._state:
                self._snapshot = None
                raise IndexProblem("a file of the index is missing or cut short")
            return self._snapshot

    def close(self) -> None:
        """Let go of the files."""
        self._forget()

    def _newest(self) -> tuple[Path, int]:
        for _ in range(3):
            folder = self._folder.current()
            if folder is None:
                break
            try:
                newest = TOC._latest_generation(os.listdir(folder), NAME)
            except FileNotFoundError:
                continue  # a rebuild has just put another in its place
            if newest < 0:
                raise IndexProblem("the index has no table of contents")
            return folder, newest
        raise IndexProblem("there is no index yet")

    def _open(self, newest: tuple[Path, int]) -> Snapshot:
        """Read the table of contents; a writer may remove files meanwhile, so try again."""
        for attempt in range(10):
            folder, generation = newest if attempt == 0 else self._newest()
            if self._snapshot is not None and self._state == (folder, generation):
                return self._snapshot  # another thread was faster
            try:
                return self._read(folder, generation)
            except (FileNotFoundError, NameError, EmptyIndexError) as error:
                if attempt == 9:
                    raise IndexProblem(f"a file of the index is missing: {error}") from error
                time.sleep(0.02)
            except IndexProblem:
                raise
            except Exception as error:
                raise IndexUnreadable(f"the index cannot be read: {error!r}") from error
        raise AssertionError("unreachable")

    def _read(self, folder: Path, generation: int) -> Snapshot:
        is_known = self._snapshot is not None and self._state and self._state[0] == folder
        if not is_known and self._folder.meta(folder) != self._expected_meta():
            raise IndexProblem(f"the index is not of analysis {ANALYSIS_VERSION}")
        problem = checksums.damage(folder)
        if problem is not None:
            raise IndexProblem(problem)
        storage = DurableStorage(str(folder))
        with storage.closing_on_error():
            return self._read_from(storage, folder, generation)

    def _read_from(self, storage: DurableStorage, folder: Path, generation: int) -> Snapshot:
        if not is_sound(folder, generation):
            raise IndexProblem("the table of contents is damaged")
        contents = TOC.read(storage, NAME, gen=generation)
        known: dict[str, SegmentReader] = {}
        if self._snapshot is not None and self._state and self._state[0] == folder:
            known = {segment.name: segment for segment in self._snapshot.segments}
        segments, deleted = [], []
        for segment in contents.segments:
            name = segment.segment_id()
            segments.append(known.get(name) or SegmentReader(storage, segment))
            deleted.append(frozenset(segment.deleted_docs()))
        self._state = (folder, generation)
        return Snapshot(f"{folder.name}.{generation}", segments, deleted)


def _is_whole(snapshot: Snapshot) -> bool:
    return all(segment.is_whole() for segment in snapshot.segments)
