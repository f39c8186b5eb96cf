"""SQLite: what a migration builds anew goes on counting where the old table stopped.

Alembic changes a table by copying it into a new one. SQLAlchemy does not read that a table never
gives out an id twice, so the copy would, and how far the ids had come would be gone with the old
table: the next account would get the number, and the old addresses, of one that was erased.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic.ddl.sqlite import SQLiteImpl
from sqlalchemy import Connection, Inspector, Table, text

_NUMBERED = re.compile(r"\bPRIMARY\s+KEY\s+AUTOINCREMENT\b", re.IGNORECASE)
_MASTER = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")


class CountingImpl(SQLiteImpl):
    """Alembic's way with SQLite, which takes the AUTOINCREMENT of a table along."""

    # By this name Alembic takes it instead of its own.
    __dialect__ = "sqlite"

    def autogen_column_reflect(
        self, inspector: Inspector, table: Table, column_info: dict[str, Any]
    ) -> None:
        """Called for each column of a table that is about to be built anew."""
        super().autogen_column_reflect(inspector, table, column_info)
        if column_info.get("primary_key") and self.connection is not None:
            found = self.connection.scalar(_MASTER, {"name": table.name})
            if found and _NUMBERED.search(found):
                table.dialect_options["sqlite"]["autoincrement"] = True


@contextmanager
def counting_on(connection: Connection) -> Iterator[None]:
    """What runs in here leaves no table's ids behind where they had come to. For SQLite."""
    before = _reached(connection)
    yield
    after = _reached(connection)
    for name, number in before.items():
        found = connection.scalar(_MASTER, {"name": name})
        if number <= after.get(name, 0) or not (found and _NUMBERED.search(found)):
            continue
        change = (
            "UPDATE sqlite_sequence SET seq = :number WHERE name = :name"
            if name in after
            else "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"
        )
        connection.execute(text(change), {"name": name, "number": number})


def _reached(connection: Connection) -> dict[str, int]:
    there = connection.scalar(_MASTER, {"name": "sqlite_sequence"})
    if not there:
        return {}
    rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    return {row.name: row.seq or 0 for row in rows}
