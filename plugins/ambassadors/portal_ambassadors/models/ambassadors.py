"""Ambassadors and what they say of themselves."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import File, Model, User, now, owned_by

from ..vocabulary import NAME_MAX, NOTE_MAX, Status
from .competences import Competence


def _whose() -> Mapped[int]:
    return mapped_column(
        ForeignKey("ambassadors_ambassador.id", ondelete="CASCADE"), primary_key=True
    )


class Ambassador(Model):
    """One person's profile; somebody who ends and begins again keeps it.

    `help_text`, `chosen_why` and `mandate` are Markdown. `confirmed_at` is when the owner last
    said that it is right.
    """

    __tablename__ = "ambassadors_ambassador"
    __table_args__ = owned_by("ambassadors")

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), unique=True
    )
    status: Mapped[str] = mapped_column(String(10), default=Status.ACTIVE, index=True)

    help_text: Mapped[str] = mapped_column(Text, default="")
    reach: Mapped[str] = mapped_column(String(10), default="")
    reach_note: Mapped[str] = mapped_column(String(NOTE_MAX), default="")

    chosen_how: Mapped[str] = mapped_column(String(20), default="")
    chosen_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    chosen_on: Mapped[dt.date | None]
    chosen_why: Mapped[str] = mapped_column(Text, default="")
    mandate: Mapped[str] = mapped_column(Text, default="")
    mandate_from: Mapped[dt.date | None]
    mandate_until: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]

    confirmed_at: Mapped[dt.datetime] = mapped_column(default=now)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    #: Raised by every change of what a form holds: who saves an older one is told.
    version: Mapped[int] = mapped_column(default=1)

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)
    chosen_by: Mapped[User | None] = relationship(foreign_keys=[chosen_by_id])
    hidden_rows: Mapped[list[HiddenPart]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    role_rows: Mapped[list[AmbassadorRole]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    level_rows: Mapped[list[AmbassadorLevel]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    language_rows: Mapped[list[AmbassadorLanguage]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    community_rows: Mapped[list[AmbassadorCommunity]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="AmbassadorCommunity.name"
    )
    work_rows: Mapped[list[AmbassadorWork]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    photo: Mapped[Photo | None] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, uselist=False
    )


class HiddenPart(Model):
    """A part of the profile that its owner keeps to themselves."""

    __tablename__ = "ambassadors_hidden"
    __table_args__ = owned_by("ambassadors")

    ambassador_id: Mapped[int] = _whose()
    part: Mapped[str] = mapped_column(String(20), primary_key=True)


class AmbassadorRole(Model):
    """What one does for others."""

    __tablename__ = "ambassadors_role"
    __table_args__ = owned_by("ambassadors")

    ambassador_id: Mapped[int] = _whose()
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class AmbassadorLevel(Model):
    """How well one masters a competence, from 1; 'none' has no row."""

    __tablename__ = "ambassadors_level"
    __table_args__ = owned_by(
        "ambassadors", CheckConstraint("level BETWEEN 1 AND 5", name="level_on_the_scale")
    )

    ambassador_id: Mapped[int] = _whose()
    competence_id: Mapped[int] = mapped_column(
        ForeignKey("ambassadors_competence.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    level: Mapped[int]
    changed_at: Mapped[dt.datetime] = mapped_column(default=now)

    competence: Mapped[Competence] = relationship()


class AmbassadorLanguage(Model):
    """A language one speaks."""

    __tablename__ = "ambassadors_language"
    __table_args__ = owned_by("ambassadors")

    ambassador_id: Mapped[int] = _whose()
    code: Mapped[str] = mapped_column(String(10), primary_key=True)


class AmbassadorCommunity(Model):
    """A community one takes part in; `key` is the name folded."""

    __tablename__ = "ambassadors_community"
    __table_args__ = owned_by("ambassadors")

    ambassador_id: Mapped[int] = _whose()
    key: Mapped[str] = mapped_column(String(2 * NAME_MAX), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))


class AmbassadorWork(Model):
    """An experiment or fact sheet one was part of, by (kind, id): it belongs to another plugin."""

    __tablename__ = "ambassadors_work"
    __table_args__ = owned_by("ambassadors")

    ambassador_id: Mapped[int] = _whose()
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)


class Photo(Model):
    """The photo as it is shown, cut square in two sizes, and where the cut is: the focus in
    per cent of the width and the height. `file` is what was uploaded, kept to cut it anew."""

    __tablename__ = "ambassadors_photo"
    __table_args__ = owned_by("ambassadors")

    ambassador_id: Mapped[int] = _whose()
    file_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_file.id", ondelete="SET NULL"), index=True
    )
    focus_x: Mapped[int] = mapped_column(default=50)
    focus_y: Mapped[int] = mapped_column(default=50)
    #: Changes with every cut; part of the address, so that browsers may keep the picture.
    mark: Mapped[str] = mapped_column(String(20))
    large: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    file: Mapped[File | None] = relationship()
