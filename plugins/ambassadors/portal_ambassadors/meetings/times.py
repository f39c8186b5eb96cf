"""Days and times as people say them, across the change of the clocks."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flask_babel import get_timezone
from flask_babel import gettext as _

from portal.api import PortalError

from .states import Repeat


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """That time of that day where the portal is, in UTC. Raises PortalError for the hour that
    the clocks jump over."""
    zone = _zone()
    local = dt.datetime.combine(day, time, tzinfo=zone)
    utc = local.astimezone(dt.UTC)
    if utc.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise PortalError(_("The clocks are put forward that night; there is no such time."))
    return utc


def local(value: dt.datetime) -> dt.datetime:
    """A moment as clocks here show it."""
    return value.astimezone(_zone())


def days(first: dt.date, repeat: str, times: int) -> list[dt.date]:
    """The days of a series. By the month it keeps the weekday and which one of the month it is:
    the first Thursday, or the last where `first` is a fifth."""
    if repeat in (Repeat.WEEK, Repeat.FORTNIGHT):
        step = dt.timedelta(weeks=1 if repeat == Repeat.WEEK else 2)
        return [first + number * step for number in range(times)]
    if repeat == Repeat.MONTH:
        return [_same_weekday(first, number) for number in range(times)]
    return [first]


def _same_weekday(first: dt.date, months: int) -> dt.date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    start = dt.date(year, month + 1, 1)
    found = start + dt.timedelta(
        days=(first.weekday() - start.weekday()) % 7, weeks=(first.day - 1) // 7
    )
    return found if found.month == start.month else found - dt.timedelta(weeks=1)


def _zone() -> ZoneInfo:
    return ZoneInfo(str(get_timezone()))
