"""Articles on the network's work."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, User, now, owned_by


class Article(Model):
    """A short article: a draft, published, or taken down again. `text` is Markdown."""

    __tablename__ = "ambassadors_article"
    __table_args__ = owned_by("ambassadors")

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    lead: Mapped[str] = mapped_column(String(400), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(12), index=True)
    #: When it was first published; it keeps its place when it comes back.
    published_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    author_rows: Mapped[list[ArticleAuthor]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        lazy="selectin",
        order_by="ArticleAuthor.position",
    )

    @property
    def author_ids(self) -> list[int]:
        """Who wrote it, in the order they are named."""
        return [row.user_id for row in self.author_rows]


class ArticleAuthor(Model):
    """One who wrote an article."""

    __tablename__ = "ambassadors_article_author"
    __table_args__ = owned_by("ambassadors")

    article_id: Mapped[int] = mapped_column(
        ForeignKey("ambassadors_article.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
