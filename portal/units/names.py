"""Names as Danes sort and look for them, in the database and in memory alike.

Databases differ in what they make of Æ, Ø and Å (SQLite's `lower` and `LIKE` know ASCII only), so
the few letters that matter are replaced before the comparison.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, or_

# After z, in this order; a digit follows so that no name in use comes between.
_ORDER = (("Æ", "zz1"), ("æ", "zz1"), ("Ø", "zz2"), ("ø", "zz2"), ("Å", "zz3"), ("å", "zz3"))
_PLAIN = (
    ("Æ", "a"), ("æ", "a"), ("Ä", "a"), ("ä", "a"), ("Å", "a"), ("å", "a"), ("Á", "a"),
    ("á", "a"), ("Ø", "o"), ("ø", "o"), ("Ö", "o"), ("ö", "o"), ("É", "e"), ("é", "e"),
    ("È", "e"), ("è", "e"), ("Ü", "y"), ("ü", "y"),
)  # fmt: skip
_PAIRS = (("aa", "a"), ("ae", "a"), ("oe", "o"))


def danish_order(column: Any) -> ColumnElement[str]:
    """What to sort a column of names by."""
    return func.lower(_replaced(column, _ORDER))


def danish_key(text: str) -> str:
    """The same for `sorted`."""
    for letter, stand_in in _ORDER:
        text = text.replace(letter, stand_in)
    return text.lower()


def plain(text: str) -> str:
    """`text` without case and without any trace of how its Danish letters were typed."""
    for letter, bare in _PLAIN:
        text = text.replace(letter, bare)
    text = text.lower()
    for pair, bare in _PAIRS:
        text = text.replace(pair, bare)
    return text


def bears(column: Any, text: str) -> list[ColumnElement[bool]]:
    """Conditions: every word of `text` is somewhere in the column."""
    folded = _replaced(func.lower(_replaced(column, _PLAIN)), _PAIRS)
    return [folded.contains(word, autoescape=True) for word in plain(text).split()]


def begins(column: Any, text: str) -> ColumnElement[bool]:
    """Condition: the column, or a word in it, begins with `text`."""
    folded = _replaced(func.lower(_replaced(column, _PLAIN)), _PAIRS)
    start = plain(text)
    return or_(
        folded.startswith(start, autoescape=True), folded.contains(f" {start}", autoescape=True)
    )


def _replaced(column: Any, pairs: tuple[tuple[str, str], ...]) -> ColumnElement[str]:
    for old, new in pairs:
        column = func.replace(column, old, new)
    return column
