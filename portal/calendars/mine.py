"""One's own events, and the secret address of one's calendar."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.access.actors import Actor
from portal.access.models import Audience
from portal.accounts.models import User
from portal.audit.trail import record
from portal.calendars.models import CalendarFeed, Event, EventGuest, EventStatus, GuestStatus
from portal.database import now, rows_changed
from portal.runtime import portal

#: How far back and how much a calendar program is given.
FEED_BACK, FEED_MOST = dt.timedelta(days=365), 1000


def my_events(actor: Actor) -> Select[Any]:
    """The events that `actor` organises or is invited to and has not declined, as far as they
    may see, at this moment, what the events belong to."""
    invited = (
        select(EventGuest.id)
        .where(
            EventGuest.event_id == Event.id,
            EventGuest.user_id == actor.user_id,
            EventGuest.status != GuestStatus.DECLINED,
        )
        .exists()
    )
    return seen_by(select(Event).where(or_(Event.organiser_id == actor.user_id, invited)), actor)


def seen_by(statement: Select[Any], actor: Actor) -> Select[Any]:
    """`statement`, left with the events of objects that `actor` may see and whose plugin is on."""
    visible = (
        select(Audience.kind)
        .where(
            Audience.kind == Event.kind,
            Audience.object_id == Event.object_id,
            Audience.label.in_(actor.labels),
        )
        .exists()
    )
    kinds = [kind.name for kind in portal().kinds.all()]
    return statement.where(Event.kind.in_(kinds), visible)


def coming(session: Session, actor: Actor, limit: int | None = None) -> Sequence[Event]:
    """One's events from now on, those going on among them, soonest first."""
    return session.scalars(
        my_events(actor)
        .where(Event.ends_at > now())
        .order_by(Event.starts_at, Event.id)
        .limit(limit)
        .options(selectinload(Event.guests))
    ).all()


def next_ones(session: Session, actor: Actor, limit: int = 3) -> Sequence[Event]:
    """The next events that take place."""
    return session.scalars(
        my_events(actor)
        .where(Event.ends_at > now(), Event.status == EventStatus.CONFIRMED)
        .order_by(Event.starts_at, Event.id)
        .limit(limit)
    ).all()


def for_feed(session: Session, actor: Actor) -> Sequence[Event]:
    """What a calendar program is given: a year back, and what is cancelled too, or it would stay
    in the calendar."""
    return session.scalars(
        my_events(actor)
        .where(Event.ends_at > now() - FEED_BACK)
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(FEED_MOST)
    ).all()


def one_event(session: Session, actor: Actor, event_id: int) -> Event | None:
    """An event, if `actor` may see what it belongs to."""
    return session.scalars(seen_by(select(Event).where(Event.id == event_id), actor)).one_or_none()


def feed_of(session: Session, user_id: int) -> CalendarFeed | None:
    """The person's feed, if there is one; its secret cannot be read back."""
    return session.scalars(
        select(CalendarFeed).where(CalendarFeed.user_id == user_id)
    ).one_or_none()


def make_feed(session: Session, actor: Actor) -> str:
    """A new secret for one's calendar, shown this once; the one before stops working."""
    assert actor.user_id is not None
    end_feed(session, actor)
    secret = secrets.token_urlsafe(32)
    session.add(CalendarFeed(user_id=actor.user_id, digest=digest(secret)))
    record(session, actor, "calendar.address_made", "person", actor.user_id)
    return secret


def end_feed(session: Session, actor: Actor) -> bool:
    """The address stops working; says whether there was one."""
    own = delete(CalendarFeed).where(CalendarFeed.user_id == actor.user_id)
    ended = bool(rows_changed(session, own))
    if ended:
        record(session, actor, "calendar.address_ended", "person", actor.user_id)
    return ended


def owner_of(session: Session, secret: str) -> User | None:
    """Whose calendar the secret opens; nobody's where the account is disabled."""
    feed = session.scalars(
        select(CalendarFeed)
        .where(CalendarFeed.digest == digest(secret))
        .options(joinedload(CalendarFeed.user))
    ).one_or_none()
    return feed.user if feed is not None and feed.user.active else None


def digest(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
