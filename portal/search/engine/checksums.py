"""Notice damage inside index files.

At every commit the checksum of each new segment file is written beside it. They are compared
only when reading has failed: then a mismatch tells a damaged disk, which a rebuild heals, from
a fault in the program, which it does not.
"""

from __future__ import annotations

import zlib
from pathlib import Path

_SUFFIX = ".crc"  # Whoosh removes it with the segment whose name it bears
_DAMAGED = "DAMAGED"
_BLOCK = 1 << 20


def _checksum(path: Path) -> str:
    value = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            value = zlib.crc32(block, value)
    return f"{value:08x}"


def note(folder: Path) -> None:
    """Write the checksums of segment files that have none yet."""
    for path in folder.glob("*.seg"):
        target = path.with_suffix(_SUFFIX)
        if not target.exists():
            target.write_text(_checksum(path), encoding="ascii")


def check(folder: Path) -> str | None:
    """Compare all files; where one differs, mark the index as damaged and say which."""
    for path in sorted(folder.glob("*.seg")):
        try:
            expected = path.with_suffix(_SUFFIX).read_text(encoding="ascii")
            if _checksum(path) == expected:
                continue
        except FileNotFoundError:
            continue  # committed or removed just now
        problem = f"{path.name} is damaged"
        (folder / _DAMAGED).write_text(problem, encoding="ascii")
        return problem
    return None


def damage(folder: Path) -> str | None:
    """Return what :func:`check` found in any process, until a rebuild."""
    try:
        return (folder / _DAMAGED).read_text(encoding="ascii")
    except FileNotFoundError:
        return None
