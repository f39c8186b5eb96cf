"""What became of a practice, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from ..vocabulary import Became, Look

BECAME: dict[str, Look] = {
    Became.IN_USE: Look(_l("In use"), "check-circle-fill", "green"),
    Became.DEVELOPED: Look(_l("Developed further"), "stars", "teal"),
    Became.STARTED_NEW: Look(_l("Started something new"), "lightbulb", "teal"),
    Became.DROPPED: Look(_l("Tried and dropped"), "dash-circle", "plum"),
    Became.NOT_YET: Look(_l("Not yet"), "hourglass-split", "amber"),
}

#: What counts as 'in use' where stages are counted: it lives on, as it was or changed.
LIVES = frozenset({Became.IN_USE, Became.DEVELOPED, Became.STARTED_NEW})

TEXT_MAX = 1000
