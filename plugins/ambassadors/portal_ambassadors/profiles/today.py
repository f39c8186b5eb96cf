"""The day it is where the portal is."""

from __future__ import annotations

import datetime as dt

from flask_babel import get_timezone

from portal.api import now


def today() -> dt.date:
    """Today in the portal's time zone."""
    return now().astimezone(get_timezone()).date()
