"""Stands, those who keep them, and their pitches."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import File, Model, Unit, User, now, owned_by

from .planning import Bazaar, Theme


class Stand(Model):
    """One practice on show. `number` is what people see on the floor; `sheet_id` is the fact
    sheet's id (another plugin's: no foreign key; it may be gone).

    The code on the stand is signed over `code_version`: raising it makes printed ones void.
    """

    __tablename__ = "bazaar_stand"
    __table_args__ = owned_by(
        "bazaar",
        UniqueConstraint("bazaar_id", "number"),
        UniqueConstraint("bazaar_id", "short_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    #: None until it is confirmed.
    number: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    sheet_id: Mapped[int | None] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="SET NULL"), index=True
    )
    theme_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_theme.id", ondelete="SET NULL"), index=True
    )
    #: proposed, invited, confirmed, declined, withdrawn (`vocabulary.StandStatus`).
    status: Mapped[str] = mapped_column(String(12), default="proposed")
    proposed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    #: What the organiser wrote to those who were invited.
    invitation: Mapped[str] = mapped_column(Text, default="")
    #: Why it was declined or withdrawn.
    reason: Mapped[str] = mapped_column(Text, default="")
    hands_on: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    #: On the floor plan, in thousandths of its width and height; None: not placed yet.
    x: Mapped[int | None]
    y: Mapped[int | None]
    #: In words, such as 'the hall, by the window'.
    place: Mapped[str] = mapped_column(String(120), default="")
    moved_at: Mapped[dt.datetime | None]
    #: What to type where no camera helps: unambiguous characters, unique within the bazaar.
    short_code: Mapped[str | None] = mapped_column(String(8))
    code_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    bazaar: Mapped[Bazaar] = relationship()
    unit: Mapped[Unit | None] = relationship()
    theme: Mapped[Theme | None] = relationship()
    keepers: Mapped[list[Keeper]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Keeper.id"
    )


class Keeper(Model):
    """One who stands there: a colleague, or a guest without an account (`name`, `email`)."""

    __tablename__ = "bazaar_keeper"
    __table_args__ = owned_by("bazaar", UniqueConstraint("stand_id", "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    stand_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_stand.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")

    user: Mapped[User | None] = relationship()


class PitchSlot(Model):
    """A stand's short pitch in one of the pitch rounds, in order."""

    __tablename__ = "bazaar_pitch"
    __table_args__ = owned_by("bazaar", UniqueConstraint("stand_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_part.id", ondelete="CASCADE"), index=True
    )
    stand_id: Mapped[int] = mapped_column(ForeignKey("bazaar_stand.id", ondelete="CASCADE"))
    keeper_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_keeper.id", ondelete="SET NULL"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int] = mapped_column(default=3)


class Shift(Model):
    """A keeper is at the stand in one part of the programme."""

    __tablename__ = "bazaar_shift"
    __table_args__ = owned_by("bazaar")

    keeper_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_keeper.id", ondelete="CASCADE"), primary_key=True
    )
    part_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_part.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class StandPlan(Model):
    """What holds for all stands of a bazaar: the picture of the room behind the floor plan, with
    its size, and the minutes between two pitches."""

    __tablename__ = "bazaar_standplan"
    __table_args__ = owned_by("bazaar")

    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), primary_key=True
    )
    picture_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_file.id", ondelete="SET NULL"), index=True
    )
    width: Mapped[int] = mapped_column(default=1600)
    height: Mapped[int] = mapped_column(default=1000)
    change_over: Mapped[int] = mapped_column(default=1)
    #: What the last step for many stands at once has done, and how it was before: `stands.undo`.
    undo: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column(default=1)

    picture: Mapped[File | None] = relationship()
