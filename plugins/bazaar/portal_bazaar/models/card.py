"""The dance card: one line a stand, and the operations that made it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.api import Model, now, owned_by


class CardEntry(Model):
    """What a visitor noted at one stand. `interest`: 0 not for us, 1 maybe, 2 gladly, 3 we will;
    None: not said. `expectation`: what we expect to put into practice."""

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
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


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
    at: Mapped[dt.datetime] = mapped_column(default=now)
