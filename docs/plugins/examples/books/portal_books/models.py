"""The table."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.api import Model, owned_by


class Book(Model):
    """A book, who reads it, and the unit whose shelf it stands on."""

    __tablename__ = "books_book"
    __table_args__ = owned_by("books")

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default="shelf")
    changes: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[dt.datetime | None]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id", ondelete="SET NULL"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("portal_unit.id", ondelete="SET NULL"))
