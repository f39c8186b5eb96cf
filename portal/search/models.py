"""What the search keeps in the database: synonyms, and what was searched in vain."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, now, owned_by


class SynonymSet(Model):
    """Words and short phrases that stand for each other in every search."""

    __tablename__ = "portal_synonym_set"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[list[str]]
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now, index=True)


class SearchMissMark(Model):
    """That somebody searched in vain: a keyed hash of who and what, the query, the last day."""

    __tablename__ = "portal_search_miss_mark"
    __table_args__ = owned_by("core", Index("ix_portal_search_miss_mark_day", "day"))

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    query: Mapped[str] = mapped_column(String(80), index=True)
    day: Mapped[dt.date] = mapped_column(Date)
