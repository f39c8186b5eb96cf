"""How far a nomination is, in words."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ..vocabulary import Look


class State(StrEnum):
    """Open until somebody says the last word."""

    ASKED = "asked"
    OFFERED = "offered"
    LATER = "later"
    APPOINTED = "appointed"
    REFUSED = "refused"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


#: The person is ready, the coordinators decide.
DECIDABLE = (State.OFFERED, State.LATER)

STATES: dict[str, Look] = {
    State.ASKED: Look(_l("Waits for an answer"), "hourglass-split"),
    State.OFFERED: Look(_l("Waits for a decision"), "hourglass-split"),
    State.LATER: Look(_l("Not now, perhaps later"), "clock-history"),
    State.APPOINTED: Look(_l("Became an ambassador"), "check-circle-fill"),
    State.REFUSED: Look(_l("Not chosen"), "x-circle"),
    State.DECLINED: Look(_l("Said no"), "x-circle"),
    State.WITHDRAWN: Look(_l("Withdrawn"), "arrow-left"),
}
VERDICTS = {
    "yes": Look(
        _l("Yes"), "check-circle-fill", hint=_l("The person becomes an ambassador at once.")
    ),
    "later": Look(_l("Later"), "clock-history", hint=_l("The proposal stays open.")),
    "no": Look(_l("No"), "x-circle", hint=_l("The proposal is closed, with your words.")),
}
