"""A series of two half days: its educations, its seats, its facilitators, rooms and times."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, Unit, User, now, owned_by

from ..times import span_words


class Room(Model):
    """Somewhere a half day can be. `seats` is how many people fit."""

    __tablename__ = "workshops_room"
    __table_args__ = owned_by("workshops", UniqueConstraint("name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200), default="")
    seats: Mapped[int] = mapped_column(default=16)
    #: No longer to be chosen; what was held there keeps it.
    closed: Mapped[bool] = mapped_column(default=False)


class Series(Model):
    """People who want the same practice, convened for two half days.

    `sheet_id` is the origin's fact sheet; `origin_title` what it was called by who had no sheet to
    choose. `capacity` counts people, `minimum` too: on `decide_on` the series goes ahead or is
    cancelled. `quota` is how many of one education may have a seat. `wait_hours` is how long a
    seat is kept for somebody whose turn it is. The three `prepare_` texts go out beforehand.
    """

    __tablename__ = "workshops_series"
    __table_args__ = owned_by("workshops", Index("ix_workshops_series_status", "status"))

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int | None] = mapped_column(index=True)
    origin_title: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(160))
    #: planning, open, running, done, cancelled (see `vocabulary.SeriesStatus`).
    status: Mapped[str] = mapped_column(String(12), default="planning")
    description: Mapped[str] = mapped_column(Text, default="")
    prepare_able: Mapped[str] = mapped_column(Text, default="")
    prepare_gain: Mapped[str] = mapped_column(Text, default="")
    prepare_aim: Mapped[str] = mapped_column(Text, default="")
    capacity: Mapped[int] = mapped_column(default=16)
    minimum: Mapped[int] = mapped_column(default=4)
    decide_on: Mapped[dt.date | None] = mapped_column(index=True)
    decided_at: Mapped[dt.datetime | None]
    #: Whether everyone may sign up, or only who is invited.
    open_signup: Mapped[bool] = mapped_column(default=True)
    signup_until: Mapped[dt.datetime | None]
    quota: Mapped[int | None]
    wait_hours: Mapped[int] = mapped_column(default=48)
    #: Counts up; the next one in the queue gets the next number.
    last_turn: Mapped[int] = mapped_column(default=0)
    planner_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    cancelled_why: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    planner: Mapped[User | None] = relationship()
    half_days: Mapped[list[HalfDay]] = relationship(
        back_populates="series",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="HalfDay.number",
    )
    facilitators: Mapped[list[SeriesFacilitator]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    advisers: Mapped[list[SeriesAdviser]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    participations: Mapped[list[Participation]] = relationship(
        back_populates="series",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Participation.id",
    )
    seats: Mapped[list[Seat]] = relationship(
        back_populates="series",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Seat.turn",
    )


class SeriesFacilitator(Model):
    """Who leads the half days."""

    __tablename__ = "workshops_series_facilitator"
    __table_args__ = owned_by("workshops")

    series_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_series.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    user: Mapped[User] = relationship()


class SeriesAdviser(Model):
    """One of those responsible for the origin's experiment: told, and asked how they can help
    (see `vocabulary.Help`)."""

    __tablename__ = "workshops_series_adviser"
    __table_args__ = owned_by("workshops")

    series_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_series.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    help: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(String(500), default="")

    user: Mapped[User] = relationship()


class HalfDay(Model):
    """One of the two. Its event in the core's calendar is `event_id`."""

    __tablename__ = "workshops_half_day"
    __table_args__ = owned_by("workshops", UniqueConstraint("series_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_series.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    starts_at: Mapped[dt.datetime] = mapped_column(index=True)
    ends_at: Mapped[dt.datetime]
    room_id: Mapped[int | None] = mapped_column(
        ForeignKey("workshops_room.id", ondelete="SET NULL"), index=True
    )
    place: Mapped[str] = mapped_column(String(200), default="")
    event_id: Mapped[int | None]

    series: Mapped[Series] = relationship(back_populates="half_days")
    room: Mapped[Room | None] = relationship()

    @property
    def when(self) -> str:
        """From when to when, in words."""
        return span_words(self.starts_at, self.ends_at)

    @property
    def where(self) -> str:
        """The room and its address, or the place that was written."""
        if self.room is None:
            return self.place
        return ", ".join(filter(None, [self.room.name, self.room.address, self.place]))


class Participation(Model):
    """ONE education taking part in a series: its canvas, its design and its adoption hang here.

    `leader_id` is the leader who committed the education to it.
    """

    __tablename__ = "workshops_participation"
    __table_args__ = owned_by("workshops", UniqueConstraint("series_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_series.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="CASCADE"), index=True
    )
    leader_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    series: Mapped[Series] = relationship(back_populates="participations")
    unit: Mapped[Unit] = relationship()
    leader: Mapped[User | None] = relationship()
    seats: Mapped[list[Seat]] = relationship(
        back_populates="participation", passive_deletes=True, order_by="Seat.turn"
    )


class Seat(Model):
    """One person in one series; one row each, whatever becomes of it.

    `seat_number` is 1 to the series' capacity while somebody holds a seat ('seated', 'offered'):
    the unique index is what keeps a sixth out of five. `turn` is the place in the queue, given
    once, in the order of signing up. An offer lapses at `offered_until`; `asked_by_id` invited
    this person, and None says that they signed up.
    """

    __tablename__ = "workshops_seat"
    __table_args__ = owned_by(
        "workshops",
        UniqueConstraint("series_id", "user_id"),
        # Indexes, not constraints: a test takes one away to show what it is there for.
        Index("uq_workshops_seat_number", "series_id", "seat_number", unique=True),
        Index("uq_workshops_seat_turn", "series_id", "turn", unique=True),
        Index("ix_workshops_seat_offered", "status", "offered_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("workshops_series.id", ondelete="CASCADE"))
    participation_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_participation.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    #: seated, offered, waiting, cancelled, substituted (see `vocabulary.SeatStatus`).
    status: Mapped[str] = mapped_column(String(12))
    seat_number: Mapped[int | None]
    turn: Mapped[int | None]
    offered_until: Mapped[dt.datetime | None]
    asked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    #: Who goes instead.
    substitute_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    #: Rises with every offer, so that the link of an older mail answers nothing.
    offer: Mapped[int] = mapped_column(default=0)
    signed_up_at: Mapped[dt.datetime] = mapped_column(default=now)
    changed_at: Mapped[dt.datetime] = mapped_column(default=now)

    series: Mapped[Series] = relationship(back_populates="seats")
    participation: Mapped[Participation] = relationship(back_populates="seats")
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    substitute: Mapped[User | None] = relationship(foreign_keys=[substitute_id])


class Attendance(Model):
    """Whether somebody came to a half day; no row: not noted."""

    __tablename__ = "workshops_attendance"
    __table_args__ = owned_by("workshops")

    half_day_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_half_day.id", ondelete="CASCADE"), primary_key=True
    )
    seat_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_seat.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    came: Mapped[bool]
