"""Days and hours where the portal is; what is stored stays in UTC."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from portal.database import now
from portal.errors import PortalError
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


def local(moment: dt.datetime) -> dt.datetime:
    """A moment as clocks here show it."""
    return moment.astimezone(zone())


def moment_at(day: dt.date, time: dt.time) -> dt.datetime:
    """That time of that day here, in UTC, as somebody wrote it in a form. Raises PortalError for
    the hour that the clocks jump over, and for days no calendar has."""
    here = dt.datetime.combine(day, time, zone())
    try:
        found = here.astimezone(dt.UTC)
    except OverflowError:
        raise PortalError(_("Choose a day.")) from None
    if local(found).replace(tzinfo=None) != here.replace(tzinfo=None):
        raise PortalError(_("The clocks are put forward that night; there is no such time."))
    return found
