"""Notices, how a person wants them, and what a person follows."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.database import Model, now, owned_by


class Channel(StrEnum):
    """How notices of a topic reach a person; those of DIGEST and MAIL stand on the page too."""

    NONE = "none"
    DIGEST = "digest"
    MAIL = "mail"


class Notice(Model):
    """Something that concerns one person, about an object. Its words are made when it is read,
    by whoever declared its topic, in the reader's language, from `key` and `params`."""

    __tablename__ = "portal_notice"
    __table_args__ = owned_by(
        "core",
        Index("ix_portal_notice_user", "user_id", "read_at"),
        Index("ix_portal_notice_object", "kind", "object_id"),
        Index("ix_portal_notice_mailed", "mailed_at", "read_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(80), default="")
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    #: When it happened, the last time of `count`.
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    count: Mapped[int] = mapped_column(default=1, server_default="1")
    read_at: Mapped[dt.datetime | None]
    mailed_at: Mapped[dt.datetime | None]

    #: Who did it; None for the portal itself, and for somebody who has been erased.
    actor: Mapped[User | None] = relationship(foreign_keys=[actor_id], lazy="joined")

    @property
    def by(self) -> str:
        """The name of who did it, '' if there is none."""
        return self.actor.name if self.actor else ""


class NoticeChoice(Model):
    """How a person wants the notices of one topic; without a row, as the topic says itself."""

    __tablename__ = "portal_notice_choice"
    __table_args__ = owned_by("core")

    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), primary_key=True
    )
    topic: Mapped[str] = mapped_column(String(80), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10))


class Follow(Model):
    """Somebody wants to hear of an object, or of everything with a tag (kind 'tag', object 0)."""

    __tablename__ = "portal_follow"
    __table_args__ = owned_by(
        "core",
        UniqueConstraint("user_id", "kind", "object_id", "tag"),
        Index("ix_portal_follow_target", "kind", "object_id", "tag"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int] = mapped_column(default=0)
    tag: Mapped[str] = mapped_column(String(80), default="")  # casefolded
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
