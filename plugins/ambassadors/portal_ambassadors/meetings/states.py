"""What meetings are, and what guests answer, in words; limits."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ..vocabulary import Look

KIND = "ambassador_meeting"
TITLE_MAX, PLACE_MAX, LINK_MAX, POINT_MAX = 160, 200, 500, 500
#: The agenda goes into the calendar's description, which takes 10,000.
AGENDA_MAX, MINUTES_MAX = 8_000, 50_000
CAPACITY_MAX, TIMES_MAX = 500, 24


class Type(StrEnum):
    """What sort of coming together."""

    MEETING = "meeting"
    TRAINING = "training"


TYPES: dict[str, Look] = {
    Type.MEETING: Look(_l("Meeting"), "people"),
    Type.TRAINING: Look(_l("Training day"), "lightbulb"),
}


class Answer(StrEnum):
    """What a guest says; nothing yet is the empty text."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


ANSWERS: dict[str, Look] = {
    Answer.YES: Look(_l("I am coming"), "check2"),
    Answer.MAYBE: Look(_l("Maybe"), "question-circle"),
    Answer.NO: Look(_l("I cannot come"), "x-lg"),
}


class What(StrEnum):
    """What came of a meeting."""

    DECISION = "decision"
    ACTION = "action"


WHATS: dict[str, Look] = {
    What.DECISION: Look(_l("Decision"), "check-circle-fill"),
    What.ACTION: Look(_l("Action point"), "list-check"),
}


class Repeat(StrEnum):
    """How a series goes on from its first day."""

    ONCE = ""
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


REPEATS = {
    Repeat.ONCE: _l("Only once"),
    Repeat.WEEK: _l("Every week"),
    Repeat.FORTNIGHT: _l("Every other week"),
    Repeat.MONTH: _l("Every month, on the same weekday (such as the first Thursday)"),
}
