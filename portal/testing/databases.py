"""A fresh database for every test, cheaply: a copy of the one the migrations made."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url

from portal.database import Base, db

#: (path, size, when it was changed) of every file in a folder.
Files = frozenset[tuple[str, int, int]]


class Databases:
    """SQLite: the file is copied back. PostgreSQL: the tables are emptied and the kept rows
    (roles, permissions) put back."""

    def __init__(self, folder: Path, server: str) -> None:
        self._server = make_url(server) if server else None
        self._name = f"portal_test_{uuid4().hex[:12]}"
        self._kept = folder / "kept.sqlite"
        self._kept_index = folder / "kept-index"
        self._untouched: Files = frozenset()
        self._rows: list[tuple[str, list[dict[str, object]]]] = []
        if self._server is None:
            self._file = folder / "portal.sqlite"
            self.url = f"sqlite:///{self._file}"
        else:
            self._admin(f'CREATE DATABASE "{self._name}"')
            url = self._server.set(database=self._name)
            self.url = url.render_as_string(hide_password=False)

    def _admin(self, statement: str) -> None:
        assert self._server is not None
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def keep(self, app: Flask) -> None:
        """Remembers the database as it is now; within an application context."""
        db.session.remove()
        if self._server is None:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
            db.engine.dispose()
            shutil.copyfile(self._file, self._kept)
            return
        with db.engine.connect() as connection:
            for table in Base.metadata.sorted_tables:
                rows = [dict(row._mapping) for row in connection.execute(table.select())]
                if rows:
                    self._rows.append((table.name, rows))

    def restore(self, app: Flask) -> None:
        """Brings it back as it was kept."""
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
            if self._server is None:
                self._copy_back()
                return
            names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
            with db.engine.begin() as connection:
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
                for name, rows in self._rows:
                    connection.execute(Base.metadata.tables[name].insert(), rows)
                    self._advance(connection, name, rows)

    def _copy_back(self) -> None:
        """Through SQLite itself: a file replaced under a connection that a test left open would
        be an I/O error in the next test."""
        with (
            contextlib.closing(sqlite3.connect(self._kept)) as kept,
            contextlib.closing(sqlite3.connect(self._file, timeout=30)) as live,
        ):
            live.execute("PRAGMA synchronous=OFF")
            kept.backup(live)

    def hurry(self, app: Flask) -> None:
        """No test in this process pulls the plug, so nothing waits for the disk; those that do
        run processes of their own. Within an application context."""
        if self._server is None:
            event.listen(db.engine, "connect", _wait_for_no_disk)

    def empty_index(self, folder: Path, make: Callable[[], None]) -> None:
        """Puts an empty index into `folder`: made once, then copied, and left where it is while no
        test has written to it."""
        if self._untouched and _files(folder) == self._untouched:
            return
        shutil.rmtree(folder, ignore_errors=True)
        if self._kept_index.is_dir():
            shutil.copytree(self._kept_index, folder)
        else:
            folder.mkdir()
            make()
            shutil.copytree(folder, self._kept_index)
        self._untouched = _files(folder)

    @staticmethod
    def _advance(connection, name: str, rows: list[dict[str, object]]) -> None:
        if "id" in rows[0]:
            highest = max(int(str(row["id"])) for row in rows)
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {highest})")
            )

    def close(self, app: Flask) -> None:
        """Drops what was made on a server."""
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        self.drop()

    def drop(self) -> None:
        """Drops the database on the server, if there is one."""
        if self._server is not None:
            self._admin(f'DROP DATABASE "{self._name}" WITH (FORCE)')


def _wait_for_no_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _files(folder: Path) -> Files:
    found = set()
    for path in folder.rglob("*"):
        state = path.stat()
        found.add((str(path.relative_to(folder)), state.st_size, state.st_mtime_ns))
    return frozenset(found)
