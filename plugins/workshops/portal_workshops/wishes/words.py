"""Wishes in words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.api import Outcome, OutcomeState, Wish, WishKind

from ..adoption.words import STATUSES
from ..vocabulary import Look

SOURCES: dict[str, Any] = {
    WishKind.CARD: _l("Dance card"),
    WishKind.COMMITMENT: _l("Commitment"),
    WishKind.BUTTON: _l("Fact sheet"),
}
STATES: dict[str, Look] = {
    OutcomeState.CONVENED: Look(_l("Convened"), "calendar-event", "blue"),
    OutcomeState.HELD: Look(_l("Workshop held"), "check2", "teal"),
}
WAITING = Look(_l("Waiting"), "hourglass-split", "amber")
TYPED = _l("Own words")


def source_of(wish: Wish) -> Any:
    """Where it was made."""
    if wish.source:
        return wish.source
    if wish.kind == WishKind.BUTTON and not wish.sheet_id:
        return TYPED
    return SOURCES.get(wish.kind, "")


def look_of(outcome: Outcome | None) -> Look:
    """How far it has come, as a badge."""
    if outcome is None:
        return WAITING
    if outcome.state == OutcomeState.ADOPTED:
        return STATUSES.get(outcome.status, STATUSES["planned"])
    return STATES[outcome.state]
