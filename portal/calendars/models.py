"""Events and who is invited; the secret address of a person's calendar."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.database import Model, now, owned_by


class EventStatus(StrEnum):
    """Whether an event takes place."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class GuestStatus(StrEnum):
    """What a guest has answered."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Event(Model):
    """Something at a time, belonging to an object; who sees the object sees the event.

    `uid` and `sequence` are how calendars know a changed event for the same one. Times are UTC;
    `timezone` is the one they were meant in and are shown in.
    """

    __tablename__ = "portal_event"
    __table_args__ = owned_by("core", Index("ix_portal_event_object", "kind", "object_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    uid: Mapped[str] = mapped_column(String(200), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    starts_at: Mapped[dt.datetime] = mapped_column(index=True)
    ends_at: Mapped[dt.datetime]
    timezone: Mapped[str] = mapped_column(String(60), default="Europe/Copenhagen")
    status: Mapped[str] = mapped_column(String(20), default=EventStatus.CONFIRMED)
    organiser_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    changed_at: Mapped[dt.datetime] = mapped_column(default=now)

    organiser: Mapped[User | None] = relationship()
    guests: Mapped[list[EventGuest]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="EventGuest.id"
    )


class EventGuest(Model):
    """One person's invitation to one event."""

    __tablename__ = "portal_event_guest"
    __table_args__ = owned_by("core", UniqueConstraint("event_id", "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("portal_event.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    status: Mapped[str] = mapped_column(String(20), default=GuestStatus.INVITED)

    event: Mapped[Event] = relationship(back_populates="guests")
    user: Mapped[User] = relationship()


class CalendarFeed(Model):
    """The secret address under which a calendar program fetches a person's events; only the hash
    of the secret is kept."""

    __tablename__ = "portal_calendar_feed"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), unique=True
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    user: Mapped[User] = relationship()
