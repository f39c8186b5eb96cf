"""What a stranger's exception says, as text that any database and any log takes."""

from __future__ import annotations

import traceback


def words_of(problem: BaseException) -> str:
    """Its class and its words, whatever its words do when they are asked for."""
    try:
        text = str(problem)
    except Exception:
        text = "(it cannot say what)"
    return _plain(f"{type(problem).__name__}: {text}" if text else type(problem).__name__)


def trace_of(problem: BaseException) -> str:
    """The trace."""
    try:
        return _plain("".join(traceback.format_exception(problem)))
    except Exception:
        return words_of(problem)


def _plain(text: str) -> str:
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
