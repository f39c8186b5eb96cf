"""What is told on the next page: Flask's `flash`, and the toast that offers the way back."""

from __future__ import annotations

from typing import Any

from flask import flash


def flash_undo(text: str, undo_url: str | None, undo: str | None = None) -> None:
    """Says what was done, with a button that undoes it.

    `undo_url` takes a POST; where there is no way back it is None, and the text stands alone.
    `undo`: the words on the button, 'Undo' if none are given.
    """
    toast: Any = {"text": text, "undo_url": undo_url, "undo": undo}
    flash(toast if undo_url else text, "success")
