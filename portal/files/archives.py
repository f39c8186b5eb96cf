"""Office files are zip archives: what is in one, from its list of entries alone, with limits.

Nothing is unpacked. Python's zipfile would read a list of any length, so the list is read here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from portal.files import problems

MAX_ENTRIES = 5_000
MAX_LIST_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 500 * 1024 * 1024
#: Text packs well; more than this, over a size that matters, is no document.
MAX_RATIO, RATIO_FROM = 150, 100 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END64_LOCATOR = b"PK\x06\x07"


@dataclass(frozen=True, slots=True)
class Listing:
    """The names in an archive, and how much it says it unpacks to."""

    names: frozenset[str]
    unpacked: int


def read_listing(path: Path) -> Listing:
    """The list of an archive. Raises FileProblem when it is damaged or a bomb."""
    size = path.stat().st_size
    with path.open("rb") as file:
        tail_size = min(size, 65_557)  # the end's own size and the longest comment
        file.seek(size - tail_size)
        tail = file.read(tail_size)
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < _END.size:
            raise problems.broken_archive()
        _, disk, list_disk, _, entries, length, offset, _ = _END.unpack_from(tail, at)
        if entries > MAX_ENTRIES or length > MAX_LIST_BYTES:
            raise problems.bomb()  # zip64's 0xFFFF entries are among these
        if disk or list_disk or offset + length > size or _is_zip64(tail, at):
            raise problems.broken_archive()
        file.seek(offset)
        listing = _parse(file.read(length), entries)
    if listing.unpacked > MAX_UNPACKED or (
        listing.unpacked > RATIO_FROM and listing.unpacked > MAX_RATIO * size
    ):
        raise problems.bomb()
    return listing


def _is_zip64(tail: bytes, at: int) -> bool:
    """A second list, of which readers disagree whether it counts; no office file needs one."""
    return at >= 20 and tail[at - 20 : at - 16] == _END64_LOCATOR


def _parse(data: bytes, entries: int) -> Listing:
    names, unpacked, at = set(), 0, 0
    for _number in range(entries):
        if at + _ENTRY.size > len(data) or data[at : at + 4] != b"PK\x01\x02":
            raise problems.broken_archive()
        fields = _ENTRY.unpack_from(data, at)
        plain, name_size, extra, comment = fields[9], fields[10], fields[11], fields[12]
        start = at + _ENTRY.size
        names.add(data[start : start + name_size].decode("utf-8", "replace"))
        unpacked += plain  # 0xFFFFFFFF of a zip64 entry is over the limit by itself
        at = start + name_size + extra + comment
    return Listing(frozenset(names), unpacked)
