"""The tree of units and who does what in them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Model, now, owned_by

if TYPE_CHECKING:
    from portal.accounts.models import User


class UnitKind(StrEnum):
    """What a unit is: institution, department or education."""

    INSTITUTION = "institution"
    DEPARTMENT = "department"
    EDUCATION = "education"


class Function(StrEnum):
    """What a person does in a unit."""

    LEADER = "leader"
    TEACHER = "teacher"
    STAFF = "staff"
    STUDENT = "student"


class Unit(Model):
    """An institution, a department or an education."""

    __tablename__ = "portal_unit"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="RESTRICT"), index=True
    )
    name: Mapped[str] = mapped_column(String(160), index=True)
    kind: Mapped[str] = mapped_column(String(20), default=UnitKind.DEPARTMENT)
    #: Where it is; empty: where the unit above it is.
    town: Mapped[str] = mapped_column(String(80), default="", server_default="")
    closed_at: Mapped[dt.datetime | None]

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id", back_populates="children")
    children: Mapped[list[Unit]] = relationship(back_populates="parent", order_by="Unit.name")
    memberships: Mapped[list[Membership]] = relationship(back_populates="unit")


class Membership(Model):
    """One person's function in one unit; a person may have several."""

    __tablename__ = "portal_membership"
    __table_args__ = owned_by("core", UniqueConstraint("user_id", "unit_id", "function"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="CASCADE"), index=True
    )
    function: Mapped[str] = mapped_column(String(20), default=Function.STAFF)

    user: Mapped[User] = relationship(back_populates="memberships")
    unit: Mapped[Unit] = relationship(back_populates="memberships")


class UnitMerge(Model):
    """A unit went into another: its page says so, and plugins that were off catch up.

    `moved` holds what an undo needs: people's functions, units below, what was shared.
    """

    __tablename__ = "portal_unit_merge"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="CASCADE"), unique=True
    )
    into_id: Mapped[int] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[dt.datetime] = mapped_column(default=now)
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    into: Mapped[Unit] = relationship(foreign_keys=[into_id])
