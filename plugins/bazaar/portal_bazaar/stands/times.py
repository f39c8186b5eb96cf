"""Times of the day, where the bazaar is."""

from __future__ import annotations

import datetime as dt

from flask_babel import format_time


def clock(moment: dt.datetime) -> str:
    """'13.05', in the reader's language and the portal's time zone."""
    return format_time(moment, "short")
