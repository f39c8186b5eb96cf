"""Articles on others' pages: the front page, the author's profile; and a person's own data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.api import Actor, Card, Panel, User, deleted, narrow, saved

from ..models import Ambassador, Article, ArticleAuthor
from .services import audience, may_write
from .states import KIND, STATES, State

NEWEST, WRITTEN = 3, 8


def cards(session: Session, actor: Actor) -> Iterable[Card]:
    """The newest; where there is none yet, for who may write the first."""
    newest = _published(session, actor, NEWEST)
    writes = may_write(session, actor)
    if newest or writes:
        yield Card(
            "ambassadors/articles/card.html",
            {
                "articles": newest,
                "all_url": url_for("ambassadors_articles.index"),
                "write_url": url_for("ambassadors_articles.create") if writes else "",
            },
            area="main",
            order=30,
        )


def panels(session: Session, actor: Actor, ambassador: object) -> Iterable[Panel]:
    """What an ambassador wrote, on their page."""
    if isinstance(ambassador, Ambassador):
        written = _published(session, actor, WRITTEN, ambassador.user_id)
        if written:
            yield Panel("ambassadors/articles/panel.html", {"articles": written})


def _published(
    session: Session, actor: Actor, limit: int, user_id: int | None = None
) -> list[Article]:
    wanted = narrow(select(Article), actor, Article).where(Article.status == State.PUBLISHED)
    if user_id is not None:
        wanted = wanted.where(
            Article.id.in_(select(ArticleAuthor.article_id).where(ArticleAuthor.user_id == user_id))
        )
    newest = wanted.order_by(Article.published_at.desc(), Article.id.desc())
    return list(session.scalars(newest.limit(limit)))


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """The articles somebody wrote."""
    rows = _written(session, user)
    if not rows:
        return {}
    return {
        "ambassador_articles": [
            {
                "title": one.title,
                "lead": one.lead,
                "text": one.text,
                "status": str(STATES[one.status].words) if one.status in STATES else one.status,
                "published": one.published_at.isoformat() if one.published_at else None,
            }
            for one in rows
        ]
    }


def erase_user(session: Session, user: User) -> None:
    """Their name goes; what they alone wrote and never published goes with it."""
    for one in _written(session, user):
        if one.status == State.DRAFT and one.author_ids == [user.id]:
            object_id = one.id
            session.delete(one)
            session.flush()
            deleted(session, KIND, object_id)
            continue
        one.author_rows = [row for row in one.author_rows if row.user_id != user.id]
        session.flush()
        saved(session, KIND, one.id, audience(one))
    session.execute(delete(ArticleAuthor).where(ArticleAuthor.user_id == user.id))


def _written(session: Session, user: User) -> list[Article]:
    ids = select(ArticleAuthor.article_id).where(ArticleAuthor.user_id == user.id)
    return list(session.scalars(select(Article).where(Article.id.in_(ids)).order_by(Article.id)))
