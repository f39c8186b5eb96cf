"""Rows in every table of a database, made up from the database's own description of itself: for
tests about what becomes of rows, whatever tables there will be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Time,
    func,
    inspect,
    select,
    text,
)

#: Answers a value for (table, column, number of the row), or None for one that is made up.
Special = Callable[[str, str, int], Any]
MOMENT = dt.datetime(2026, 11, 21, 12, 30, 15, 123456)


def fill(
    connection: Connection, metadata: MetaData, rows: int = 2, special: Special | None = None
) -> dict[str, int]:
    """Adds `rows` rows to every table of `metadata` (reflected) but those of migrations, in an
    order that respects foreign keys. Returns table -> rows added.

    Texts are Danish and of full length, uniqueness and simple checks are respected, a row of a
    tree stands below the one before it. Raises SQLAlchemy's errors where that is not enough.
    """
    made: dict[str, list[Any]] = {}
    added = {}
    for table in metadata.sorted_tables:
        if "alembic" in table.name:
            continue
        keys = _keys(connection, table)
        for number in range(1, rows + 1):
            values = _row(connection, table, keys or 0, made, number, special)
            connection.execute(table.insert().values(values))
            made.setdefault(table.name, []).append(values)
        added[table.name] = rows
        if keys is not None and connection.dialect.name == "postgresql":
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :highest)"),
                {"table": table.name, "highest": keys + rows},
            )
    return added


def _keys(connection: Connection, table: Table) -> int | None:
    """The highest id so far; None for a table that has none of its own."""
    keys = list(table.primary_key.columns)
    if len(keys) != 1 or not isinstance(keys[0].type, Integer) or keys[0].name != "id":
        return None
    return connection.scalar(select(func.max(keys[0]))) or 0


def _row(
    connection: Connection,
    table: Table,
    highest: int,
    made: dict[str, list[Any]],
    number: int,
    special: Special | None,
) -> dict[str, Any]:
    allowed = _allowed(connection, table)
    primary = list(table.primary_key.columns)
    row = {}
    for column in table.columns:
        wanted = special(table.name, column.name, number) if special else None
        target = next((key.column for key in column.foreign_keys), None)
        if wanted is not None:
            row[column.name] = wanted
        elif target is not None:
            rows = made.get(target.table.name, [])
            if not rows:
                row[column.name] = None  # the first of a tree
            else:
                at = len(rows) - 1 if target.table is table else (number - 1) % len(rows)
                row[column.name] = rows[at][target.name]
        elif len(primary) == 1 and column in primary and isinstance(column.type, Integer):
            row[column.name] = highest + number
        elif column.name in allowed:
            choices = allowed[column.name]
            row[column.name] = choices[number % len(choices)]
        else:
            row[column.name] = _value(column, number)
    return row


def _value(column: Column[Any], number: int) -> Any:
    kind = column.type
    made: list[tuple[Any, Callable[[], Any]]] = [
        (JSON, lambda: {"ord": ["blåbærgrød", number, None, True], "dybt": {"æ": 1.5}}),
        (Boolean, lambda: number % 2 == 0),
        (Integer, lambda: number),
        (Float, lambda: number + 0.25),
        (Numeric, lambda: number),
        (DateTime, lambda: MOMENT + dt.timedelta(days=number)),
        (Date, lambda: MOMENT.date() + dt.timedelta(days=number)),
        (Time, lambda: MOMENT.time()),
        (LargeBinary, lambda: bytes(range(256)) + bytes([number])),
    ]
    for wanted, make in made:
        if isinstance(kind, wanted):
            return make()
    length = getattr(kind, "length", None)
    long = f"{number} {column.table.name}.{column.name}: Æbler; \"øl\" & 'ål'\n= –"
    if not length:
        return long * 20
    return (f"{number}æøå" + column.name * 40)[:length]


def _allowed(connection: Connection, table: Table) -> dict[str, list[Any]]:
    """Column -> values that its check constraints let pass, where they are simply listed."""
    found: dict[str, list[Any]] = {}
    for check in inspect(connection).get_check_constraints(table.name):
        words = check["sqltext"]
        outside = re.sub(r"'[^']*'", "", words)
        names = {one.name for one in table.columns if re.search(rf"\b{one.name}\b", outside)}
        values = re.findall(r"'([^']*)'", words) or list(map(int, re.findall(r"\b\d+\b", words)))
        if len(names) == 1 and values:
            found[names.pop()] = values
    return found
