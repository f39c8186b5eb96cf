"""Words for the audit trail, and for where a departure stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.leaving.models import State

ACTIONS: Mapping[str, Any] = {
    "person.leaving_planned": _l("Planned that somebody leaves"),
    "person.leaving_cancelled": _l("Took back that somebody leaves"),
    "person.left": _l("Let somebody leave"),
    "person.returned": _l("Took somebody back"),
    "person.handed_over": _l("Handed over what was somebody's"),
    "person.forgotten": _l("Deleted the name of somebody who left"),
    "person.erased": _l("Erased a person"),
    "person.data_taken": _l("Took out what is kept about a person"),
    "unit.merged": _l("Merged a unit into another"),
}
FACTS: Mapping[str, Any] = {
    "successor": _l("Taken over by"),
    "things": _l("Things"),
    "functions": _l("Functions"),
    "leaves_on": _l("Day"),
    "reason": _l("Why"),
    "into": _l("Into"),
    "people": _l("People"),
}
STATES: Mapping[str, tuple[Any, str, str]] = {
    State.PLANNED: (_l("Leaves later"), "calendar-event", "blue"),
    State.DONE: (_l("Has left"), "box-arrow-right", ""),
    State.CANCELLED: (_l("Stays"), "check-circle-fill", "green"),
    State.RETURNED: (_l("Has returned"), "arrow-counterclockwise", "teal"),
}
