"""Revision rounds: everybody is asked whether their profile still holds."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, User, now, owned_by

from .ambassadors import Ambassador


class RoundPlan(Model):
    """When rounds come by themselves and how patient they are; one row, or none: the defaults.

    `months` (1 to 12) begin one on their first day, `remind_days` and the like are days after
    the start. An empty `months`: only coordinators start rounds.
    """

    __tablename__ = "ambassadors_round_plan"
    __table_args__ = owned_by("ambassadors")

    id: Mapped[int] = mapped_column(primary_key=True)
    months: Mapped[list[int]] = mapped_column(JSON, default=list)
    remind_days: Mapped[list[int]] = mapped_column(JSON, default=list)
    escalate_days: Mapped[int]
    close_days: Mapped[int]
    #: Rounds before this day are not made up for.
    since: Mapped[dt.date]
    version: Mapped[int] = mapped_column(default=1)


class RevisionRound(Model):
    """One round. `steps` are (what, day) in order: ask, remind, escalate, close."""

    __tablename__ = "ambassadors_round"
    __table_args__ = owned_by("ambassadors")

    id: Mapped[int] = mapped_column(primary_key=True)
    #: '2026-09' of one that came by itself, so that it comes once; none of one that was started.
    turn: Mapped[str | None] = mapped_column(String(10), unique=True)
    started_at: Mapped[dt.datetime] = mapped_column(default=now)
    started_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    message: Mapped[str] = mapped_column(Text, default="")
    steps: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    closes_on: Mapped[dt.date]
    closed_at: Mapped[dt.datetime | None] = mapped_column(index=True)

    started_by: Mapped[User | None] = relationship()


class RoundReply(Model):
    """One ambassador's part in a round. `step` is the number of the next one, due at `next_at`
    (None: nothing more comes)."""

    __tablename__ = "ambassadors_round_reply"
    __table_args__ = owned_by(
        "ambassadors", Index("ix_ambassadors_round_reply_due", "state", "next_at")
    )

    round_id: Mapped[int] = mapped_column(
        ForeignKey("ambassadors_round.id", ondelete="CASCADE"), primary_key=True
    )
    ambassador_id: Mapped[int] = mapped_column(
        ForeignKey("ambassadors_ambassador.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    state: Mapped[str] = mapped_column(String(12))
    step: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[dt.datetime | None]
    asked_at: Mapped[dt.datetime | None]
    reminded_at: Mapped[dt.datetime | None]
    escalated_at: Mapped[dt.datetime | None]
    #: When the leaders were told; one mail for all of theirs.
    leaders_told_at: Mapped[dt.datetime | None]
    extended_until: Mapped[dt.date | None]
    extensions: Mapped[int] = mapped_column(default=0)
    #: A leader says that somebody is no longer an ambassador; the coordinator decides.
    doubted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    answered_at: Mapped[dt.datetime | None]

    round: Mapped[RevisionRound] = relationship(lazy="joined", innerjoin=True)
    ambassador: Mapped[Ambassador] = relationship(lazy="joined", innerjoin=True)
    doubted_by: Mapped[User | None] = relationship()
