"""Events of people, for tests: a person's page is an object everybody has."""

import datetime as dt
from zoneinfo import ZoneInfo

from icalendar import Calendar

from portal.calendars import services
from portal.database import now

HERE = ZoneInfo("Europe/Copenhagen")


def local(year, month, day, hour=13, minute=0):
    return dt.datetime(year, month, day, hour, minute, tzinfo=HERE)


def in_days(days, hour=13):
    """That many days from today at a local hour."""
    day = (now().astimezone(HERE) + dt.timedelta(days=days)).date()
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=HERE)


def plan(session, actor, about, starts_at=None, guests=(), **fields):
    """An event of two hours about a person."""
    starts_at = starts_at or in_days(3)
    event = services.schedule_event(
        session,
        actor,
        "person",
        about.id,
        **{
            "title": "Workshop 1",
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(hours=2),
            "guests": [guest.id for guest in guests],
            **fields,
        },
    )
    session.commit()
    return event


def read(content):
    """The calendar, and its events by their titles."""
    found = Calendar.from_ical(content)
    return found, {str(event["summary"]): event for event in found.walk("VEVENT")}
