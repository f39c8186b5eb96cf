"""What the search keeps in the database: synonyms, and what was searched in vain."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, now, owned_by


class SynonymSet(Model):
    """Words and short phrases that stand for each other in every search."""

    __tablename__ = "portal_synonym_set"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[list[str]]
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now, index=True)


class SearchMiss(Model):
    """A query that found nothing: by how many people on one day, never by whom."""

    __tablename__ = "portal_search_miss"
    __table_args__ = owned_by("core", UniqueConstraint("query", "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(String(80))
    day: Mapped[dt.date] = mapped_column(Date, index=True)
    people: Mapped[int] = mapped_column(default=0)


class SearchMissMark(Model):
    """That someone was counted already today: a salted hash, gone when the day is over."""

    __tablename__ = "portal_search_miss_mark"
    __table_args__ = owned_by("core", Index("ix_portal_search_miss_mark_day", "day"))

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[dt.date] = mapped_column(Date)


class SearchMissSalt(Model):
    """The salt of a day's marks; without it they say nothing."""

    __tablename__ = "portal_search_miss_salt"
    __table_args__ = owned_by("core")

    day: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))
