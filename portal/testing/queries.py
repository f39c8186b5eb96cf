"""Counting the queries of a piece of code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from portal.database import db
from portal.plugins.models import PluginState

#: What begins a statement of the transactions' own, not of the code that is counted.
OWN = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", "SET TRANSACTION")

#: Which plugins are on: asked again every half second, so by how slow the machine is.
BY_THE_CLOCK = f"FROM {PluginState.__tablename__}"


@contextmanager
def counting() -> Iterator[list[str]]:
    """Yields the list of the statements run inside, without the transactions' own and those that
    only time brings about."""
    statements: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        if not statement.upper().startswith(OWN) and BY_THE_CLOCK not in statement:
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
