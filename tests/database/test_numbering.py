"""An id is given out once, also after migrations that build a table anew."""

import sqlite3

import pytest
from sqlalchemy import Integer, text

from portal.database import Base, db
from portal.database.migrations import CORE, downgrade, upgrade

from .landed import SERVER, fill_all, fresh_engine
from .test_upgrades import everything_up, histories, revisions

pytestmark = pytest.mark.skipif(bool(SERVER), reason="PostgreSQL's sequences stand by themselves")


@pytest.fixture
def engine(app, tmp_path):
    with fresh_engine(tmp_path, "") as made:
        yield made


def numbered():
    """The tables whose ids count."""
    for table in Base.metadata.tables.values():
        keys = list(table.primary_key.columns)
        if [key.name for key in keys] == ["id"] and isinstance(keys[0].type, Integer):
            yield table.name


def counting(connection):
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    return {row.name for row in rows if "AUTOINCREMENT" in row.sql}


def reached(connection):
    rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    return {row.name: row.seq for row in rows}


def test_every_table_of_a_portal_counts_on(app):
    with db.engine.connect() as connection:
        there = set(numbered())
        assert len(there) > 80
        assert there - counting(connection) == set()


@pytest.mark.parametrize("owner", histories())
def test_no_migration_gives_an_id_out_again(engine, owner, tmp_path):
    """From the first revision to the newest and back: what was deleted before keeps its number."""
    history = histories()[owner]
    first = revisions(history)[0]
    if owner != "core":
        upgrade(engine, CORE)
    upgrade(engine, history, first)
    fill_all(engine)
    empty(tmp_path)
    with engine.connect() as connection:
        before = reached(connection)
    assert before
    everything_up(engine)
    with engine.connect() as connection:
        assert behind(before, reached(connection)) == set()
        assert set(numbered()) - counting(connection) == set()
    downgrade(engine, history, first)
    with engine.connect() as connection:
        left = counting(connection)
        assert behind(before, reached(connection)) & left == set()
        assert set(before) - left == set()


def empty(folder):
    """As if all had been deleted: a connection of its own, on which nothing cascades."""
    with sqlite3.connect(folder / "landed.sqlite") as connection:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
        for (name,) in connection.execute(tables).fetchall():
            if "alembic" not in name and name != "sqlite_sequence":
                connection.execute(f"DELETE FROM {name}")
    connection.close()


def behind(before, now):
    return {name for name, number in before.items() if now.get(name, 0) < number}


def test_who_is_new_does_not_get_the_number_of_who_was_erased(engine):
    upgrade(engine, CORE, "0010")
    fill_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM portal_user WHERE id = 2"))
    upgrade(engine, CORE)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM portal_user"))
        fields = "email, name, title, phone, active, language, theme, session_version, created_at"
        connection.execute(
            text(
                f"INSERT INTO portal_user ({fields})"
                " VALUES ('n@x', 'Ny', '', '', 1, 'da', 'auto', 1, '2026-11-21')"
            )
        )
        assert connection.scalar(text("SELECT id FROM portal_user")) == 3
