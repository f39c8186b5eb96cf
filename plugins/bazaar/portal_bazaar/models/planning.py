"""A bazaar: its day, its programme, its themes, those who organise it, and what is left to do."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, User, VisibleMixin, now, owned_by


class Bazaar(VisibleMixin, Model):
    """One fair. Until it is announced (`status` 'planned') only its organisers see it.

    `secret` signs the codes of its stands and badges: codes of another bazaar never fit.
    `follow_up_on` is the day on which people are asked what became of it.
    """

    __tablename__ = "bazaar_bazaar"
    __table_args__ = owned_by("bazaar", Index("ix_bazaar_bazaar_status", "status", "starts_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    summary: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    #: planned, announced, held, closed (see `vocabulary.BazaarStatus`).
    status: Mapped[str] = mapped_column(String(12), default="planned")
    registration_until: Mapped[dt.datetime | None]
    #: Until then a visitor may change the card; None: until it is handed in or the bazaar closed.
    cards_until: Mapped[dt.datetime | None]
    follow_up_months: Mapped[int] = mapped_column(default=3)
    follow_up_on: Mapped[dt.date | None]
    copied_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="SET NULL")
    )
    secret: Mapped[str] = mapped_column(String(64), default=lambda: secrets.token_hex(32))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    organisers: Mapped[list[Organiser]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    parts: Mapped[list[ProgrammePart]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="ProgrammePart.starts_at"
    )
    themes: Mapped[list[Theme]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Theme.position"
    )


class Organiser(Model):
    """Who plans the bazaar (`role` 'organiser') or leads its pitch rounds ('moderator')."""

    __tablename__ = "bazaar_organiser"
    __table_args__ = owned_by("bazaar")

    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(String(12), default="organiser")

    user: Mapped[User] = relationship()


class ProgrammePart(Model):
    """One part of the day; `kind` as in `vocabulary.PartKind`: arrival, pitches, shopping,
    break, closing, other. Parts of a kind 'pitches' are the pitch rounds."""

    __tablename__ = "bazaar_part"
    __table_args__ = owned_by("bazaar")

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    place: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class Theme(Model):
    """What stands and pitches are gathered under."""

    __tablename__ = "bazaar_theme"
    __table_args__ = owned_by("bazaar", UniqueConstraint("bazaar_id", "name"))

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)


class PlanTask(Model):
    """One thing to do before the day, mostly telling people (`channel`: mail, intranet, ...)."""

    __tablename__ = "bazaar_task"
    __table_args__ = owned_by("bazaar", Index("ix_bazaar_task_due", "due_on", "done_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(40), default="")
    #: A draft of what will be written, kept with the task and handed over with it.
    text: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[dt.date]
    responsible_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    done_at: Mapped[dt.datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    reminded_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    bazaar: Mapped[Bazaar] = relationship()
    responsible: Mapped[User | None] = relationship(foreign_keys=[responsible_id])


class Lesson(Model):
    """What the organisers learned, for the next bazaar."""

    __tablename__ = "bazaar_lesson"
    __table_args__ = owned_by("bazaar")

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id", ondelete="SET NULL"))
    at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    bazaar: Mapped[Bazaar] = relationship()
    by: Mapped[User | None] = relationship()


class SetupImport(Model):
    """A spreadsheet on its way into a bazaar: stands, people, educations.

    `table` is what was read of the file and `steps` what is to be done; both are emptied when the
    import has ended. `state`: preview, running, done, discarded.
    """

    __tablename__ = "bazaar_import"
    __table_args__ = owned_by("bazaar")

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    file_name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default="preview")
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    #: When it last got further.
    moved_at: Mapped[dt.datetime] = mapped_column(default=now)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    table: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    #: {"todo": [...]}, in order; `done` says how many are behind it.
    steps: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)

    bazaar: Mapped[Bazaar] = relationship()
