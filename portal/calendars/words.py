"""When something is, as people say it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from portal.calendars.models import Event


def when(event: Event) -> str:
    """torsdag 26. november 2026 kl. 13.00-15.30, in the event's own time zone."""
    zone = ZoneInfo(event.timezone)
    start, end = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    if start.date() == end.date():
        return _(
            "%(day)s, %(start)s-%(end)s", day=_day(start), start=_clock(start), end=_clock(end)
        )
    return _(
        "%(day)s, %(start)s, to %(last)s, %(end)s",
        day=_day(start),
        start=_clock(start),
        last=_day(end),
        end=_clock(end),
    )


def day_and_time(event: Event) -> str:
    """26. nov. kl. 13.00, for a narrow place."""
    start = event.starts_at.astimezone(ZoneInfo(event.timezone))
    danish = str(get_locale()) == "da"
    day = format_date(start.date(), "EEE d. MMM" if danish else "EEE d MMM")
    return _("%(day)s, %(start)s", day=day, start=_clock(start))


def month(event: Event) -> str:
    """november 2026"""
    start = event.starts_at.astimezone(ZoneInfo(event.timezone))
    return format_date(start.date(), "LLLL y")


def _day(moment: dt.datetime) -> str:
    pattern = "EEEE 'den' d. MMMM y" if str(get_locale()) == "da" else "EEEE d MMMM y"
    return format_date(moment.date(), pattern)


def _clock(moment: dt.datetime) -> str:
    return moment.strftime("%H.%M" if str(get_locale()) == "da" else "%H:%M")
