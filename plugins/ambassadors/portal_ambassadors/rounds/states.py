"""What became of one ambassador's part in a round, and the steps of a round, in words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from ..vocabulary import Look


class State(StrEnum):
    """Where a reply is."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    RESTED = "rested"
    LEFT = "left"


class Step(StrEnum):
    """What comes when nobody answers."""

    ASK = "ask"
    REMIND = "remind"
    ESCALATE = "escalate"
    CLOSE = "close"


STATES: dict[str, Look] = {
    State.WAITING: Look(_l("Has not answered"), "hourglass-split", tone="amber"),
    State.CONFIRMED: Look(_l("Still right"), "check-circle-fill", tone="green"),
    State.CHANGED: Look(_l("Brought up to date"), "pencil-square", tone="green"),
    State.RESTED: Look(_l("Laid to rest"), "moon-stars", tone="plum"),
    State.LEFT: Look(_l("Has left"), "box-arrow-right"),
}
ANSWERED = (State.CONFIRMED, State.CHANGED)

STEPS: dict[str, Any] = {
    Step.ASK: _l("Is asked"),
    Step.REMIND: _l("Is reminded"),
    Step.ESCALATE: _l("The leader is told"),
    Step.CLOSE: _l("The profile is laid to rest"),
}
