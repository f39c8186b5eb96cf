"""Imports that somebody is looking through, and the headings that institutions use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, User, now, owned_by

from ..vocabulary import TITLE_MAX
from .sheets import FactSheet

PROFILE_NAME_MAX = 80
FILE_NAME_MAX = 200


class ImportRun(Model):
    """What one person is importing: theirs alone, and gone when it is done or some days old.

    `settings` is what was chosen for all of its sheets (see `services.importing.Settings`).
    """

    __tablename__ = "factsheets_import"
    __table_args__ = owned_by("factsheets")

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    touched_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)

    user: Mapped[User] = relationship()
    files: Mapped[list[ImportFile]] = relationship(
        back_populates="run", order_by="ImportFile.id", passive_deletes=True, cascade="all, delete"
    )


class ImportFile(Model):
    """A document of an import: its text, and the headings it was read by, as
    `importing.Profile.to_json` says them; empty: those of the booklet.

    `whole`, `truncated`: see `services.documents.Document`. `profile` is the name of the headings.
    """

    __tablename__ = "factsheets_import_file"
    __table_args__ = owned_by("factsheets")

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(
        ForeignKey("factsheets_import.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(FILE_NAME_MAX))
    digest: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text, deferred=True)
    whole: Mapped[bool] = mapped_column(default=False)
    truncated: Mapped[bool] = mapped_column(default=False)
    headings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    profile: Mapped[str] = mapped_column(String(PROFILE_NAME_MAX), default="")

    run: Mapped[ImportRun] = relationship(back_populates="files")


class FoundSheet(Model):
    """A sheet that was found in a document.

    `key` and `values` are those of `services.incoming.Incoming`, `digest` its digest. `changes`
    are the fields that somebody corrected, with what they wrote. `source` are the lines it was
    read from, `remarks` pairs of a code and words (see `importing.placing`).

    `state`: open, skipped, taken (a sheet was made), kept (a sheet that was there has been settled
    with it). `made_version` is the version of the sheet when it was made: while it is that, nobody
    has touched it.
    """

    __tablename__ = "factsheets_import_sheet"
    __table_args__ = owned_by("factsheets")

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(
        ForeignKey("factsheets_import.id", ondelete="CASCADE"), index=True
    )
    file_id: Mapped[int] = mapped_column(
        ForeignKey("factsheets_import_file.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    remarks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    source: Mapped[str] = mapped_column(Text, default="", deferred=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    version: Mapped[int] = mapped_column(default=1)
    sheet_id: Mapped[int | None] = mapped_column(
        ForeignKey("factsheets_sheet.id", ondelete="SET NULL"), index=True
    )
    made_version: Mapped[int | None]

    file: Mapped[ImportFile] = relationship()
    sheet: Mapped[FactSheet | None] = relationship()


class HeadingProfile(Model):
    """The headings of an institution's documents: role -> spellings, as `importing.Profile` has
    them. `key` is the name as it is compared."""

    __tablename__ = "factsheets_heading_profile"
    __table_args__ = owned_by("factsheets", UniqueConstraint("key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(PROFILE_NAME_MAX))
    key: Mapped[str] = mapped_column(String(2 * PROFILE_NAME_MAX))
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
