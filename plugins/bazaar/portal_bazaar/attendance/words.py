"""What is said of coverage and of visitors."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..models import Visitor
from ..vocabulary import Arrival, Look, VisitorFunction
from .coverage import Status
from .whom import Recipient

FUNCTIONS: dict[str, Any] = {
    VisitorFunction.LEADER: _l("Leader"),
    VisitorFunction.TEACHER: _l("Teacher"),
    VisitorFunction.OTHER: _l("Something else"),
}
ARRIVALS: dict[str, Any] = {
    Arrival.REGISTERED: _l("Registered"),
    Arrival.WALK_IN: _l("Came without registering"),
    Arrival.SUBSTITUTE: _l("Comes instead of somebody"),
}
STATUSES: dict[str, Look] = {
    Status.COMPLETE: Look(_l("Ready"), "check-circle-fill", "green"),
    Status.LACKS_LEADER: Look(_l("Leader"), "person-x", "red"),
    Status.LACKS_TEACHER: Look(_l("Teacher"), "person-x", "amber"),
    Status.LACKS_BOTH: Look(_l("Leader and teacher"), "person-x", "red"),
    Status.NO_ANSWER: Look(_l("No answer"), "question-circle"),
    Status.DECLINED: Look(_l("Cannot come"), "dash-circle", "plum"),
    Status.CLOSED: Look(_l("The unit is closed"), "archive"),
}
#: The same where no heading says 'missing'.
WHOLE: dict[str, Any] = {
    Status.LACKS_LEADER: _l("Lacks a leader"),
    Status.LACKS_TEACHER: _l("Lacks a teacher"),
    Status.LACKS_BOTH: _l("Lacks leader and teacher"),
}
#: What is heard of a seat, and the icon that is seen.
SEATS: dict[tuple[str, str], Any] = {
    ("leader", "there"): _l("The leader is registered."),
    ("leader", "missing"): _l("The leader is missing."),
    ("leader", "unknown"): _l("The leader has not answered."),
    ("leader", "away"): _l("No leader comes."),
    ("teacher", "there"): _l("A teacher is registered."),
    ("teacher", "missing"): _l("A teacher is missing."),
    ("teacher", "unknown"): _l("No answer about a teacher."),
    ("teacher", "away"): _l("No teacher comes."),
}
SEAT_LOOKS = {
    "there": ("ok", "check2"),
    "missing": ("no", "x-lg"),
    "unknown": ("q", "question-circle"),
    "away": ("q", "dash-circle"),
}
LANGUAGES = [("da", "Dansk"), ("en", "English")]


def recipient_words(one: Recipient) -> str:
    """'Hanne Riis is asked', or whom we write to instead."""
    if one.why == "named":
        return _("%(name)s is asked", name=one.name)
    who = f"{one.name}, {one.title}" if one.title else one.name
    if one.why == "delegate":
        return _("We write to %(who)s, who answers for them.", who=who)
    if one.why == "above":
        return _("No leader of their own. We write to %(who)s.", who=who)
    return _("Nobody is named. We write to %(who)s.", who=who)


def state_words(visitor: Visitor) -> str:
    """How a visitor stands."""
    if visitor.cancelled_at is not None:
        return _("Not coming")
    if visitor.wish is not None and visitor.wish_refused_at is None:
        return _("Asks to come for %(unit)s", unit=visitor.wish.unit.name)
    if visitor.checked_in_at is not None:
        return _("Has come")
    return _("Asked, no answer yet") if visitor.asked_at is not None else _("Registered")
