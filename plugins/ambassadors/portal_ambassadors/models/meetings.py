"""Meetings and training days: who is invited and came, what was agreed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, User, now, owned_by


class Meeting(Model):
    """One meeting or training day. `agenda` and `minutes` are Markdown; the core's event of this
    object holds the same times and sends the invitations.

    `everyone`: all active ambassadors are invited, also those who come later.
    """

    __tablename__ = "ambassadors_meeting"
    __table_args__ = owned_by("ambassadors")

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    type: Mapped[str] = mapped_column(String(12))
    agenda: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    starts_at: Mapped[dt.datetime] = mapped_column(index=True)
    ends_at: Mapped[dt.datetime]
    everyone: Mapped[bool] = mapped_column(default=True)
    capacity: Mapped[int | None]
    minutes: Mapped[str] = mapped_column(Text, default="")
    cancelled_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    guests: Mapped[list[MeetingGuest]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    points: Mapped[list[MeetingPoint]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="MeetingPoint.id"
    )


class MeetingGuest(Model):
    """One person's invitation. `place` numbers those who said yes, in that order: the first
    `capacity` of them have a seat, the others wait. No two have one number."""

    __tablename__ = "ambassadors_meeting_guest"
    __table_args__ = owned_by("ambassadors", UniqueConstraint("meeting_id", "place"))

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("ambassadors_meeting.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    answer: Mapped[str] = mapped_column(String(10), default="")
    place: Mapped[int | None]
    #: Whether they came, ticked by the coordinator; None until then.
    attended: Mapped[bool | None]
    #: No longer invited, and kept for what the coordinator ticked.
    invited: Mapped[bool] = mapped_column(default=True)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class MeetingPoint(Model):
    """A decision, or an action that somebody does by a day."""

    __tablename__ = "ambassadors_meeting_point"
    __table_args__ = owned_by("ambassadors")

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("ambassadors_meeting.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(500))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    due_on: Mapped[dt.date | None]
    done_at: Mapped[dt.datetime | None]

    user: Mapped[User | None] = relationship(lazy="joined")
