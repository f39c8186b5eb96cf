"""Who writes next: on SQLite one at a time, and everybody in the order of asking.

SQLite's own waiting looks every tenth of a second whether the lock is free. Under load it never
is at that moment, for somebody else has just taken it: a few wait until they are told that the
database is locked, while others get through. So the threads of a process stand in line here, and
the first of them asks SQLite often enough to have the same chance as those of other processes.
"""

from __future__ import annotations

import gc
import logging
import sqlite3
import threading
import time
from collections import deque
from typing import Any

from sqlalchemy import Connection, Engine, event

log = logging.getLogger("portal.database")
HELD = "portal_turn"
#: So long SQLite itself waits at a time, looking after 1, 2 and 5 ms.
ASK_EVERY_MS = 8


class Line:
    """First come, first served, among the threads of this process."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def take(self, timeout: float) -> bool:
        """Waits for one's turn; False if it did not come in time."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(timeout):
            return True
        with self._guard:
            if mine.is_set():  # it came just now
                return True
            self._waiting.remove(mine)
            return False

    def pass_on(self) -> None:
        """The next one's turn."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


class Turns:
    """Begins the writing transactions of one engine, and passes the turn on when they end."""

    def __init__(self, engine: Engine, timeout_ms: int) -> None:
        self._line = Line()
        self._timeout_ms = timeout_ms
        event.listen(engine, "commit", self._over)
        event.listen(engine, "rollback", self._over)
        # However a connection goes back, the turn does not stay with it.
        for ending in ("checkin", "invalidate", "soft_invalidate"):
            event.listen(engine, ending, self._returned)

    def begin(self, connection: Connection) -> None:
        """BEGIN IMMEDIATE; raises OperationalError ('database is locked') after the timeout."""
        deadline = time.monotonic() + self._timeout_ms / 1000
        if self._line.take(self._timeout_ms / 1000):
            connection.info[HELD] = True
        try:
            self._begin(connection, deadline)
        except BaseException:
            self._over(connection)
            raise

    def _begin(self, connection: Connection, deadline: float) -> None:
        raw: Any = connection.connection.dbapi_connection
        raw.execute(f"PRAGMA busy_timeout={ASK_EVERY_MS}").close()
        tidied = False
        try:
            while time.monotonic() < deadline:
                try:
                    raw.execute("BEGIN IMMEDIATE").close()
                    return
                except sqlite3.OperationalError as problem:
                    if "locked" not in str(problem):
                        raise
                    if problem.sqlite_errorname == "SQLITE_BUSY_SNAPSHOT" and not tidied:
                        tidied = _let_go_of_old_reads()
        finally:
            raw.execute(f"PRAGMA busy_timeout={self._timeout_ms}").close()
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _over(self, connection: Connection) -> None:
        if not connection.invalidated and connection.info.pop(HELD, False):
            self._line.pass_on()

    def _returned(self, _connection: Any, record: Any, *_more: Any) -> None:
        if record.info.pop(HELD, False):
            self._line.pass_on()


def _let_go_of_old_reads() -> bool:
    """Somebody asked on this connection and never read the answer to its end: it still reads the
    database as it was then, and waiting for a lock would not help. Nobody needs that answer any
    longer, so collecting the garbage closes it."""
    log.warning("an answer of the database was left unread; its connection is freed")
    gc.collect()
    return True
