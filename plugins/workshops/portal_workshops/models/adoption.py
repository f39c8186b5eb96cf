"""The local practice that came out: its status over time, what is asked, and who does what."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, Unit, User, now, owned_by

from .series import Participation


class Adoption(Model):
    """A practice that an education has taken home.

    It came out of a workshop (`participation_id`) or of somebody who built a sheet on another's.
    `origin_id` is the origin's fact sheet, and stays when the sheet goes; `sheet_id` is the fact
    sheet of the local practice. `title` is what its own people call it until that sheet says it.
    """

    __tablename__ = "workshops_adoption"
    __table_args__ = owned_by("workshops")

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int | None] = mapped_column(
        ForeignKey("workshops_participation.id", ondelete="SET NULL"), unique=True
    )
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="SET NULL"), index=True
    )
    origin_id: Mapped[int | None] = mapped_column(index=True)
    sheet_id: Mapped[int | None] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    #: planned, trying, in_use, developed, dropped (see `adoption.words.STATUSES`).
    status: Mapped[str] = mapped_column(String(12), default="planned")
    status_at: Mapped[dt.datetime] = mapped_column(default=now)
    responsible_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    #: When it is asked after next; None once it is dropped.
    review_on: Mapped[dt.date | None] = mapped_column(Date, index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    participation: Mapped[Participation | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    responsible: Mapped[User | None] = relationship()
    changes: Mapped[list[AdoptionChange]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="AdoptionChange.id"
    )
    actions: Mapped[list[AdoptionAction]] = relationship(
        back_populates="adoption",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="AdoptionAction.position, AdoptionAction.id",
    )
    reviews: Mapped[list[AdoptionReview]] = relationship(
        back_populates="adoption",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="AdoptionReview.due_on",
    )


class AdoptionChange(Model):
    """What its status was from a moment on, and what was said with it."""

    __tablename__ = "workshops_adoption_change"
    __table_args__ = owned_by("workshops")

    id: Mapped[int] = mapped_column(primary_key=True)
    adoption_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_adoption.id", ondelete="CASCADE"), index=True
    )
    status: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[dt.datetime] = mapped_column(default=now)
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )

    by: Mapped[User | None] = relationship()


class AdoptionReview(Model):
    """One time it was asked how it goes; `nonce` makes the link of its mail this one's only."""

    __tablename__ = "workshops_adoption_review"
    __table_args__ = owned_by(
        "workshops",
        UniqueConstraint("adoption_id", "due_on"),
        Index("ix_workshops_adoption_review_open", "answered_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    adoption_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_adoption.id", ondelete="CASCADE")
    )
    due_on: Mapped[dt.date] = mapped_column(Date)
    #: Who was asked: the link answers for this person.
    asked_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    asked_at: Mapped[dt.datetime | None]
    reminded_at: Mapped[dt.datetime | None]
    answered_at: Mapped[dt.datetime | None]
    answer: Mapped[str] = mapped_column(String(12), default="")

    adoption: Mapped[Adoption] = relationship(back_populates="reviews")
    asked: Mapped[User | None] = relationship()


class AdoptionAction(Model):
    """Who does what by when. `who` is said in words where it is nobody with an account."""

    __tablename__ = "workshops_adoption_action"
    __table_args__ = owned_by("workshops", Index("ix_workshops_adoption_action_due", "due_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    adoption_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_adoption.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    what: Mapped[str] = mapped_column(String(500))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    who: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    told_at: Mapped[dt.datetime | None]
    reminded_at: Mapped[dt.datetime | None]
    done_at: Mapped[dt.datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )

    adoption: Mapped[Adoption] = relationship(back_populates="actions")
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    done_by: Mapped[User | None] = relationship(foreign_keys=[done_by_id])
