"""The tables of contents of an index: one for each commit, the newest counts."""

from __future__ import annotations

from pathlib import Path

from whoosh.index import TOC

from . import checksums

NAME = "MAIN"


def is_sound(folder: Path, generation: int) -> bool:
    """Tell whether a table of contents is as it was written; raises FileNotFoundError."""
    return checksums.is_good(folder / TOC._filename(NAME, generation))
