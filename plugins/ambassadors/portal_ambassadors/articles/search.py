"""Articles as a kind of the portal: referred to by others, found by the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Badge,
    Document,
    History,
    HistoryField,
    HitDetails,
    ObjectKind,
    audience_of,
    plain_text,
)

from ..models import Article
from .services import FIELDS, ArticleData, change, data_of, may_article
from .states import KIND, STATES, State


def documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """The search documents of the published ones with these ids."""
    audiences = audience_of(session, KIND, ids)
    rows = select(Article).where(Article.id.in_(ids), Article.status == State.PUBLISHED)
    for one in session.scalars(rows):
        yield Document(
            kind=KIND,
            id=str(one.id),
            title=one.title,
            url=f"/ambassadors/articles/{one.id}",
            body="\n".join(filter(None, [one.lead, plain_text(one.text)])),
            keywords="\n".join(row.user.name for row in one.author_rows),
            audience=audiences[one.id],
            date=one.published_at.date() if one.published_at else None,
        )


def hit_details(session: Session, ids: Sequence[int]) -> Mapping[int, HitDetails]:
    """Who wrote it."""
    rows = session.scalars(select(Article).where(Article.id.in_(ids)))
    return {
        one.id: HitDetails(
            ", ".join(row.user.name for row in one.author_rows),
            (Badge(_l("Article"), "journal-text"),),
        )
        for one in rows
    }


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
    documents=documents,
    hit_details=hit_details,
    history=HISTORY,
)
