"""Data on its way to a template: only what JSON knows, without signs that no page can bear."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

# Control characters except tab and line ends, halves of surrogate pairs, and marks that would turn
# round what stands after them, too: right to left is known by its letters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def printable(value: Any) -> Any:
    """`value` as strings, numbers, booleans, None, lists and dictionaries; everything else as
    the words it is on screen (lazy translations), dates as ISO."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [printable(one) for one in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return _UNPRINTABLE.sub("", str(value))
