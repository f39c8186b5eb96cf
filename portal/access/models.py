"""Roles, their permissions, and the audience of every object."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Model, owned_by


class Role(Model):
    """A bundle of permissions that people are given. `key` is fixed, `name` can be changed;
    an empty name of a role that came with the portal is shown translated."""

    __tablename__ = "portal_role"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    description: Mapped[str] = mapped_column(String(300), default="")

    permissions: Mapped[list[RolePermission]] = relationship(
        cascade="all, delete-orphan", order_by="RolePermission.permission"
    )


class RolePermission(Model):
    """One permission in one role; the permission is named, not referred to, so that the
    grants of a plugin that is away are kept for its return."""

    __tablename__ = "portal_role_permission"
    __table_args__ = owned_by("core")

    role_id: Mapped[int] = mapped_column(
        ForeignKey("portal_role.id", ondelete="CASCADE"), primary_key=True
    )
    permission: Mapped[str] = mapped_column(String(80), primary_key=True)


class UserRole(Model):
    """Who has which role."""

    __tablename__ = "portal_user_role"
    __table_args__ = owned_by("core")

    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), primary_key=True
    )
    role_id: Mapped[int] = mapped_column(
        ForeignKey("portal_role.id", ondelete="CASCADE"), primary_key=True
    )


class KnownPermission(Model):
    """A permission whose default roles have been granted once; from then on only people
    decide who holds it."""

    __tablename__ = "portal_known_permission"
    __table_args__ = owned_by("core")

    name: Mapped[str] = mapped_column(String(80), primary_key=True)


class Audience(Model):
    """One label of one object: whoever holds the label may see the object.

    The only place that says who sees what: `may`, `narrow` and the search index are all
    computed from these rows.
    """

    __tablename__ = "portal_audience"
    __table_args__ = owned_by("core", Index("ix_portal_audience_label", "label", "kind"))

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(100), primary_key=True)
