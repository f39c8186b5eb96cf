"""How it goes with a practice that was taken home, in words."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from ..vocabulary import Look


class Status(StrEnum):
    """How it goes."""

    PLANNED = "planned"
    TRYING = "trying"
    IN_USE = "in_use"
    DEVELOPED = "developed"
    DROPPED = "dropped"


STATUSES: dict[str, Look] = {
    Status.PLANNED: Look(_l("Planned"), "calendar-event", "blue"),
    Status.TRYING: Look(_l("Being tried"), "hourglass-split", "amber"),
    Status.IN_USE: Look(_l("In use"), "check-circle-fill", "green"),
    Status.DEVELOPED: Look(_l("Developed further"), "stars", "teal"),
    Status.DROPPED: Look(_l("Laid aside"), "dash-circle", "plum"),
}
#: What the answers of the mail mean, in a few words each.
HINTS = {
    Status.PLANNED: _l("We have not begun yet."),
    Status.TRYING: _l("We are trying it out now."),
    Status.IN_USE: _l("It is how we do it now."),
    Status.DEVELOPED: _l("We use it, and have made something more of it."),
    Status.DROPPED: _l("We tried, or thought better of it."),
}
#: In these it is part of everyday life.
USED = (Status.IN_USE, Status.DEVELOPED)
#: When it is asked after next, from an answer on; what was laid aside is left in peace.
NEXT_REVIEW: dict[str, dt.timedelta] = {
    Status.PLANNED: dt.timedelta(days=42),
    Status.TRYING: dt.timedelta(days=91),
    Status.IN_USE: dt.timedelta(days=365),
    Status.DEVELOPED: dt.timedelta(days=365),
}
FIRST_REVIEW = dt.timedelta(days=91)
REMIND_AFTER = dt.timedelta(days=7)

#: The sections of a fact sheet by the names its service uses; the words are the fact sheets' own.
SECTIONS: dict[str, Any] = {
    "hypothesis": _l("Transformative hypothesis"),
    "challenge": _l("Challenge"),
    "actions": _l("Actions"),
    "findings": _l("Findings"),
    "elements": _l("What you can lift out"),
    "attention": _l("Pay attention to"),
    "target_group": _l("Whom it is for"),
}
