"""Articles as a kind of the portal: referred to by others, found by the search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Badge,
    History,
    HistoryField,
    HitDetails,
    ObjectKind,
    Says,
    details_of,
    documents_of,
    plain_text,
)

from ..models import Article
from .services import FIELDS, ArticleData, change, data_of, may_article
from .states import KIND, STATES, State


def says(article: Article) -> Says:
    """Its search document."""
    return Says(
        (article.lead, plain_text(article.text)),
        (row.user.name for row in article.author_rows),
        article.published_at.date() if article.published_at else None,
    )


def details(article: Article) -> HitDetails:
    """Who wrote it."""
    authors = ", ".join(row.user.name for row in article.author_rows)
    return HitDetails(authors, (Badge(_l("Article"), "journal-text"),))


def restore(session: Session, actor: Actor, article: Article, data: Mapping[str, Any]) -> None:
    """Brings an older version back, but not its authors. Raises like `change`."""
    now = data_of(article)
    values = {name: data.get(name, getattr(now, name)) for name in FIELDS}
    change(session, actor, article, ArticleData(**{**values, "author_ids": now.author_ids}))


HISTORY = History(
    fields={
        "title": HistoryField(_l("Title")),
        "lead": HistoryField(_l("Lead")),
        "text": HistoryField(_l("Article"), "markdown"),
        "author_ids": HistoryField(_l("Written by"), "reference", kind="person", restores=False),
        "status": HistoryField(
            _l("Status"), "choice", words=lambda value: STATES[value].words, restores=False
        ),
    },
    restore=restore,
)

ARTICLE = ObjectKind(
    name=KIND,
    title=_l("Article"),
    plural=_l("Articles"),
    icon="journal-text",
    model=Article,
    label=lambda article: article.title,
    url=lambda article_id: url_for("ambassadors_articles.page", article_id=article_id),
    may=may_article,
    documents=documents_of(
        KIND,
        Article,
        "/ambassadors/articles/{id}",
        says,
        where=[Article.status == State.PUBLISHED],
    ),
    hit_details=details_of(Article, details),
    history=HISTORY,
)
