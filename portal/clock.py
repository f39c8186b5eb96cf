"""Days and hours where the portal is; what is stored stays in UTC."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from portal.database import now
from portal.runtime import portal

#: When mails that can wait are sent.
MORNING = dt.time(8, 0)


def zone() -> ZoneInfo:
    """The portal's time zone."""
    return ZoneInfo(portal().settings.timezone)


def today() -> dt.date:
    """The day it is here."""
    return day_of(now())


def day_of(moment: dt.datetime) -> dt.date:
    """The day it is here at that moment."""
    return moment.astimezone(zone()).date()


def at_hour(day: dt.date, hour: dt.time) -> dt.datetime:
    """That hour of that day here, in UTC; also on the days when the clocks change."""
    return dt.datetime.combine(day, hour, zone()).astimezone(dt.UTC)


def midnight(day: dt.date) -> dt.datetime:
    """When a day begins here, in UTC."""
    return at_hour(day, dt.time())


def morning(day: dt.date) -> dt.datetime:
    """Eight o'clock of that day here, in UTC."""
    return at_hour(day, MORNING)
