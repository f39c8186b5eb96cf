"""The hour of the digest."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from portal.runtime import portal

#: In the portal's time zone.
HOUR = 7


def digest_moment(at: dt.datetime) -> dt.datetime | None:
    """When today's digest is due, once it is; None before that."""
    here = at.astimezone(ZoneInfo(portal().settings.timezone))
    due = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return due if here >= due else None


def digest_before(at: dt.datetime) -> dt.datetime:
    """When the digest was due last: what came since then waits for the next one."""
    due = digest_moment(at)
    if due is not None:
        return due
    here = at.astimezone(ZoneInfo(portal().settings.timezone)) - dt.timedelta(days=1)
    return here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
