"""The plugin's migrations, tried on a copy of the portal's database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from portal.database.migrations import MigrationError, current, downgrade, upgrade
from portal.testing.contract.findings import Finding
from portal.testing.contract.migrating import database_at, needed
from portal.testing.contract.subject import Subject


def migrations_on_a_copy(subject: Subject, copy: Path) -> Iterator[Finding]:
    """Up from where that database stands, with every row of everybody kept; where the plugin is
    new there, down and up again too."""
    history = subject.loaded.history
    if history is None:
        return
    where = "on a copy of the portal's database"
    with database_at(copy) as engine:
        try:
            for before in needed(subject):
                upgrade(engine, before)
            is_new = current(engine, history) is None
            rows = counts(engine)
            upgrade(engine, history)
            if is_new:
                downgrade(engine, history)
                upgrade(engine, history)
        except MigrationError as problem:
            yield subject.finding("D6", f"{where}: {problem}", history.versions)
            return
        after = counts(engine)
        for table, number in rows.items():
            if after.get(table, 0) < number:
                left = f"{table} has {after.get(table, 0)} of {number} rows left"
                yield subject.finding("D8", f"{where}: {left}", history.versions)


def counts(engine: Engine) -> dict[str, int]:
    """How many rows each table has, without the tables of versions."""
    names = [name for name in inspect(engine).get_table_names() if "alembic" not in name]
    with engine.connect() as connection:
        quote = engine.dialect.identifier_preparer.quote
        return {
            name: connection.scalar(text(f"SELECT count(*) FROM {quote(name)}")) or 0  # noqa: S608
            for name in names
        }
