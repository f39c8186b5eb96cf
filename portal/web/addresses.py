"""Numbers in addresses and forms: an id that no database could hold is simply not there."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

#: The largest id of PostgreSQL's integer; SQLite could hold more, and raises far beyond.
MAX_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """`<int:...>` up to the largest id; beyond it no route matches, which is a 404."""

    def __init__(self, map: Any, fixed_digits: int = 0, **options: Any) -> None:
        super().__init__(map, fixed_digits, **{"max": MAX_ID, **options})


def as_id(text: object) -> int | None:
    """The id that was typed or sent, None for anything that cannot be one."""
    plain = str(text or "").strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 10):
        return None
    number = int(plain)
    return number if 0 < number <= MAX_ID else None


def init_app(app: Flask) -> None:
    """Makes every `<int:...>` of the portal and its plugins one that fits."""
    app.url_map.converters["int"] = IdConverter
