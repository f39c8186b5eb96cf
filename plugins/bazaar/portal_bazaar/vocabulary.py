"""The bazaar's words: what is stored, and how it is said."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class BazaarStatus(StrEnum):
    """How far a bazaar has come."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    HELD = "held"
    CLOSED = "closed"


class PartKind(StrEnum):
    """What a part of the programme is."""

    ARRIVAL = "arrival"
    PITCHES = "pitches"
    SHOPPING = "shopping"
    BREAK = "break"
    CLOSING = "closing"
    OTHER = "other"


class StandStatus(StrEnum):
    """How far a stand has come."""

    PROPOSED = "proposed"
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Arrival(StrEnum):
    """How somebody came to be a visitor."""

    REGISTERED = "registered"
    WALK_IN = "walk_in"
    SUBSTITUTE = "substitute"


class VisitorFunction(StrEnum):
    """What a visitor counts as for the education."""

    LEADER = "leader"
    TEACHER = "teacher"
    OTHER = "other"


class EntrySource(StrEnum):
    """How a line came onto the card."""

    CODE = "code"
    SHORT_CODE = "short_code"
    LIST = "list"
    PAPER = "paper"
    ORGANISER = "organiser"


class Became(StrEnum):
    """What became of a practice."""

    IN_USE = "in_use"
    DEVELOPED = "developed"
    STARTED_NEW = "started_new"
    DROPPED = "dropped"
    NOT_YET = "not_yet"


INTEREST_WORDS = {0: _l("Not for us"), 1: _l("Maybe"), 2: _l("Gladly"), 3: _l("We will")}
