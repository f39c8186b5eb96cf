"""What the core keeps about objects it knows only by (kind, id)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, now, owned_by


class Tombstone(Model):
    """An object that was deleted. Without its title: who could not see it still cannot."""

    __tablename__ = "portal_tombstone"
    __table_args__ = owned_by("core")

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)
    deleted_at: Mapped[dt.datetime] = mapped_column(default=now)


class ReadCount(Model):
    """How often an object was opened on a day; not by whom."""

    __tablename__ = "portal_read_count"
    __table_args__ = owned_by("core")

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True, index=True)
    count: Mapped[int] = mapped_column(default=0)
