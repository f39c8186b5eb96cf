"""Guarded dispatch: plugins are called one by one, and a failure stays where it happened.

pluggy stops at the first implementation that raises; here each is called through a caller of
its own, inside a savepoint where the request writes. A failure is logged with an id, kept for
the administrator, and repeated ones take the plugin out while the portal stays up.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from portal.plugins.answers import checked

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
        try:
            if session is not None:
                with session.begin_nested():
                    yield outcome
            else:
                yield outcome
        except (Exception, SystemExit) as problem:
            outcome.clear()
            self.report(plugin, place, problem)

    def report(self, plugin: str, place: str, problem: BaseException) -> str:
        """Logs a failure and hands it on; returns its id."""
        error_id = "F-" + secrets.token_hex(4)
        log.error(
            "%s: plugin %s failed in %s\n%s",
            error_id,
            plugin,
            place,
            "".join(traceback.format_exception(problem)),
        )
        self._failed(plugin, place, error_id, problem)
        return error_id
