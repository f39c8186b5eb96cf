"""How far a round of planning has come; limits."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ..vocabulary import Look

PEOPLE_MAX, PRACTICES_MAX, DATES_MAX, ROOMS_MAX, WISHES_MAX = 300, 30, 12, 30, 6
SECONDS_MAX = 120


class PlanStatus(StrEnum):
    """How far it has come."""

    COLLECTING = "collecting"
    SOLVING = "solving"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"


PLAN_STATUS: dict[str, Look] = {
    PlanStatus.COLLECTING: Look(_l("Wishes and dates are collected"), "pencil-square"),
    PlanStatus.SOLVING: Look(_l("Looking for the best groups"), "arrow-repeat", "teal"),
    PlanStatus.PROPOSED: Look(_l("There is a proposal"), "lightbulb", "blue"),
    PlanStatus.ACCEPTED: Look(_l("Series were made of it"), "check-circle-fill", "green"),
}

FUNCTIONS = {
    "leader": _l("Leader"),
    "teacher": _l("Teacher"),
    "staff": _l("Somebody else"),
}
