"""How far a rebuild is, told by the worker to every process through a file."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portal.runtime import portal


@dataclass(frozen=True, slots=True)
class RebuildProgress:
    """Objects indexed, and how many there are."""

    done: int
    total: int


def _path() -> Path:
    return portal().settings.index_dir / "rebuild-progress.json"


def tell(done: int, total: int) -> None:
    """Notes how far a rebuild is; that it cannot be noted is no reason to stop."""
    temporary = _path().with_suffix(".new")
    with suppress(OSError):
        temporary.write_text(json.dumps([done, total]), encoding="ascii")
        temporary.replace(_path())


def forget() -> None:
    """The rebuild is over."""
    with suppress(OSError):
        _path().unlink(missing_ok=True)


def rebuild_progress() -> RebuildProgress | None:
    """How far the running rebuild is; None where none is known of."""
    try:
        done, total = json.loads(_path().read_text(encoding="ascii"))
        return RebuildProgress(int(done), int(total))
    except (OSError, ValueError, TypeError):
        return None
