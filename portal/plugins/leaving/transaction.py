"""The transaction in which tables come and go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from portal.database import db, writing
from portal.errors import PortalError


@contextmanager
def whole_or_nothing(what: str) -> Iterator[Connection]:
    """A writing transaction of its own, committed at the end. On SQLite with foreign keys off, and
    checked before the commit. Raises PortalError, with everything as it was."""
    sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        if sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with writing(), connection.begin():
                if not sqlite:  # somebody reading a table that goes is not waited for for ever
                    connection.execute(text("SET LOCAL lock_timeout = '15s'"))
                yield connection
                if sqlite:
                    _check(connection, what)
        except SQLAlchemyError as problem:
            reason = getattr(problem, "orig", None) or problem
            raise PortalError(f"{what} failed: {reason}. Nothing was changed.") from problem
        finally:
            if sqlite:
                connection.rollback()
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def _check(connection: Connection, what: str) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise PortalError(
            f"{what} would leave rows of {tables} without what they refer to. Nothing was changed."
        )
