"""The entries of an office file, read bit by bit and never more than is allowed."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from portal.files.extraction import results
from portal.files.extraction.results import Limits, Unreadable

MAX_ENTRIES = 5_000
PIECE = 64 * 1024
_NOT_OURS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Spent(Exception):
    """More was unpacked than is allowed."""


class Archive:
    """An opened archive. What its list says of sizes is not believed; what comes is counted."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._left = limits.unpacked
        try:
            self._zip = zipfile.ZipFile(file)
        except _NOT_OURS:
            # An OLE file in its place is a document that was encrypted.
            file.seek(0)
            ole = file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            raise Unreadable(results.PROTECTED if ole else results.DAMAGED) from None
        if len(self._zip.filelist) > MAX_ENTRIES:
            raise Unreadable(results.DAMAGED)
        self.names = frozenset(self._zip.namelist())

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of one entry; Unreadable where it breaks, Spent where it never ends."""
        try:
            entry = self._zip.getinfo(name)
            if entry.flag_bits & 1:
                raise Unreadable(results.PROTECTED)
            with self._zip.open(entry) as stream:
                while piece := stream.read(PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Spent
                    yield piece
        except (KeyError, *_NOT_OURS):
            raise Unreadable(results.DAMAGED) from None
