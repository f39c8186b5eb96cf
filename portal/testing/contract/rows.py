"""A row made up for each table, so that a rule has something to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, String, Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.sql.ddl import sort_tables

from portal.accounts.models import User
from portal.database import UTCDateTime
from portal.testing.factories import Factory


class RowProblem(Exception):
    """No row could be made up; the plugin's tests must say how (`PluginContract.fill`)."""


def make_rows(session: Session, tables: Iterable[Table], user: User) -> None:
    """One row in each table; every column that refers to a person refers to `user`."""
    ids: dict[str, Any] = {"portal_user": user.id}
    for table in sort_tables(tables):
        values = {}
        for column in table.columns:
            value = _value(session, table, column, ids)
            if value is not None:
                values[column.key] = value
        try:
            with session.begin_nested():
                result = session.execute(table.insert().values(**values))
        except (SQLAlchemyError, TypeError, ValueError) as problem:
            text = f"no row could be made up for {table.name}; write fill() in the contract"
            raise RowProblem(f"{text}: {problem}") from problem
        key = result.inserted_primary_key  # type: ignore[attr-defined]
        ids[table.name] = key[0] if key else None


def _value(session: Session, table: Table, column: Column[Any], ids: dict[str, Any]) -> Any:
    """None where the column is to be left to its default."""
    for key in column.foreign_keys:
        target = key.target_fullname.split(".")[0]
        if target == "portal_unit" and target not in ids:
            ids[target] = Factory(session).unit().id
        if target in ids:
            return ids[target]
        return None  # its own table: nothing is above the first row
    if column.nullable or column.default is not None or column.server_default is not None:
        return None
    if column.primary_key and column is table.autoincrement_column:
        return None
    return _made_up(column)


def _made_up(column: Column[Any]) -> Any:
    if isinstance(column.type, String):
        enums = getattr(column.type, "enums", None)
        return enums[0] if enums else "x"
    if isinstance(column.type, UTCDateTime):
        return dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    try:
        kind = column.type.python_type
    except NotImplementedError:
        return []
    made: dict[type, Any] = {
        bool: False,
        int: 1,
        float: 1.0,
        bytes: b"x",
        dict: {},
        list: [],
        dt.date: dt.date(2026, 11, 21),
        dt.datetime: dt.datetime(2026, 11, 21, tzinfo=dt.UTC),
        dt.time: dt.time(12),
    }
    return made.get(kind, "x")
