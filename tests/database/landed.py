"""Databases at older revisions, with rows in every table; `python -m tests.database.landed` wrote
first_landed.sql, the database of the first version that was landed. It is never written again."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from portal.database.transactions import configure, writing
from portal.plugins.leaving.belongings import reflected
from portal.testing.filling import fill

SQL = Path(__file__).with_name("first_landed.sql")
#: Made anew by a migration on purpose: the core's 0009 counts what was searched in vain in another
#: way and keeps none of the old marks. What is in here needs a reason like that one.
MADE_ANEW = ("portal_search_miss",)
SERVER = os.environ.get("PORTAL_TEST_DATABASE_URL", "")


@contextmanager
def fresh_engine(folder, server=SERVER):
    """An empty database: SQLite, or one made on the server of the tests."""
    if not server:
        engine = create_engine(f"sqlite:///{folder / 'landed.sqlite'}")
        configure(engine)
        yield engine
        engine.dispose()
        return
    name = f"portal_test_{uuid4().hex[:12]}"
    admin = create_engine(make_url(server), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine = create_engine(make_url(server).set(database=name))
    configure(engine)
    try:
        yield engine
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        admin.dispose()


def fill_all(engine):
    """Two rows in every table."""
    with writing(), engine.begin() as connection:
        return fill(connection, reflected(connection), 2)


def contents(engine):
    """Table -> primary key -> column -> value."""
    found = {}
    with engine.connect() as connection:
        for table in reflected(connection).sorted_tables:
            if "alembic" in table.name:
                continue
            keys = [column.name for column in table.primary_key.columns]
            rows = connection.execute(select(table)).mappings()
            found[table.name] = {tuple(row[key] for key in keys): dict(row) for row in rows}
    return found


def lost(before, after):
    """What was there before and is not, or is something else: words, one a difference."""
    found = []
    for table, rows in before.items():
        if table.startswith(MADE_ANEW):
            continue
        if table not in after:
            found.append(f"the table {table}")
            continue
        for key, row in rows.items():
            if key not in after[table]:
                found.append(f"{table} {key}")
                continue
            now = after[table][key]
            found += [
                f"{table} {key} {column}: {value!r} is {now[column]!r}"
                for column, value in row.items()
                if column in now and now[column] != value
            ]
            found += [f"{table}.{column}" for column in row if column not in now]
    return found


def common(earlier, later):
    """The tables and columns of `later` that are there in `earlier`, too."""
    return {
        table: {
            key: {
                column: value
                for column, value in row.items()
                if column in next(iter(earlier[table].values()), row)
            }
            for key, row in rows.items()
        }
        for table, rows in later.items()
        if table in earlier
    }


def write_sql() -> None:
    """The database of the first landed version, as SQL."""
    import sqlite3
    import tempfile

    from portal.database.migrations import CORE, History, upgrade

    versions = Path("plugins/factsheets/portal_factsheets/migrations/versions")
    with tempfile.TemporaryDirectory() as folder:
        with fresh_engine(Path(folder), "") as engine:
            upgrade(engine, CORE, "0001")
            upgrade(engine, History("factsheets", versions), "0001")
            fill_all(engine)
        with sqlite3.connect(Path(folder) / "landed.sqlite") as connection:
            SQL.write_text("\n".join(connection.iterdump()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_sql()
