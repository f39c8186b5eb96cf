"""While a hook is answered, the transaction around it is not the plugin's to end.

A plugin that commits, rolls back or closes the session of a request does it to everybody who
comes after: the person is gone from the page, and the next plugin pays for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask_sqlalchemy.session import Session

_closed: ContextVar[bool] = ContextVar("portal_transaction_fenced", default=False)


@contextmanager
def fenced() -> Iterator[None]:
    """Inside, the application's session refuses to be ended."""
    token = _closed.set(True)
    try:
        yield
    finally:
        _closed.reset(token)


class FencedSession(Session):
    """The application's session. Savepoints, and sessions of one's own, are free."""

    def commit(self) -> None:
        """Commits; RuntimeError inside a hook."""
        _refuse("commit")
        super().commit()

    def rollback(self) -> None:
        """Rolls back; RuntimeError inside a hook."""
        _refuse("roll back")
        super().rollback()

    def close(self) -> None:
        """Closes; RuntimeError inside a hook."""
        _refuse("close")
        super().close()

    def reset(self) -> None:
        """Resets; RuntimeError inside a hook."""
        _refuse("reset")
        super().reset()

    def invalidate(self) -> None:
        """Closes and drops the connection; RuntimeError inside a hook."""
        _refuse("invalidate")
        super().invalidate()

    def expunge_all(self) -> None:
        """Forgets all objects; RuntimeError inside a hook."""
        _refuse("empty")
        super().expunge_all()


def _refuse(what: str) -> None:
    if _closed.get():
        raise RuntimeError(f"a hook must not {what} the session: it belongs to the request")
