"""Asking the plugins: what they publish, what is wished for, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.errors import PortalError
from portal.practices.words import Outcome, OutcomeState, Wish
from portal.runtime import portal


class ServiceFailed(PortalError):
    """Another plugin could not answer; its failure is logged and counted as its own."""


class Service:
    """What another plugin publishes, each call at that plugin's own risk.

    A call whose first argument is a session runs in a savepoint. A `PortalError` of the service
    reaches the caller, for it is an answer; anything else is reported as the plugin's failure, and
    the caller is told `ServiceFailed`.
    """

    def __init__(self, owner: str, name: str, offered: object) -> None:
        self._owner, self._name, self._offered = owner, name, offered

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(self._offered, attribute)
        return self._guarded(attribute, found) if callable(found) else found

    def _guarded(self, attribute: str, function: Callable[..., Any]) -> Callable[..., Any]:
        place = f"service {self._name}.{attribute}"

        @wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            session = arguments[0] if arguments and isinstance(arguments[0], Session) else None
            answers: list[Any] = []
            refused: list[PortalError] = []
            with portal().dispatch.guard(self._owner, place, session):
                try:
                    answers.append(self._apart(session, function, arguments, named))
                except PortalError as problem:  # an answer, not a failure
                    refused.append(problem)
            if refused:
                raise refused[0]
            if not answers:
                raise ServiceFailed(_("This cannot be answered right now. Try again later."))
            return answers[0]

        return call

    @staticmethod
    def _apart(
        session: Session | None, function: Callable[..., Any], arguments: Any, named: Any
    ) -> Any:
        """A refusal leaves nothing half written."""
        if session is None:
            return function(*arguments, **named)
        with session.begin_nested():
            return function(*arguments, **named)


def service(name: str) -> Any | None:
    """What a plugin publishes under `name` ('factsheets.sheets'), the plugin's own name first;
    None where the plugin is not there, is off, or does not publish it."""
    core = portal()
    owner = name.partition(".")[0]
    if owner not in core.plugins.implementing("services"):
        return None
    with core.dispatch.guard(owner, "services") as outcome:
        offered = core.plugins.call_one("services", owner, {})
        outcome.append(dict(offered or {}).get(name))
    if not outcome or outcome[0] is None:
        return None
    return Service(owner, name, outcome[0])


def wishes(session: Session) -> list[Wish]:
    """Every wish that plugins know of, the newest first; of two with one key the first counts.

    For those who plan: a wish names people and practices. Show of it what the reader may see.
    """
    found: dict[str, Wish] = {}
    for _owner, answer in portal().dispatch.each("wishes", session):
        for wish in answer:
            found.setdefault(wish.key, wish)
    return sorted(
        found.values(),
        key=lambda wish: (-(wish.made_at.timestamp() if wish.made_at else 0.0), wish.key),
    )


def wish_outcomes(session: Session, keys: Iterable[str]) -> dict[str, Outcome]:
    """What became of the wishes with these keys; one of which nothing has come is left out. Of
    several answers the furthest counts."""
    asked = frozenset(keys)
    found: dict[str, Outcome] = {}
    if not asked:
        return found
    for _owner, answer in portal().dispatch.each("wish_outcomes", session, keys=asked):
        for key, outcome in answer.items():
            if key in asked and (key not in found or _rank(found[key]) < _rank(outcome)):
                found[key] = outcome
    return found


_ORDER = {state: position for position, state in enumerate(OutcomeState)}


def _rank(outcome: Outcome) -> int:
    return _ORDER.get(outcome.state, -1)  # type: ignore[call-overload]
