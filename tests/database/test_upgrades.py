"""No upgrade loses a row or a value: from the first landed version, and from every revision of
every history there is, on SQLite and on PostgreSQL."""

import sqlite3

import pytest

from portal.database.migrations import CORE, History, current, downgrade, upgrade
from portal.runtime import portal

from .landed import SERVER, SQL, common, contents, fill_all, fresh_engine, lost


def histories():
    """The core's and the bundled plugins', without an application."""
    from portal.config import CHECKOUT_PLUGINS
    from portal.plugins.discovery import discover

    found = {"core": CORE}
    for candidate in discover([CHECKOUT_PLUGINS]):
        versions = candidate.place / "migrations" / "versions"
        if candidate.source == "folder" and versions.is_dir():
            found[candidate.name] = History(candidate.name, versions)
    return found


def revisions(history):
    """From the first to the newest."""
    return [one.revision for one in reversed(list(history.script().walk_revisions()))]


STEPS = [
    pytest.param(history, older, id=f"{name}-{older}")
    for name, history in histories().items()
    for older in revisions(history)[:-1]
]


def everything_up(engine):
    for history in [CORE, *portal().plugins.histories()]:
        upgrade(engine, history)


@pytest.fixture
def engine(app, tmp_path):
    with fresh_engine(tmp_path) as made:
        yield made


@pytest.mark.skipif(bool(SERVER), reason="the fixture is a database of SQLite")
def test_the_first_landed_version_is_upgraded_with_every_row_and_value(app, tmp_path):
    with sqlite3.connect(tmp_path / "landed.sqlite") as connection:
        connection.executescript(SQL.read_text(encoding="utf-8"))
    connection.close()
    with fresh_engine(tmp_path) as engine:
        before = contents(engine)
        assert len(before) >= 39 and all(before.values())
        assert current(engine, CORE) == "0001"
        everything_up(engine)
        assert lost(before, contents(engine)) == []


@pytest.mark.parametrize("history, older", STEPS)
def test_an_upgrade_from_any_revision_keeps_every_row_and_value(engine, history, older):
    if history.owner != "core":
        upgrade(engine, CORE)
    upgrade(engine, history, older)
    fill_all(engine)
    before = contents(engine)
    everything_up(engine)
    assert lost(before, contents(engine)) == []


@pytest.mark.parametrize("history, older", STEPS)
def test_a_step_down_and_up_again_keeps_what_both_have(engine, history, older):
    if history.owner != "core":
        upgrade(engine, CORE)
    newer = revisions(history)[revisions(history).index(older) + 1]
    upgrade(engine, history, newer)
    fill_all(engine)
    full = contents(engine)
    downgrade(engine, history, older)
    kept = common(contents(engine), full)
    assert lost(kept, contents(engine)) == []
    upgrade(engine, history, newer)
    assert lost(kept, contents(engine)) == []


def test_a_lost_row_and_a_changed_value_would_be_noticed(engine):
    """The comparison itself."""
    from sqlalchemy import text

    upgrade(engine, CORE)
    fill_all(engine)
    before = contents(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE portal_user SET name = 'else' WHERE id = 1"))
        connection.execute(text("DELETE FROM portal_event_guest WHERE id = 2"))
    found = lost(before, contents(engine))
    assert len(found) == 2
    assert found[0].startswith("portal_user") and "else" in found[0]
    assert len(lost(before, {})) >= 30
