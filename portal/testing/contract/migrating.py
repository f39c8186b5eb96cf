"""Migrations: up, down and up again on an empty database, and no drift."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, inspect, text

from portal.database.migrations import CORE, History, MigrationError, downgrade, drift, upgrade
from portal.database.transactions import configure
from portal.testing.contract.findings import Finding
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject


@rule("D6", "D7", "D8", stage="app")
def migrations_go_up_down_and_up(subject: Subject) -> Iterator[Finding]:
    """Whole each time, and what they make is what the models say."""
    if not subject.has_loaded:
        return
    history = subject.loaded.history
    if history is None:
        if subject.tables:
            names = ", ".join(table.name for table in subject.tables)
            at = subject.root / "migrations" / "versions"
            yield subject.finding("D6", f"no migration makes {names}", at)
        return
    with empty_database() as engine:
        try:
            for before in needed(subject):
                upgrade(engine, before)
            others = schema_of_others(engine, subject)
            upgrade(engine, history)
            if schema_of_others(engine, subject) != others:
                text = "the migrations change tables of others"
                yield subject.finding("D8", text, history.versions)
            yield from _differences(subject, engine, history)
            downgrade(engine, history)
            if left := own_in(engine, subject):
                text = f"downgrade() leaves {', '.join(left)} behind"
                yield subject.finding("D6", text, history.versions)
            upgrade(engine, history)
        except MigrationError as problem:
            yield subject.finding("D6", str(problem), history.versions)


def _differences(subject: Subject, engine: Engine, history: History) -> Iterator[Finding]:
    for difference in drift(engine, history):
        text = f"models and migrations disagree: {_words(difference)}"
        yield subject.finding("D7", text, history.versions)


def _words(difference: object) -> str:
    if isinstance(difference, list) and difference:
        difference = difference[0]
    if isinstance(difference, tuple):
        parts = [part for part in difference if part is not None]
        return " ".join(getattr(part, "name", None) or str(part) for part in parts)[:200]
    return str(difference)[:200]


@contextmanager
def empty_database() -> Iterator[Engine]:
    """An SQLite database of its own, used as the portal uses its."""
    with (
        tempfile.TemporaryDirectory() as folder,
        database_at(Path(folder) / "empty.sqlite") as engine,
    ):
        yield engine


@contextmanager
def database_at(path: Path) -> Iterator[Engine]:
    """The database in a file, used as the portal uses its own."""
    engine = create_engine(f"sqlite:///{path}")
    configure(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def needed(subject: Subject) -> list[History]:
    """The histories that come before the plugin's: the core's, and of what it requires."""
    plugins = subject.core.plugins
    wanted: set[str] = set()
    waiting = list(subject.plugin.requires)
    while waiting:
        name = waiting.pop()
        entry = plugins.loaded.get(name)
        if name not in wanted and entry is not None and entry.plugin is not None:
            wanted.add(name)
            waiting.extend(entry.plugin.requires)
    return [CORE, *(found for found in plugins.histories() if found.owner in wanted)]


def schema_of_others(engine: Engine, subject: Subject) -> dict[str, str]:
    """The statements that made what is not the plugin's, by name."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, tbl_name, sql FROM sqlite_master"))
        return {
            row.name: row.sql or ""
            for row in rows
            if not row.tbl_name.startswith((f"{subject.name}_", "portal_alembic_", "sqlite_"))
        }


def own_in(engine: Engine, subject: Subject) -> list[str]:
    """The plugin's tables in a database."""
    names = inspect(engine).get_table_names()
    return sorted(name for name in names if name.startswith(f"{subject.name}_"))
