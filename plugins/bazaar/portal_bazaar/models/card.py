"""The dance card: one line a stand, the operations that made it, and what was done to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, now, owned_by

from .stands import Stand


class CardEntry(Model):
    """What a visitor noted at one stand. `interest`: 0 not for us, 1 maybe, 2 gladly, 3 we will;
    None: not said. `expectation`: what we expect to put into practice.

    `edits` says of each field when it was written on which device and in which version of the
    line: `{"note": [milliseconds, "device", version]}` (see `card.merging`).
    """

    __tablename__ = "bazaar_card_entry"
    __table_args__ = owned_by("bazaar", UniqueConstraint("visitor_id", "stand_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    visitor_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="CASCADE"), index=True
    )
    stand_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_stand.id", ondelete="CASCADE"), index=True
    )
    visited_at: Mapped[dt.datetime]
    interest: Mapped[int | None]
    expectation: Mapped[str] = mapped_column(Text, default="")
    wants_workshop: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    #: code, short_code, list, paper, organiser (`vocabulary.EntrySource`).
    source: Mapped[str] = mapped_column(String(12), default="code")
    edits: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    stand: Mapped[Stand] = relationship()
    differences: Mapped[list[CardDifference]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="CardDifference.id"
    )


class CardDifference(Model):
    """What else was written in a field of a line, elsewhere, by somebody who had not seen what
    stands there: shown until the visitor or an organiser has settled it."""

    __tablename__ = "bazaar_card_difference"
    __table_args__ = owned_by("bazaar")

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_card_entry.id", ondelete="CASCADE"), index=True
    )
    #: interest, expectation, wants_workshop, note.
    field: Mapped[str] = mapped_column(String(16))
    #: As JSON keeps it: a number, a truth value or a text.
    value: Mapped[Any] = mapped_column(JSON)
    #: 'phone' or 'paper': where it was written.
    origin: Mapped[str] = mapped_column(String(8), default="phone")
    at: Mapped[dt.datetime] = mapped_column(default=now)
    settled_at: Mapped[dt.datetime | None]


class CardOperation(Model):
    """An operation that a phone made and the server has done: sent again, it is answered again
    and not done again."""

    __tablename__ = "bazaar_card_operation"
    __table_args__ = owned_by("bazaar", UniqueConstraint("visitor_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    visitor_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="CASCADE"), index=True
    )
    #: Made by the phone: a UUID.
    client_id: Mapped[str] = mapped_column(String(36))
    #: The stand it was about, so that the same is answered again.
    stand_id: Mapped[int | None]
    at: Mapped[dt.datetime] = mapped_column(default=now)


class CardChange(Model):
    """The trace of a change after the card was handed in, or by somebody else than the visitor:
    shown to the visitor. `field` may also be 'visited', 'handed_in' or 'opened'."""

    __tablename__ = "bazaar_card_change"
    __table_args__ = owned_by("bazaar")

    id: Mapped[int] = mapped_column(primary_key=True)
    visitor_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="CASCADE"), index=True
    )
    stand_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_stand.id", ondelete="SET NULL"), index=True
    )
    field: Mapped[str] = mapped_column(String(16))
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )


class PaperCard(Model):
    """That a visitor's paper card was keyed in, so that the pile has an end."""

    __tablename__ = "bazaar_paper_card"
    __table_args__ = owned_by("bazaar")

    visitor_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="CASCADE"), primary_key=True
    )
    keyed_at: Mapped[dt.datetime] = mapped_column(default=now)
    keyed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
