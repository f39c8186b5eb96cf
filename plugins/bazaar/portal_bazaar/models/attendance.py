"""Invited educations, and everybody who comes."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, Unit, User, now, owned_by

from .planning import Bazaar


class InvitedEducation(Model):
    """An education that is to come with a leader and at least one teacher."""

    __tablename__ = "bazaar_education"
    __table_args__ = owned_by("bazaar", UniqueConstraint("bazaar_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="CASCADE"), index=True
    )
    invited_at: Mapped[dt.datetime | None]
    #: '' (no answer), coming, declined.
    answer: Mapped[str] = mapped_column(String(10), default="")
    answered_at: Mapped[dt.datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    note: Mapped[str] = mapped_column(Text, default="")
    #: Who answers and names people instead of the leader.
    delegate_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    reminded_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    bazaar: Mapped[Bazaar] = relationship()
    unit: Mapped[Unit] = relationship()
    delegate: Mapped[User | None] = relationship(foreign_keys=[delegate_id])


class Visitor(Model):
    """One who comes to one bazaar: a colleague (`user_id`) or a guest without an account.

    `education_id` is the invited education they come for; None for guests of no education.
    `function` is what they count as there: leader, teacher or other.
    `badge` is the number on the badge and on the paper card, `badge_version` is raised when a
    badge is printed anew: the code on the old one is void.
    `shares_name`: the keepers of stands may see who it is; only by the visitor's own tick.
    """

    __tablename__ = "bazaar_visitor"
    __table_args__ = owned_by(
        "bazaar",
        UniqueConstraint("bazaar_id", "user_id"),
        UniqueConstraint("bazaar_id", "badge"),
        Index("ix_bazaar_visitor_email", "bazaar_id", "email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    #: Of guests; those with an account are called what their account says.
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    education_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_education.id", ondelete="SET NULL"), index=True
    )
    #: Where a guest comes from, in words.
    organisation: Mapped[str] = mapped_column(String(160), default="")
    function: Mapped[str] = mapped_column(String(10), default="other")
    #: registered, walk_in, substitute (`vocabulary.Arrival`).
    came_as: Mapped[str] = mapped_column(String(12), default="registered")
    substitute_for_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="SET NULL")
    )
    cancelled_at: Mapped[dt.datetime | None]
    badge: Mapped[int | None]
    badge_version: Mapped[int] = mapped_column(default=1)
    checked_in_at: Mapped[dt.datetime | None]
    shares_name: Mapped[bool] = mapped_column(default=False)
    #: The dance card as a whole: when it was handed in, by the visitor or by an organiser.
    card_handed_in_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    bazaar: Mapped[Bazaar] = relationship()
    user: Mapped[User | None] = relationship()
    education: Mapped[InvitedEducation | None] = relationship()


class Curiosity(Model):
    """A stand that a visitor was curious about beforehand."""

    __tablename__ = "bazaar_curiosity"
    __table_args__ = owned_by("bazaar")

    visitor_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="CASCADE"), primary_key=True
    )
    stand_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_stand.id", ondelete="CASCADE"), primary_key=True, index=True
    )
