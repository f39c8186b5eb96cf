"""Events as calendars read them (RFC 5545): local times with their zone's rules, stable ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, vCalAddress, vText
from icalendar import Event as Entry

from portal import __version__
from portal.accounts.models import User
from portal.calendars.models import Event, EventGuest, EventStatus, GuestStatus
from portal.references.finding import path_of
from portal.runtime import portal

#: The rules of Danish time since 1996, as Outlook and others want them; a table of the days of
#: some years would end some day.
COPENHAGEN = """\
BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
_ANSWERS = {
    GuestStatus.INVITED: "NEEDS-ACTION",
    GuestStatus.ACCEPTED: "ACCEPTED",
    GuestStatus.DECLINED: "DECLINED",
}


def calendar(events: Iterable[Event], *, method: str = "PUBLISH", name: str = "") -> bytes:
    """The events as a calendar to be fetched or saved; without who is invited."""
    made = _empty(method)
    if name:
        made.add("name", name)
        made.add("x-wr-calname", name)
        made.add("refresh-interval", dt.timedelta(hours=1), parameters={"value": "DURATION"})
        made.add("x-published-ttl", "PT1H")
    zones = set()
    for event in events:
        made.add_component(_entry(event))
        zones.add(event.timezone)
    return _with_zones(made, zones)


def message(
    event: Event,
    guest: EventGuest,
    organiser: User,
    *,
    cancel: bool = False,
    address: bool = True,
) -> bytes:
    """What is mailed to one guest: an invitation, a change, or a cancellation.

    It names the organiser and this guest alone; who else is invited they find in the portal.
    Without `address` the organiser's is left out, and the portal's stands there.
    """
    made = _empty("CANCEL" if cancel else "REQUEST")
    entry = _entry(event)
    if cancel:
        entry["status"] = vText("CANCELLED")
    entry["organizer"] = _person(organiser, "" if address else portal().settings.mail_from)
    attendee = _person(guest.user)
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    if not cancel:
        attendee.params["partstat"] = vText(_ANSWERS[GuestStatus(guest.status)])
        attendee.params["rsvp"] = vText("TRUE")
    entry.add("attendee", attendee, encode=False)
    made.add_component(entry)
    return _with_zones(made, {event.timezone})


def _empty(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", f"-//{portal().settings.name}//Videnbazar {__version__}//DA")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def _entry(event: Event) -> Entry:
    zone = ZoneInfo(event.timezone)
    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    # The moment of the change, not of the download: the same event gives the same bytes.
    entry.add("dtstamp", event.changed_at.replace(microsecond=0))
    entry.add("created", event.created_at.replace(microsecond=0))
    entry.add("last-modified", event.changed_at.replace(microsecond=0))
    entry.add("dtstart", event.starts_at.astimezone(zone).replace(microsecond=0))
    entry.add("dtend", event.ends_at.astimezone(zone).replace(microsecond=0))
    entry.add("summary", event.title)
    if event.description:
        entry.add("description", event.description)
    if event.place or event.link:
        entry.add("location", event.place or event.link)
    entry.add(
        "url", event.link or portal().settings.base_url + path_of(event.kind, event.object_id)
    )
    cancelled = event.status == EventStatus.CANCELLED
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return entry


def _person(user: User, email: str = "") -> vCalAddress:
    address = vCalAddress(f"mailto:{email or user.email}")
    address.params["cn"] = vText(" ".join(user.name.split()))
    return address


def _with_zones(made: Calendar, zones: Iterable[str]) -> bytes:
    for name in sorted(zones):
        if name == "Europe/Copenhagen":
            zone = Timezone.from_ical(COPENHAGEN)
        else:
            zone = Timezone.from_tzid(name)
        made.subcomponents.insert(0, zone)
    return made.to_ical()
