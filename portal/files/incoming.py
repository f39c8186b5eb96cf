"""A file on its way in: written beside where it will lie, hashed as it is written, examined
before anybody asks the database."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal.files import problems
from portal.files.names import clean_name
from portal.files.pictures import redrawn
from portal.files.problems import FileProblem
from portal.files.sniffing import FileType, sniff
from portal.files.storage import incoming_folder

log = logging.getLogger("portal.files")
CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: where it lies for now, and what it is."""

    path: Path
    digest: str
    size: int
    kind: FileType
    name: str


class Incoming:
    """Takes the bytes of one file up to `limit`; behaves like a binary file to be written.

    What goes wrong (too large, the disk full) is kept as `problem`, and the rest of the bytes is
    let go, so that the form around the file arrives whole.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._hash = hashlib.sha256()
        self._file: BinaryIO | None = None
        self._path: Path | None = None
        self.size = 0
        self.problem: FileProblem | None = None
        self.examined: Examined | None = None

    def write(self, data: bytes) -> int:
        """Takes some bytes."""
        self.size += len(data)
        if self.problem is None and self.size > self._limit:
            self.refuse(problems.too_large())
        if self.problem is None and data:
            try:
                self._open().write(data)
                self._hash.update(data)
            except OSError as problem:
                log.error("an upload could not be written: %s", problem)
                self.refuse(problems.not_kept())
        return len(data)

    def refuse(self, problem: FileProblem) -> None:
        """Lets go of the bytes and says why; the first reason stays."""
        self.problem = self.problem or problem
        self.close()

    def examine(self, name: str) -> None:
        """Finds out what came in, once it is complete; pictures are drawn anew."""
        if self.problem is not None or self.examined is not None:
            return
        try:
            if self._file is None or self._path is None:
                raise problems.empty()
            self._sync(self._file)
            kind = sniff(self._path, name)
            if kind.picture:
                self._replace(redrawn(self._path, kind))
            self.examined = Examined(
                self._path, self._hash.hexdigest(), self.size, kind, clean_name(name, kind.endings)
            )
        except FileProblem as problem:
            self.refuse(problem)
        except OSError as problem:
            log.error("an upload could not be examined: %s", problem)
            self.refuse(problems.not_kept())

    def close(self) -> None:
        """Lets go of the bytes; what has been kept elsewhere stays there."""
        if self._file is not None:
            with contextlib.suppress(OSError):  # a full disk may say so here once more
                self._file.close()
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        self._file = self._path = self.examined = None

    def _open(self) -> BinaryIO:
        if self._file is None:
            folder = incoming_folder()
            handle, path = tempfile.mkstemp(dir=folder, prefix="in-")
            self._file, self._path = os.fdopen(handle, "w+b"), Path(path)
        return self._file

    def _replace(self, content: bytes) -> None:
        file = self._open()
        file.seek(0)
        file.truncate()
        file.write(content)
        self._sync(file)
        self._hash, self.size = hashlib.sha256(content), len(content)

    @staticmethod
    def _sync(file: BinaryIO) -> None:
        # What was acknowledged survives a power cut.
        file.flush()
        os.fsync(file.fileno())

    # What Werkzeug and WTForms ask of a file of a form.

    def read(self, size: int = -1) -> bytes:
        """The bytes as they came in; none when they were refused."""
        return b"" if self._file is None else self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Moves within the bytes."""
        return 0 if self._file is None else self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where one is."""
        return 0 if self._file is None else self._file.tell()


def take_in(stream: BinaryIO, name: str) -> Incoming:
    """Reads a stream that did not come as an upload. Raises FileProblem; close what it returns."""
    incoming = Incoming(problems.max_bytes())
    while incoming.problem is None and (data := stream.read(CHUNK)):
        incoming.write(data)
    incoming.examine(name)
    if incoming.problem is not None:
        raise incoming.problem
    return incoming
