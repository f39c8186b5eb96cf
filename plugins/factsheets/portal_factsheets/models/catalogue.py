"""Labs, programmes, tracks and concepts: what an editor maintains and the sheets refer to."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, now, owned_by

NAME_LENGTH = 160
SUMMARY_LENGTH = 300


class EntryMixin:
    """What every entry of the catalogue has.

    `key` is the name without case, spaces, hyphens and ways of writing æ, ø, å (see
    `services.naming.name_key`): two entries that differ in those only are one. `other_names`
    are the names of entries that were merged into this one, so that an import still finds it.
    `version` counts the edits, for optimistic locking.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    key: Mapped[str] = mapped_column(String(2 * NAME_LENGTH))
    other_names: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)


class Lab(EntryMixin, Model):
    """A development lab; it stands above the programmes."""

    __tablename__ = "factsheets_lab"
    __table_args__ = owned_by("factsheets", UniqueConstraint("key"))

    description: Mapped[str] = mapped_column(Text, default="")

    programmes: Mapped[list[Programme]] = relationship(
        back_populates="lab", order_by="(Programme.position, Programme.name)"
    )


class Programme(EntryMixin, Model):
    """A programme; it bundles tracks. An import knows no labs, so it may be without one."""

    __tablename__ = "factsheets_programme"
    __table_args__ = owned_by("factsheets", UniqueConstraint("key"))

    lab_id: Mapped[int | None] = mapped_column(
        ForeignKey("factsheets_lab.id", ondelete="RESTRICT"), index=True
    )
    description: Mapped[str] = mapped_column(Text, default="")
    theory: Mapped[str] = mapped_column(Text, default="")  # theory of change, Markdown

    lab: Mapped[Lab | None] = relationship(back_populates="programmes")
    tracks: Mapped[list[Track]] = relationship(
        back_populates="programme", order_by="(Track.position, Track.name)"
    )


class Track(EntryMixin, Model):
    """A track of a programme; it bundles experiments."""

    __tablename__ = "factsheets_track"
    __table_args__ = owned_by("factsheets", UniqueConstraint("programme_id", "key"))

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("factsheets_programme.id", ondelete="RESTRICT"), index=True
    )
    description: Mapped[str] = mapped_column(Text, default="")
    theory: Mapped[str] = mapped_column(Text, default="")

    programme: Mapped[Programme] = relationship(back_populates="tracks")


class Concept(EntryMixin, Model):
    """A tested, generalised way of working that several experiments contributed to.

    `summary` is plain text, a sentence or two; the other texts are Markdown.
    """

    __tablename__ = "factsheets_concept"
    __table_args__ = owned_by("factsheets", UniqueConstraint("key"))

    summary: Mapped[str] = mapped_column(String(SUMMARY_LENGTH), default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(Text, default="")
    parts: Mapped[str] = mapped_column(Text, default="")
    success: Mapped[str] = mapped_column(Text, default="")
    attention: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(Text, default="")
    other: Mapped[str] = mapped_column(Text, default="")  # what else contributed
