"""Values of the database as JSON and back, losing nothing."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, ColumnElement, Text, cast, null

_PLAIN = (str, int, float, bool, type(None))
_WRITE: dict[type[Any], tuple[str, Callable[[Any], Any]]] = {
    dt.datetime: ("moment", lambda value: value.isoformat()),
    dt.date: ("day", lambda value: value.isoformat()),
    dt.time: ("time", lambda value: value.isoformat()),
    dt.timedelta: ("seconds", lambda value: value.total_seconds()),
    Decimal: ("decimal", str),
    bytes: ("bytes", lambda value: base64.b64encode(value).decode()),
    UUID: ("uuid", str),
}
_READ: dict[str, Callable[[Any], Any]] = {
    "moment": dt.datetime.fromisoformat,
    "day": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "seconds": lambda value: dt.timedelta(seconds=value),
    "decimal": Decimal,
    "bytes": base64.b64decode,
    "uuid": UUID,
    "json": lambda value: JSON.NULL if value is None else value,
}


def selected(column: Column[Any]) -> ColumnElement[Any]:
    """A column as it is read: JSON as its text, for JSON's null is not the database's."""
    return cast(column, Text).label(column.name) if is_json(column) else column


def is_json(column: Column[Any]) -> bool:
    """Whether a column holds JSON."""
    return isinstance(column.type, JSON)


def written(column: Column[Any], value: Any) -> Any:
    """A value for the export. Raises TypeError for one of an unknown type."""
    if value is None:
        return None
    if is_json(column):
        return {"json": json.loads(value)}
    for kind, (word, write) in _WRITE.items():
        if isinstance(value, kind):
            return {word: write(value)}
    if isinstance(value, _PLAIN):
        return value
    raise TypeError(f"{column.table.name}.{column.name} holds a {type(value).__name__}")


def read(value: Any) -> Any:
    """A value of the export, for the database. Raises ValueError, TypeError or KeyError."""
    if value is None:
        return null()
    if not isinstance(value, dict):
        return value
    ((word, inner),) = value.items()
    return _READ[word](inner)


def plain(value: Any) -> str:
    """A value of the export as somebody reads it in a table; no spreadsheet takes it for a
    formula."""
    if isinstance(value, dict):
        value = next(iter(value.values()))
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text[:1] in "=+-@\t\r" and isinstance(value, str) else text
