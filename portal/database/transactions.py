"""Which transactions read and which write.

SQLite lets one connection write at a time. A transaction that reads first and writes later
fails at once when another wrote in between, whatever the busy timeout; one that says
BEGIN IMMEDIATE before its first read waits its turn instead. So every transaction knows from
the start which kind it is: a request with a safe method reads (and cannot write, by
`PRAGMA query_only`), everything else writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from portal.database.base import db
from portal.database.turns import Turns

Mode = Literal["read", "write"]
_mode: ContextVar[Mode] = ContextVar("portal_transaction_mode", default="write")

BUSY_TIMEOUT_MS = 15_000


def is_reading() -> bool:
    """Whether what runs now only reads: nothing can have been written."""
    return _mode.get() == "read"


def set_mode(mode: Mode) -> None:
    """Says what the transactions begun from here on in this context are for."""
    _mode.set(mode)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read; on SQLite they keep nobody waiting."""
    yield from _switched("read")


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside may write; on SQLite they wait for their turn first."""
    yield from _switched("write")


def _switched(mode: Mode) -> Iterator[None]:
    token = _mode.set(mode)
    try:
        yield
    finally:
        _mode.reset(token)


@contextmanager
def own_session(mode: Mode = "write") -> Iterator[Session]:
    """A session of its own, committed at the end: for what must be kept whatever becomes of
    the request around it (a failed sign-in, a count of readers).

    Raises RuntimeError inside a writing transaction of the same context, which holds the lock
    that this one would wait for.
    """
    if mode == "write" and _mode.get() == "write" and _has_transaction():
        # It would wait for the very transaction that waits for it, until the timeout.
        raise RuntimeError("own_session() inside a writing transaction; commit or use its session")
    token = _mode.set(mode)
    try:
        with Session(db.engine) as session:
            yield session
            session.commit()
    finally:
        _mode.reset(token)


def _has_transaction() -> bool:
    return db.session.registry.has() and db.session().in_transaction()


def configure(engine: Engine) -> None:
    """Makes `engine` begin its transactions as this module promises."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        turns = Turns(engine, BUSY_TIMEOUT_MS)
        event.listen(engine, "begin", lambda connection: _on_sqlite_begin(connection, turns))
    else:
        event.listen(engine, "begin", _on_begin)


def _on_sqlite_connect(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own habit of beginning late is switched off: _on_sqlite_begin does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: what was acknowledged survives a power cut too, not only a killed process.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _on_sqlite_begin(connection: Connection, turns: Turns) -> None:
    if _mode.get() == "read":
        connection.exec_driver_sql("PRAGMA query_only=1")
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("PRAGMA query_only=0")
        turns.begin(connection)


def _on_begin(connection: Connection) -> None:
    if _mode.get() == "read":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
