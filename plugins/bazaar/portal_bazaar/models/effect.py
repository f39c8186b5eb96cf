"""What became of it: who is asked when, and one answer to one line of a card or one commitment."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, User, now, owned_by

from .attendance import Visitor
from .planning import Bazaar


class EffectPlan(Model):
    """When one bazaar's people are reminded, in days after they were asked, and until when they
    can answer. What is not stored holds as it is here."""

    __tablename__ = "bazaar_effect_plan"
    __table_args__ = owned_by("bazaar")

    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), primary_key=True
    )
    #: Rising; none: nobody is reminded.
    remind_days: Mapped[list[int]] = mapped_column(default=list)
    close_days: Mapped[int] = mapped_column(default=42)
    #: Set when everybody to ask was found; from then on the day of the asking stands.
    asked_on: Mapped[dt.date | None]
    message: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    bazaar: Mapped[Bazaar] = relationship()


class EffectAsk(Model):
    """One person who is asked: about the own card (`visitor_id`), and about what their
    educations took home (`education_ids`). `user_id` is None for guests.

    `step` is the next mail: 0 the question, 1 and on the reminders. It is due at `next_at`; None:
    none comes any more.
    """

    __tablename__ = "bazaar_effect_ask"
    __table_args__ = owned_by(
        "bazaar",
        UniqueConstraint("bazaar_id", "user_id"),
        UniqueConstraint("bazaar_id", "visitor_id"),
        Index("ix_bazaar_effect_ask_next_at", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    visitor_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    #: Ids of invited educations; one leader may lead several. One that is gone is passed over.
    education_ids: Mapped[list[int]] = mapped_column(default=list)
    step: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[dt.datetime | None]
    asked_at: Mapped[dt.datetime | None]
    reminded_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    bazaar: Mapped[Bazaar] = relationship()
    visitor: Mapped[Visitor | None] = relationship()
    user: Mapped[User | None] = relationship()


class EffectAnswer(Model):
    """Of either an entry or a commitment. `became`: in_use, developed, started_new, dropped,
    not_yet (`vocabulary.Became`). Who answered: a colleague, or a guest who was a visitor."""

    __tablename__ = "bazaar_effect"
    __table_args__ = owned_by("bazaar")

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_card_entry.id", ondelete="CASCADE"), unique=True
    )
    commitment_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_commitment.id", ondelete="CASCADE"), unique=True
    )
    became: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[dt.datetime]
    answered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    visitor_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="SET NULL"), index=True
    )
    version: Mapped[int] = mapped_column(default=1)

    answered_by: Mapped[User | None] = relationship()
    visitor: Mapped[Visitor | None] = relationship()
    versions: Mapped[list[EffectVersion]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="EffectVersion.number"
    )


class EffectVersion(Model):
    """An answer as it once was."""

    __tablename__ = "bazaar_effect_version"
    __table_args__ = owned_by("bazaar", UniqueConstraint("answer_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_effect.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    became: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[dt.datetime]
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    visitor_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="SET NULL"), index=True
    )

    by: Mapped[User | None] = relationship()
    visitor: Mapped[Visitor | None] = relationship()
