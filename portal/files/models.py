"""Files by their content, and where they hang."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Model, now, owned_by


class File(Model):
    """A content, once, however often it was uploaded. `digest` names it on the disk.

    `media_type` is what the content is, whatever the name said. `used_at` is when somebody last
    uploaded it: one that hangs nowhere is kept for a day from then.
    """

    __tablename__ = "portal_file"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    original_name: Mapped[str] = mapped_column(String(200))
    uploader_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    used_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)


class Attachment(Model):
    """A file on an object, under a name of its own. Who sees the object sees the file.

    A removed one is kept for a day, so that the removal can be undone.
    """

    __tablename__ = "portal_attachment"
    __table_args__ = owned_by("core", Index("ix_portal_attachment_object", "kind", "object_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    file_id: Mapped[int] = mapped_column(
        ForeignKey("portal_file.id", ondelete="RESTRICT"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))  # of the download, with its ending
    title: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
    added_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    added_at: Mapped[dt.datetime] = mapped_column(default=now)
    removed_at: Mapped[dt.datetime | None] = mapped_column(index=True)

    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)

    @property
    def label(self) -> str:
        """What to call it on a page."""
        return self.title or self.name
