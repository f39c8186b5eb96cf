"""The workshops' words: what is stored, and how it is said."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from portal.api import Look

#: The kinds of objects, in the registry of the portal.
SERIES_KIND = "workshop_series"
SHEET_KIND = "factsheet"

TITLE_MAX, PLACE_MAX, NAME_MAX = 160, 200, 80
DESCRIPTION_MAX, PREPARATION_MAX, NOTE_MAX = 6_000, 3_000, 500
CAPACITY_MAX, WAIT_HOURS_MAX = 200, 24 * 14
CAPACITY, MINIMUM, WAIT_HOURS = 16, 4, 48


class SeriesStatus(StrEnum):
    """How far a series has come."""

    PLANNING = "planning"
    OPEN = "open"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


SERIES_STATUS: dict[str, Look] = {
    SeriesStatus.PLANNING: Look(_l("Being planned"), "pencil-square"),
    SeriesStatus.OPEN: Look(_l("Open for sign-up"), "calendar-event", "blue"),
    SeriesStatus.RUNNING: Look(_l("Goes ahead"), "check-circle-fill", "green"),
    SeriesStatus.DONE: Look(_l("Held"), "check2"),
    SeriesStatus.CANCELLED: Look(_l("Cancelled"), "x-circle", "red"),
}
BY_INVITATION = Look(_l("By invitation"), "envelope", "blue")


def status_look(status: str, open_signup: bool) -> Look:
    """How a series' status is shown: one that only the invited come to is not open to all."""
    if status == SeriesStatus.OPEN and not open_signup:
        return BY_INVITATION
    return SERIES_STATUS[status]


#: A series in one of these takes place: its rooms, facilitators and seats are in use.
ALIVE = (SeriesStatus.PLANNING, SeriesStatus.OPEN, SeriesStatus.RUNNING)


class SeatStatus(StrEnum):
    """Where somebody stands. 'seated' and 'offered' hold a seat with a number."""

    SEATED = "seated"
    #: A seat is kept until `offered_until`: somebody was invited, or it is their turn.
    OFFERED = "offered"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    #: A colleague goes instead.
    SUBSTITUTED = "substituted"


SEAT_STATUS: dict[str, Look] = {
    SeatStatus.SEATED: Look(_l("Has a seat"), "check-circle-fill", "green"),
    SeatStatus.OFFERED: Look(_l("A seat is kept"), "envelope", "amber"),
    SeatStatus.WAITING: Look(_l("On the waiting list"), "hourglass-split", "amber"),
    SeatStatus.CANCELLED: Look(_l("Has cancelled"), "dash-circle"),
    SeatStatus.SUBSTITUTED: Look(_l("A colleague goes instead"), "arrow-repeat"),
}
HOLDS = (SeatStatus.SEATED, SeatStatus.OFFERED)
TAKES_PART = (SeatStatus.SEATED, SeatStatus.OFFERED, SeatStatus.WAITING)


class Help(StrEnum):
    """How somebody of the origin's experiment takes part in a series."""

    ASKED = ""
    COMES = "comes"
    CALL = "call"
    NO = "no"


HELP: dict[str, Look] = {
    Help.COMES: Look(_l("Comes along"), "person-check", "green"),
    Help.CALL: Look(_l("Advises by phone or mail"), "telephone", "blue"),
    Help.NO: Look(_l("Cannot help this time"), "dash-circle"),
    Help.ASKED: Look(_l("Not answered yet"), "question-circle", "amber"),
}
