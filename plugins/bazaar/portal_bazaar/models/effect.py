"""What became of it: one answer to one line of a card or to one commitment."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.api import Model, owned_by


class EffectAnswer(Model):
    """Of either an entry or a commitment. `became`: in_use, developed, started_new, dropped, not_yet (`vocabulary.Became`)."""

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
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    version: Mapped[int] = mapped_column(default=1)
