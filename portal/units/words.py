"""What units and functions are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.units.models import Function, UnitKind

KIND_WORDS: dict[str, Any] = {
    UnitKind.INSTITUTION: _l("Institution"),
    UnitKind.DEPARTMENT: _l("Department"),
    UnitKind.EDUCATION: _l("Education"),
}

#: One person's function, in the order in which functions are shown.
FUNCTION_WORDS: dict[str, Any] = {
    Function.LEADER: _l("Leader"),
    Function.TEACHER: _l("Teacher"),
    Function.STAFF: _l("Member of staff"),
    Function.STUDENT: _l("Student"),
}

#: The heading over several.
FUNCTION_PLURALS: dict[str, Any] = {
    Function.LEADER: _l("Leaders"),
    Function.TEACHER: _l("Teachers"),
    Function.STAFF: _l("Members of staff"),
    Function.STUDENT: _l("Students"),
}

FUNCTION_ORDER = {function: number for number, function in enumerate(FUNCTION_WORDS)}


def kind_word(kind: str) -> Any:
    """'Education'; a kind from elsewhere as it is written."""
    return KIND_WORDS.get(kind, kind)


def function_word(function: str) -> Any:
    """'Leader'; a function from elsewhere as it is written."""
    return FUNCTION_WORDS.get(function, function)


def function_rank(function: str) -> int:
    """Leaders first."""
    return FUNCTION_ORDER.get(function, len(FUNCTION_ORDER))
