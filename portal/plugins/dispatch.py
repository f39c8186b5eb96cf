"""Guarded dispatch: plugins are called one by one, and a failure stays where it happened.

pluggy stops at the first implementation that raises; here each is called through a caller of
its own, inside a savepoint where the request writes. A failure is logged with an id, kept for
the administrator, and repeated ones take the plugin out while the portal stays up.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import has_request_context
from sqlalchemy.orm import Session

from portal.database import db
from portal.database.fence import fenced
from portal.database.transactions import is_reading
from portal.plugins.answers import checked
from portal.plugins.pace import Paces
from portal.plugins.words import trace_of

if TYPE_CHECKING:
    from portal.plugins.manager import PluginManager

log = logging.getLogger("portal.plugins")


class Dispatch:
    """Calls hooks. `failed(plugin, place, error_id, problem)` is told of every failure."""

    def __init__(
        self, manager: PluginManager, failed: Callable[[str, str, str, BaseException], None]
    ) -> None:
        self._manager = manager
        self._failed = failed
        self.paces = Paces()

    def each(
        self, hook: str, /, session: Session | None = None, **arguments: Any
    ) -> Iterator[tuple[str, Any]]:
        """Yields (plugin name, result) for every plugin that is on and implements `hook`; what a
        hook answers is drained and checked inside the guard.

        With `session`, each call runs in a savepoint of that session, and the session is an
        argument of the hook.
        """
        if session is not None:
            arguments["session"] = session
        for name in self._manager.implementing(hook):
            with self.guard(name, hook, session) as outcome:
                outcome.append(checked(hook, self._manager.call_one(hook, name, arguments)))
            if outcome and outcome[0] is not None:
                yield name, outcome[0]

    def collect(self, hook: str, /, **arguments: Any) -> list[Any]:
        """The items of every plugin's answer to `hook`, in one list."""
        found: list[Any] = []
        for name in self._manager.implementing(hook):
            with self.guard(name, hook) as outcome:
                outcome.extend(checked(hook, self._manager.call_one(hook, name, arguments)) or ())
                found.extend(outcome)
        return found

    def denies(self, hook: str, /, **arguments: Any) -> bool:
        """Whether any plugin answers False, or fails to answer."""
        for name in self._manager.implementing(hook):
            answered = False
            with self.guard(name, hook) as outcome:
                outcome.append(self._manager.call_one(hook, name, arguments))
                answered = True
            if not answered or outcome[0] is False:
                return True
        return False

    @contextmanager
    def guard(self, plugin: str, place: str, session: Session | None = None) -> Iterator[list[Any]]:
        """Runs the block for `plugin`; an exception is reported and goes no further."""
        outcome: list[Any] = []
        begin = time.perf_counter()
        try:
            if session is not None:
                with session.begin_nested(), fenced():
                    yield outcome
            else:
                with fenced():
                    yield outcome
            slow = self.paces.note(plugin, place, time.perf_counter() - begin)
            if slow is not None:  # what it answered is taken; five times are too many
                self.report(plugin, place, slow)
        except BaseException as problem:
            if isinstance(problem, KeyboardInterrupt) and not has_request_context():
                raise  # somebody at a terminal; a page has no keyboard
            outcome.clear()
            if session is None:  # else its savepoint is rolled back
                self._heal()
            self.report(plugin, place, problem)

    @staticmethod
    def _heal() -> None:
        """On PostgreSQL a failed statement spoils the transaction for everybody after it; where
        nothing can have been written, a new one is begun."""
        if (
            is_reading()  # not the method: jobs make addresses in a request that is none
            and db.engine.dialect.name != "sqlite"
            and db.session.registry.has()
        ):
            db.session.rollback()

    def report(self, plugin: str, place: str, problem: BaseException) -> str:
        """Logs a failure and hands it on; returns its id."""
        error_id = "F-" + secrets.token_hex(4)
        log.error(
            "%s: plugin %s failed in %s\n%s",
            error_id,
            plugin,
            place,
            trace_of(problem),
        )
        self._failed(plugin, place, error_id, problem)
        return error_id
