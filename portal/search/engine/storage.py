"""Where an index lies on disk, and how one takes another's place.

::

    <path>/CURRENT              names the live folder; replaced atomically by a rebuild
    <path>/index-<n>/           a Whoosh index
    <path>/index-<n>/meta.json  analysis version and facets it was built with
    <path>/engine.lock          held by whoever writes (flock: dies with the process)
    <path>/build.lock           held by whoever makes a new index beside the live one
    <path>/danish-*.txt         the vocabulary
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from . import checksums
from .base import IndexBusy


def sync_file(path: Path) -> None:
    """Make the content of a file, or the entries of a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class NoLock:
    """Whoosh's own lock, left out: it would stay taken for good by a writer that cannot begin.

    :meth:`IndexFolder.writing` is the lock, and ends with the block whatever happens in it.
    """

    def acquire(self, blocking: bool = False) -> bool:
        return True

    def release(self) -> None:
        return None


class DurableStorage(FileStorage):
    """A Whoosh storage whose commit is on the disk before it counts.

    Whoosh commits by renaming the table of contents; every file it names is synced first, with
    its checksum beside it.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._unsynced: set[str] = set()
        self._opened: list[Any] = []

    def lock(self, _name: str) -> NoLock:
        return NoLock()

    def open_file(self, name: str, **kwargs: Any) -> Any:
        file = super().open_file(name, **kwargs)
        self._opened.append(file)
        return file

    @contextmanager
    def closing_on_error(self) -> Iterator[None]:
        """Close the files that Whoosh leaves open when it fails to read one."""
        self._opened.clear()
        try:
            yield
        except BaseException:
            for file in self._opened:
                with suppress(Exception):
                    file.close()
            raise
        finally:
            self._opened.clear()

    def create_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        self._unsynced.add(name)
        return super().create_file(name, *args, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        folder = Path(self.folder)
        for name in self._unsynced - {oldname}:
            path = folder / name
            if path.exists():
                sync_file(path)
                if path.suffix == ".seg":
                    sync_file(checksums.note(path))
        if newname.endswith(".toc"):
            sync_file(folder / oldname)
            sync_file(checksums.note(folder / oldname, newname))
        self._unsynced.clear()
        super().rename_file(oldname, newname, safe)
        sync_file(folder)


class IndexFolder:
    """The folder of an engine: which index in it is live, and who may write."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> Path | None:
        """Return the folder of the live index, or None where there is none."""
        try:
            name = (self.path / "CURRENT").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.path / name
        if not name.startswith("index-") or "/" in name or not folder.is_dir():
            return None
        return folder

    def meta(self, folder: Path) -> dict[str, Any]:
        """Return what an index was built with; empty where that cannot be read."""
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return meta if isinstance(meta, dict) else {}

    def create(self, meta: dict[str, Any]) -> Path:
        """Make an empty folder for a new index, beside the live one."""
        taken = [
            int(name[6:])
            for name in os.listdir(self.path)
            if name.startswith("index-") and name[6:].isdigit()
        ]
        folder = self.path / f"index-{max(taken, default=0) + 1}"
        folder.mkdir()
        target = folder / "meta.json"
        target.write_text(json.dumps(meta, sort_keys=True), encoding="utf-8")
        sync_file(target)
        sync_file(folder)
        return folder

    def swap(self, folder: Path) -> None:
        """Make ``folder`` the live index, then remove all others.

        Readers that still have an old one open keep its files until they refresh.
        """
        temporary = self.path / "CURRENT.new"
        temporary.write_text(folder.name + "\n", encoding="ascii")
        sync_file(temporary)
        temporary.replace(self.path / "CURRENT")
        sync_file(self.path)
        self.sweep()

    def sweep(self) -> None:
        """Remove what is neither live nor needed: old indexes and builds that broke off."""
        current = self.current()
        for entry in self.path.iterdir():
            if entry.name.startswith("index-") and entry != current and entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)

    def writing(self) -> AbstractContextManager[None]:
        """Hold the right to write; raises :class:`IndexBusy` where another has it."""
        return self._holding("engine.lock", "the index")

    def building(self) -> AbstractContextManager[None]:
        """Hold the right to make a new index; raises :class:`IndexBusy` where another has it."""
        return self._holding("build.lock", "a new index")

    @contextmanager
    def _holding(self, name: str, what: str) -> Iterator[None]:
        self.path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path / name, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexBusy(f"another process is writing {what}") from None
            yield
        finally:
            os.close(descriptor)
