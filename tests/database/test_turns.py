"""Everybody gets to write, in the order of asking."""

from __future__ import annotations

import gc
import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from portal.access.models import Role
from portal.database import db, own_session
from portal.database.turns import HELD, Line


def started(target):
    thread = threading.Thread(target=target)
    thread.start()
    return thread


def test_first_come_first_served():
    line, order, threads = Line(), [], []
    assert line.take(0)
    for number in range(8):
        waiting = threading.Event()

        def wait(number=number, waiting=waiting):
            waiting.set()
            assert line.take(30)
            order.append(number)
            line.pass_on()

        before = len(line._waiting)
        threads.append(started(wait))
        waiting.wait(10)
        while len(line._waiting) == before:
            pass
    line.pass_on()
    for thread in threads:
        thread.join()

    assert order == list(range(8))
    assert line.take(0)


def test_who_gives_up_holds_nobody_back():
    line = Line()
    assert line.take(0)
    assert not line.take(0.01)
    line.pass_on()
    assert line.take(0)


@pytest.fixture
def sqlite(app):
    db.session.rollback()
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL needs no turns")


def test_every_way_a_transaction_can_end_passes_the_turn_on(app, sqlite):
    def committed():
        with own_session() as session:
            session.scalar(select(Role.id))

    def rolled_back():
        with db.engine.connect() as connection:
            connection.execute(text("select 1"))
            assert connection.info[HELD]
            connection.rollback()

    def left_open():
        with db.engine.connect() as connection:
            connection.execute(text("select 1"))

    def failed():
        with pytest.raises(OperationalError), db.engine.begin() as connection:
            connection.execute(text("select nonsense"))

    def invalidated():
        with db.engine.connect() as connection:
            connection.execute(text("select 1"))
            connection.invalidate()

    for ending in (committed, rolled_back, left_open, failed, invalidated):
        ending()
        thread = started(lambda: committed_in(app))
        thread.join(10)
        assert not thread.is_alive(), f"after {ending.__name__} nobody could write"


def committed_in(app):
    with app.app_context(), own_session() as session:
        session.scalar(select(Role.id))


def test_a_lock_of_another_process_is_waited_for_and_then_named(app, sqlite, monkeypatch):
    import sqlite3

    other = sqlite3.connect(db.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    (turns,) = (
        one.__closure__[0].cell_contents
        for one in db.engine.dispatch.begin
        if one.__closure__ is not None
    )
    monkeypatch.setattr(turns, "_timeout_ms", 50)
    with pytest.raises(OperationalError, match="locked"), db.engine.begin():
        pass
    other.execute("COMMIT")
    other.close()
    with db.engine.begin() as connection:
        assert connection.execute(text("select 1")).scalar() == 1


def test_an_answer_that_nobody_read_to_its_end_wedges_no_connection(app, sqlite, caplog):
    """Found in a test of a plugin: the connection stayed in the past, and every later write on it
    was 'locked' until the timeout."""
    gc.disable()  # until it is asked for
    with db.engine.connect() as first:
        first.execute(text("select 1"))
        raw = first.connection.dbapi_connection
        first.commit()
        unread = raw.execute("SELECT name FROM sqlite_master")
        unread.fetchone()
        ring = [unread]
        ring.append(ring)  # only the collector finds it
        del unread, ring
        second = db.engine.connect()
        second.execute(text("UPDATE portal_role SET description = 'x'"))
        second.commit()
        second.close()
        first.execute(text("UPDATE portal_role SET name = name"))
        first.commit()
    gc.enable()
    assert "left unread" in caplog.text
