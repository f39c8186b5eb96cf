"""The list of competences: data that an editor maintains."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, now, owned_by

from ..vocabulary import DESCRIPTION_MAX, NAME_MAX


class CompetenceGroup(Model):
    """A heading over competences. `key` is the name folded: two that differ only in case, spaces
    or ways of writing æ, ø, å are one."""

    __tablename__ = "ambassadors_competence_group"
    __table_args__ = owned_by("ambassadors")

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    key: Mapped[str] = mapped_column(String(2 * NAME_MAX), unique=True)
    position: Mapped[int] = mapped_column(default=0)

    competences: Mapped[list[Competence]] = relationship(
        back_populates="group", order_by="(Competence.position, Competence.name)"
    )


class Competence(Model):
    """Something ambassadors can do at a level. `synonyms` are other words for it, the names of
    those merged into it among them: the search knows them all. A retired one is no longer offered
    and stays with those who have it."""

    __tablename__ = "ambassadors_competence"
    __table_args__ = owned_by("ambassadors")

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("ambassadors_competence_group.id", ondelete="RESTRICT"), index=True
    )
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    key: Mapped[str] = mapped_column(String(2 * NAME_MAX), unique=True)
    synonyms: Mapped[list[str]] = mapped_column(default=list)
    description: Mapped[str] = mapped_column(String(DESCRIPTION_MAX), default="")
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)

    group: Mapped[CompetenceGroup] = relationship(back_populates="competences")
