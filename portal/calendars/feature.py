"""The calendar, as a feature among the others."""

from portal.calendars import models as models


class CalendarFeature:
    """Events."""


feature = CalendarFeature()
