"""Events: planning, changing, cancelling, inviting. Callers ask `may(..., 'edit', obj)` first.

With `mail=True` the guests get what their calendar understands, in the transaction of the change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.audit.trail import record
from portal.calendars.mails import send_cancelled, send_invited
from portal.calendars.models import Event, EventGuest, EventStatus, GuestStatus
from portal.database import now
from portal.errors import PortalError
from portal.runtime import portal

MAX_TITLE, MAX_PLACE, MAX_LINK, MAX_DESCRIPTION = 200, 200, 500, 10_000
LONGEST = dt.timedelta(days=31)
MAX_GUESTS = 500
#: What a change of an event may change.
FIELDS = ("title", "description", "place", "link", "starts_at", "ends_at", "timezone")


def schedule_event(
    session: Session,
    actor: Actor,
    kind: str,
    object_id: int,
    *,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    description: str = "",
    place: str = "",
    link: str = "",
    timezone: str = "",
    guests: Iterable[int] = (),
    mail: bool = True,
) -> Event:
    """Plans an event of an object; `guests` are ids of people. Times are aware.

    Raises PortalError for times that cannot be, words that are too long, an address that is none.
    """
    event = Event(
        kind=kind,
        object_id=object_id,
        uid=f"{uuid4()}@{urlsplit(portal().settings.base_url).hostname}",
        organiser_id=actor.user_id,
        sequence=0,
        status=EventStatus.CONFIRMED,
    )
    given = {
        "title": title,
        "description": description,
        "place": place,
        "link": link,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "timezone": timezone or portal().settings.timezone,
    }
    _set(event, given)
    session.add(event)
    session.flush()
    record(session, actor, "event.scheduled", kind, object_id, title=event.title)
    set_guests(session, actor, event, guests, mail=mail)
    return event


def change_event(
    session: Session, actor: Actor, event: Event, *, mail: bool = True, **fields: Any
) -> bool:
    """Changes what `FIELDS` names; says whether anything changed. Guests are told, and have to
    answer anew when the time is another. Raises PortalError as `schedule_event` does, and for an
    event that is cancelled."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"an event has no {', '.join(sorted(unknown))}")
    if event.status == EventStatus.CANCELLED:
        raise PortalError(_("The event is cancelled. Plan a new one."))
    before = {name: getattr(event, name) for name in FIELDS}
    with session.no_autoflush:
        try:
            _set(event, {**before, **fields})
        except PortalError:
            for name, value in before.items():
                setattr(event, name, value)
            raise
    changed = {name for name in FIELDS if getattr(event, name) != before[name]}
    if not changed:
        return False
    _bump(event)
    if changed & {"starts_at", "ends_at"}:
        for guest in event.guests:
            guest.status = GuestStatus.INVITED
    session.flush()
    record(session, actor, "event.changed", event.kind, event.object_id, fields=sorted(changed))
    if mail:
        send_invited(session, actor, event, event.guests, changed=True)
    return True


def cancel_event(session: Session, actor: Actor, event: Event, *, mail: bool = True) -> None:
    """The event does not take place; it stays, so that calendars learn of it."""
    if event.status == EventStatus.CANCELLED:
        return
    event.status = EventStatus.CANCELLED
    _bump(event)
    session.flush()
    record(session, actor, "event.cancelled", event.kind, event.object_id, title=event.title)
    if mail and event.ends_at > now():
        send_cancelled(session, actor, event, event.guests)


def set_guests(
    session: Session, actor: Actor, event: Event, user_ids: Iterable[int], *, mail: bool = True
) -> None:
    """Exactly these people are invited. Who is new gets an invitation, who no longer is gets a
    cancellation, and the others hear nothing. Raises PortalError for too many; people who are
    gone are left out."""
    wanted = set(user_ids)
    if len(wanted) > MAX_GUESTS:
        raise PortalError(_("Invite at most %(number)s people.", number=MAX_GUESTS))
    wanted = set(session.scalars(select(User.id).where(User.id.in_(wanted), User.active)))
    there = {guest.user_id: guest for guest in event.guests}
    gone = [guest for user_id, guest in there.items() if user_id not in wanted]
    if mail and gone and event.ends_at > now() and event.status == EventStatus.CONFIRMED:
        send_cancelled(session, actor, event, gone, taken_off=True)
    for guest in gone:
        event.guests.remove(guest)
    new = [EventGuest(user_id=user_id) for user_id in sorted(wanted - set(there))]
    event.guests.extend(new)
    session.flush()
    if mail and event.ends_at > now() and event.status == EventStatus.CONFIRMED:
        send_invited(session, actor, event, new)


def answer(session: Session, event: Event, user_id: int, status: str) -> None:
    """What a guest answers; nothing happens for who is not invited."""
    for guest in event.guests:
        if guest.user_id == user_id and status in (GuestStatus.ACCEPTED, GuestStatus.DECLINED):
            guest.status = status


def events_of(session: Session, kind: str, object_ids: Iterable[int]) -> dict[int, list[Event]]:
    """The events of several objects of one kind, earliest first; one query."""
    found: dict[int, list[Event]] = {object_id: [] for object_id in object_ids}
    rows = session.scalars(
        select(Event)
        .where(Event.kind == kind, Event.object_id.in_(found))
        .order_by(Event.starts_at, Event.id)
    )
    for row in rows:
        found[row.object_id].append(row)
    return found


def forget_events(session: Session, kind: str, object_id: int) -> None:
    """The object is gone for good: what was to come is cancelled, and what was is forgotten
    with it by whoever asks, for nobody sees the object."""
    ids = select(Event.id).where(Event.kind == kind, Event.object_id == object_id)
    session.execute(delete(EventGuest).where(EventGuest.event_id.in_(ids)))
    session.execute(delete(Event).where(Event.kind == kind, Event.object_id == object_id))


def _bump(event: Event) -> None:
    event.sequence += 1
    event.changed_at = now()


def _set(event: Event, fields: dict[str, Any]) -> None:
    starts_at, ends_at = fields["starts_at"], fields["ends_at"]
    if starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise TypeError("the times of an event are aware")
    # Before the first and after the last day of the calendar there is no UTC.
    if not (1970 <= starts_at.year <= 2100 and 1970 <= ends_at.year <= 2100):
        raise PortalError(_("Choose a day between 1970 and 2100."))
    if ends_at <= starts_at:
        raise PortalError(_("The event ends before it begins. Choose a later end."))
    if ends_at - starts_at > LONGEST:
        raise PortalError(_("An event lasts a month at most."))
    try:
        ZoneInfo(fields["timezone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PortalError(_("There is no time zone %(name)s.", name=fields["timezone"])) from None
    event.starts_at, event.ends_at = starts_at.astimezone(dt.UTC), ends_at.astimezone(dt.UTC)
    event.timezone = fields["timezone"]
    event.title = _line(fields["title"], MAX_TITLE)
    if not event.title:
        raise PortalError(_("Give the event a title."))
    event.place = _line(fields["place"], MAX_PLACE)
    event.link = _link(fields["link"])
    text = fields["description"].replace("\x00", "").strip()
    event.description = _short(text, MAX_DESCRIPTION)


def _line(text: str, limit: int) -> str:
    return _short(" ".join(text.replace("\x00", "").split()), limit)


def _short(text: str, limit: int) -> str:
    if len(text) > limit:
        raise PortalError(_("Write at most %(number)s characters.", number=limit))
    return text


def _link(text: str) -> str:
    link = _line(text, MAX_LINK)
    if link and not link.lower().startswith(("http://", "https://")):
        raise PortalError(_("A link begins with https://."))
    return link
