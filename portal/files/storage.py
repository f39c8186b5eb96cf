"""Where contents lie: instance/files/ab/cdef..., named by their SHA-256."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.runtime import portal


def folder() -> Path:
    """The folder of all contents; made when it is first needed."""
    path = portal().settings.instance / "files"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def incoming_folder() -> Path:
    """Where files are written until it is known what they are; on the same disk."""
    path = folder() / "incoming"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def place_of(digest: str) -> Path:
    """Where a content lies."""
    return folder() / digest[:2] / digest[2:]


def put(path: Path, digest: str) -> None:
    """Makes the content at `path` lie in its place, if it does not yet; OSError if it cannot.

    Moved, never copied: at every moment there is the whole content or none.
    """
    target = place_of(digest)
    with _locked():
        if target.exists():
            os.utime(target)  # young again, for `forget_strays`
            return
        target.parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(path, target)
        os.utime(target)
        _sync_folder(target.parent)


def remove(digest: str) -> None:
    """Deletes a content; it may be gone already."""
    with _locked():
        place_of(digest).unlink(missing_ok=True)


def digests() -> Iterator[str]:
    """The contents that lie on the disk."""
    for part in sorted(folder().glob("[0-9a-f][0-9a-f]")):
        for path in sorted(part.iterdir()):
            yield part.name + path.name


def forget_strays(strays: Iterable[str], older_than_seconds: float) -> int:
    """Deletes those contents, which no row knows, unless somebody has put them there just now.
    Returns how many."""
    with _locked():
        return _unlink_old(map(place_of, strays), older_than_seconds)


def forget_leftovers() -> int:
    """Deletes what uploads that died have left; none takes a day."""
    return _unlink_old(incoming_folder().iterdir(), 24 * 3600)


def _unlink_old(paths: Iterable[Path], older_than_seconds: float) -> int:
    before, gone = time.time() - older_than_seconds, 0
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                gone += 1
    return gone


@contextmanager
def _locked() -> Iterator[None]:
    """One at a time puts or deletes, in all processes: 'is it old?' and 'delete it' are one."""
    with (folder() / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
