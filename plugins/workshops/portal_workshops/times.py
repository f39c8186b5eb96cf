"""Days and times as clocks here show them; what is stored is UTC."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import get_timezone
from flask_babel import gettext as _

from portal.api import PortalError, now

#: The last minute of a day on which one may still sign up.
LAST_MINUTE = dt.time(23, 59)


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """That time of that day where the portal is, in UTC. Raises PortalError for the hour that
    the clocks jump over."""
    zone = ZoneInfo(str(get_timezone()))
    local_time = dt.datetime.combine(day, time, tzinfo=zone)
    utc = local_time.astimezone(dt.UTC)
    if utc.astimezone(zone).replace(tzinfo=None) != local_time.replace(tzinfo=None):
        raise PortalError(_("The clocks are put forward that night; there is no such time."))
    return utc


def local(value: dt.datetime) -> dt.datetime:
    """A moment as clocks here show it."""
    return value.astimezone(ZoneInfo(str(get_timezone())))


def today() -> dt.date:
    """The day it is here."""
    return local(now()).date()


def moment_words(value: dt.datetime) -> str:
    """A moment in words, as the pages say it, in the language in force."""
    return str(current_app.jinja_env.filters["moment_words"](value))


def clock_words(value: dt.datetime) -> str:
    """The time of day, as the pages say it in the language in force: 09.00, or 09:00."""
    return moment_words(value).rpartition(" ")[2]


def span_words(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """From when to when on one day: the first moment in words, and the hour it ends."""
    return f"{moment_words(starts_at)}-{clock_words(ends_at)}"


def day_words(value: dt.date) -> str:
    """A day in words, as the pages say it."""
    return str(current_app.jinja_env.filters["date_words"](value))
