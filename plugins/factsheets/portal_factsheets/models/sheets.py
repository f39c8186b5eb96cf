"""Fact sheets, their tags, and the notes that one is out of date."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, Unit, User, VisibleMixin, now, owned_by

from ..vocabulary import INSTITUTION_MAX, SUMMARY_MAX, TAG_MAX, TITLE_MAX, SheetKind, Status

if TYPE_CHECKING:
    from .catalogue import Concept, Programme, Track

sheet_concepts = Table(
    "factsheets_sheet_concept",
    Model.metadata,
    Column("sheet_id", ForeignKey("factsheets_sheet.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "concept_id",
        ForeignKey("factsheets_concept.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    info={"plugin": "factsheets"},
)


class FactSheet(VisibleMixin, Model):
    """One experiment on a page. Texts from `challenge` to `target_group` are Markdown.

    The place is a unit of ours or the name of somebody else's institution, never both. The
    hypothesis is an 'if' and a 'then', or one text where it was said otherwise.
    """

    __tablename__ = "factsheets_sheet"
    __table_args__ = owned_by(
        "factsheets", Index("ix_factsheets_sheet_status", "status", "published_at")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The same in every portal: by it an import knows a sheet that is there already.
    source_key: Mapped[str] = mapped_column(
        String(64), unique=True, default=lambda: secrets.token_hex(16)
    )
    #: What the import read when it last wrote here; None for sheets written by hand.
    source_digest: Mapped[str | None] = mapped_column(String(64))

    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    other_titles: Mapped[list[str]] = mapped_column(default=list)
    summary: Mapped[str] = mapped_column(String(SUMMARY_MAX), default="")
    kind: Mapped[str] = mapped_column(String(20), default=SheetKind.EXPERIMENT)

    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="SET NULL"), index=True
    )
    institution: Mapped[str] = mapped_column(String(INSTITUTION_MAX), default="")
    programme_id: Mapped[int | None] = mapped_column(
        ForeignKey("factsheets_programme.id", ondelete="SET NULL"), index=True
    )
    track_id: Mapped[int | None] = mapped_column(
        ForeignKey("factsheets_track.id", ondelete="SET NULL"), index=True
    )

    challenge: Mapped[str] = mapped_column(Text, default="")
    hypothesis_if: Mapped[str] = mapped_column(Text, default="")
    hypothesis_then: Mapped[str] = mapped_column(Text, default="")
    hypothesis: Mapped[str] = mapped_column(Text, default="")
    actions: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(Text, default="")
    elements: Mapped[str] = mapped_column(Text, default="")
    attention: Mapped[str] = mapped_column(Text, default="")
    target_group: Mapped[str] = mapped_column(Text, default="")

    phase: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    ready: Mapped[bool] = mapped_column(default=False)
    #: Months, kept as their first day.
    period_start: Mapped[dt.date | None]
    period_end: Mapped[dt.date | None]
    #: [{'title': ..., 'url': ...}]; only http and https.
    links: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    builds_on_id: Mapped[int | None] = mapped_column(
        ForeignKey("factsheets_sheet.id", ondelete="SET NULL"), index=True
    )

    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    responsible_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    review_due: Mapped[dt.date | None]
    reviewed_on: Mapped[dt.date | None]

    status: Mapped[str] = mapped_column(String(10), default=Status.DRAFT)
    published_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    #: For the list: the title as Danes sort it, and the words of title, tags and place as one
    #: folded text. Databases know neither alike.
    sort_title: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text, default="")
    #: Raised by every change: who saves an older one is told instead of overwriting.
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    track: Mapped[Track | None] = relationship()
    concepts: Mapped[list[Concept]] = relationship(
        secondary=sheet_concepts, order_by="Concept.name"
    )
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    responsible: Mapped[User | None] = relationship(foreign_keys=[responsible_id])
    updated_by: Mapped[User | None] = relationship(foreign_keys=[updated_by_id])
    tag_rows: Mapped[list[SheetTag]] = relationship(
        cascade="all, delete-orphan", order_by="SheetTag.name", passive_deletes=True
    )

    @property
    def tags(self) -> list[str]:
        """The tags, in lower case and in order."""
        return [row.name for row in self.tag_rows]

    @property
    def owner_ids(self) -> set[int]:
        """Author and responsible: they always see it."""
        return {who for who in (self.author_id, self.responsible_id) if who is not None}


class SheetTag(Model):
    """One tag of one sheet."""

    __tablename__ = "factsheets_tag"
    __table_args__ = owned_by("factsheets")

    sheet_id: Mapped[int] = mapped_column(
        ForeignKey("factsheets_sheet.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(TAG_MAX), primary_key=True, index=True)


class OutdatedNote(Model):
    """Somebody's note that a sheet is out of date; it waits for the responsible until it is
    closed, by a review or as not needed."""

    __tablename__ = "factsheets_outdated_note"
    __table_args__ = owned_by("factsheets")

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(
        ForeignKey("factsheets_sheet.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id", ondelete="SET NULL"))
    message: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    closed_at: Mapped[dt.datetime | None]

    sheet: Mapped[FactSheet] = relationship()
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
