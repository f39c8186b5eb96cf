"""What was read of a file's content, and how far it has come."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, owned_by


class ReadingState(StrEnum):
    """How far the reading of a content has come."""

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"


class FileReading(Model):
    """The reading of one content; as a content is kept once, it is read once.

    `reason` says why it failed, in the words' keys of `portal.files.extraction.asking`.
    """

    __tablename__ = "portal_file_reading"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(
        ForeignKey("portal_file.id", ondelete="CASCADE"), unique=True
    )
    state: Mapped[str] = mapped_column(String(10), default=ReadingState.WAITING)
    reason: Mapped[str] = mapped_column(String(20), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    characters: Mapped[int] = mapped_column(default=0)
    truncated: Mapped[bool] = mapped_column(default=False)
    read_at: Mapped[dt.datetime | None]


class FilePart(Model):
    """Some of the text of a content, so little that it can be shown at once.

    `number` counts from 0; `page` from 1, and is 0 where there are no pages.
    """

    __tablename__ = "portal_file_part"
    __table_args__ = owned_by(
        "core", Index("ix_portal_file_part_file", "file_id", "number", unique=True)
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("portal_file.id", ondelete="CASCADE"))
    number: Mapped[int]
    page: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text)
