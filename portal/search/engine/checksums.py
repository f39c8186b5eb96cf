"""Notice damage inside index files.

The checksum of every file is written beside it before the commit that names the file. The table
of contents is compared whenever it is read; segments, which are large, by the indexer now and
then and whenever reading has failed: a mismatch tells a damaged disk, which a rebuild heals,
from a fault in the program, which it does not.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from pathlib import Path

_SUFFIX = ".crc"
_DAMAGED = "DAMAGED"
_BLOCK = 1 << 20


def _checksum(path: Path) -> str:
    value = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            value = zlib.crc32(block, value)
    return f"{value:08x}"


def _beside(path: Path) -> Path:
    # Of 'MAIN_x.seg' it is 'MAIN_x.crc', which Whoosh removes along with the segment.
    return path.with_suffix(_SUFFIX) if path.suffix == ".seg" else Path(f"{path}{_SUFFIX}")


def note(path: Path, name: str | None = None) -> Path:
    """Write the checksum of a file, which is about to be called ``name``, and return where."""
    target = _beside(path.with_name(name) if name else path)
    target.write_text(_checksum(path), encoding="ascii")
    return target


def is_good(path: Path) -> bool:
    """Compare a file with its checksum; raises FileNotFoundError where one of them is gone."""
    return _checksum(path) == _beside(path).read_text(encoding="ascii", errors="replace")


def sweep(folder: Path) -> None:
    """Remove the checksums of tables of contents that are gone."""
    for path in folder.glob(f"*.toc{_SUFFIX}"):
        if not path.with_suffix("").exists():
            path.unlink(missing_ok=True)


def check(folder: Path, *, is_writer: bool) -> str | None:
    """Compare all files; where one differs, mark the index as damaged and say which.

    Only to the one writer is a file without a checksum damage; to others it may be in the making.
    """
    for path in sorted((*folder.glob("*.seg"), *folder.glob("*.toc"))):
        try:
            if is_good(path):
                continue
        except FileNotFoundError:
            if not is_writer or not path.exists():
                continue
        problem = f"{path.name} is damaged"
        with suppress(OSError):  # whoever reads the folder next finds it again
            (folder / _DAMAGED).write_text(problem, encoding="ascii")
        return problem
    return None


def damage(folder: Path) -> str | None:
    """Return what :func:`check` found in any process, until a rebuild."""
    try:
        return (folder / _DAMAGED).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return None
