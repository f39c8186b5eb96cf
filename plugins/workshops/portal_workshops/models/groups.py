"""Proposing groups: who wants which practice, who can when, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, Unit, User, now, owned_by

from .series import Room


class Plan(Model):
    """One round of planning: people, practices, dates, rooms, facilitators; and the proposal.

    `input` is exactly what was solved, and `proposal` where each ended up, both by the ids of the
    rows below (see `groups.problem`): explanations are computed from these two and nothing else.
    `report` says how good it is: the objective, its bound, the gap, the seconds it took.
    """

    __tablename__ = "workshops_plan"
    __table_args__ = owned_by("workshops")

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    #: collecting, solving, proposed, accepted (see `groups.states.PlanStatus`).
    status: Mapped[str] = mapped_column(String(12), default="collecting")
    planner_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    size_min: Mapped[int] = mapped_column(default=4)
    size_max: Mapped[int] = mapped_column(default=16)
    seconds: Mapped[int] = mapped_column(default=10)
    poll_until: Mapped[dt.date | None]
    asked_at: Mapped[dt.datetime | None]
    input: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proposal: Mapped[dict[str, Any]] = mapped_column(default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: What the job is doing, or why it failed.
    progress: Mapped[str] = mapped_column(String(200), default="")
    run: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    planner: Mapped[User | None] = relationship()
    practices: Mapped[list[PlanPractice]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="PlanPractice.id"
    )
    dates: Mapped[list[PlanDate]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="PlanDate.first_starts"
    )
    people: Mapped[list[PlanPerson]] = relationship(
        back_populates="plan",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="PlanPerson.id",
    )
    facilitators: Mapped[list[PlanFacilitator]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="PlanFacilitator.user_id"
    )
    rooms: Mapped[list[PlanRoom]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="PlanRoom.room_id"
    )


class PlanPractice(Model):
    """Something people want; its origin's sheet, and what it is called among the planners."""

    __tablename__ = "workshops_plan_practice"
    __table_args__ = owned_by("workshops")

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_plan.id", ondelete="CASCADE"), index=True
    )
    sheet_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    #: The series that came of a group of it, by the id of its date: {'3': 17}.
    series: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PlanDate(Model):
    """Two half days that belong together."""

    __tablename__ = "workshops_plan_date"
    __table_args__ = owned_by("workshops")

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_plan.id", ondelete="CASCADE"), index=True
    )
    first_starts: Mapped[dt.datetime]
    first_ends: Mapped[dt.datetime]
    second_starts: Mapped[dt.datetime]
    second_ends: Mapped[dt.datetime]


class PlanPerson(Model):
    """Somebody with wishes. `wishes` are ids of practices, the dearest first. `together`: goes
    where the leader and the teachers of the education go. `answered_at`: the poll."""

    __tablename__ = "workshops_plan_person"
    __table_args__ = owned_by("workshops", UniqueConstraint("plan_id", "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_plan.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("portal_unit.id", ondelete="SET NULL"))
    function: Mapped[str] = mapped_column(String(12), default="teacher")
    together: Mapped[bool] = mapped_column(default=True)
    wishes: Mapped[list[int]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[dt.datetime | None]

    plan: Mapped[Plan] = relationship(back_populates="people")
    user: Mapped[User] = relationship()
    unit: Mapped[Unit | None] = relationship()
    answers: Mapped[list[PlanAnswer]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )


class PlanAnswer(Model):
    """Whether somebody can on a date; no row: not answered, and that counts as no."""

    __tablename__ = "workshops_plan_answer"
    __table_args__ = owned_by("workshops")

    person_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_plan_person.id", ondelete="CASCADE"), primary_key=True
    )
    date_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_plan_date.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    can: Mapped[bool]


class PlanPair(Model):
    """Two who wish to stay together, across educations; `person_id` is the lower one."""

    __tablename__ = "workshops_plan_pair"
    __table_args__ = owned_by("workshops")

    person_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_plan_person.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_plan_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class PlanFacilitator(Model):
    """Somebody who can lead, and on which dates (ids)."""

    __tablename__ = "workshops_plan_facilitator"
    __table_args__ = owned_by("workshops")

    plan_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_plan.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    dates: Mapped[list[int]] = mapped_column(default=list)

    user: Mapped[User] = relationship()


class PlanRoom(Model):
    """A room, and on which dates it can be had (ids)."""

    __tablename__ = "workshops_plan_room"
    __table_args__ = owned_by("workshops")

    plan_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_plan.id", ondelete="CASCADE"), primary_key=True
    )
    room_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_room.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    dates: Mapped[list[int]] = mapped_column(default=list)

    room: Mapped[Room] = relationship()
