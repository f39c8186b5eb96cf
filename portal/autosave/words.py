"""Times as the notes about drafts say them."""

from __future__ import annotations

import datetime as dt

from flask_babel import format_time, get_locale, get_timezone, to_user_timezone

from portal.database import now
from portal.web.context import moment_words


def clock_words(moment: dt.datetime) -> str:
    """10.42 for today, the whole date before that; in the portal's time zone."""
    if to_user_timezone(moment).date() != now().astimezone(get_timezone()).date():
        return moment_words(moment)
    return format_time(moment, "HH.mm" if str(get_locale()) == "da" else "HH:mm")
