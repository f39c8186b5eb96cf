"""Accounts and what protects them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Model, now, owned_by

if TYPE_CHECKING:
    from portal.access.models import Role
    from portal.units.models import Membership


class User(UserMixin, Model):
    """A person who may sign in. `email` is kept in lower case."""

    __tablename__ = "portal_user"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    title: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    # Address and phone are for the person's leaders and for administrators only; ask
    # `portal.units.contacts` before showing either.
    contact_hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(5), default="da")
    theme: Mapped[str] = mapped_column(String(5), default="auto")
    # Part of every session; raising it signs the person out everywhere.
    session_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    invited_at: Mapped[dt.datetime | None]
    last_seen_at: Mapped[dt.datetime | None]
    # When the visit before this one ended: 'new since my last visit' counts from here.
    last_visit_at: Mapped[dt.datetime | None]

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="Membership.id"
    )
    roles: Mapped[list[Role]] = relationship(secondary="portal_user_role", order_by="Role.name")

    def get_id(self) -> str:
        """What the session holds: it dies with a change of password or a disabled account."""
        return f"{self.id}.{self.session_version}"

    @property
    def is_active(self) -> bool:
        """Flask-Login asks; a disabled account has no session."""
        return self.active

    @property
    def initials(self) -> str:
        """At most two letters for the avatar."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


class Token(Model):
    """A single-use link sent by mail; only the hash of its secret is kept."""

    __tablename__ = "portal_token"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[str] = mapped_column(String(20))  # reset, invitation
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]

    user: Mapped[User] = relationship()


class EndedSession(Model):
    """A session that was signed out before its cookie grew too old; only a hash of its name."""

    __tablename__ = "portal_ended_session"
    __table_args__ = owned_by("core")

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[dt.datetime] = mapped_column(index=True)


class SignInFailure(Model):
    """A failed sign-in, counted per account name whether or not the account exists.

    In the database, because several workers count together; per account and not per address,
    because a whole fair sits behind one.
    """

    __tablename__ = "portal_sign_in_failure"
    __table_args__ = owned_by("core", Index("ix_portal_sign_in_failure_account", "account", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(64))  # SHA-256 of the name that was typed
    at: Mapped[dt.datetime] = mapped_column(default=now)
