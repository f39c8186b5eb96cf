"""Writing and publishing articles. Sessions and actors are given; nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    EVERYONE,
    Actor,
    InvalidInput,
    NotAllowed,
    PortalError,
    User,
    may,
    narrow,
    now,
    permission_label,
    record,
    saved,
    user_label,
)

from ..models import Article, ArticleAuthor
from ..permissions import COORDINATE
from ..profiles.services import ambassador_of
from ..vocabulary import Status
from .states import AUTHORS_MAX, KIND, LEAD_MAX, TEXT_MAX, TITLE_MAX, State


class InvalidArticle(InvalidInput):
    """What was written cannot be saved; `errors` says why, by the name of the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleData:
    """What a form says of an article."""

    title: str = ""
    lead: str = ""
    text: str = ""
    author_ids: Sequence[int] = ()


FIELDS = tuple(one.name for one in fields(ArticleData))


def data_of(article: Article) -> ArticleData:
    """The article as it stands."""
    return ArticleData(**{name: getattr(article, name) for name in FIELDS})


def may_write(session: Session, actor: Actor) -> bool:
    """Whether somebody may begin an article: an active ambassador, or who coordinates."""
    if actor.is_system or may(session, actor, COORDINATE):
        return True
    ambassador = ambassador_of(session, actor.user_id)
    return ambassador is not None and ambassador.status == Status.ACTIVE


def may_article(_session: Session, actor: Actor, action: str, article: Article) -> bool:
    """Judges 'edit', 'publish' (and taking down) and 'coauthor'."""
    wrote = actor.user_id is not None and actor.user_id in article.author_ids
    if action == "coauthor":
        return wrote
    return action in ("edit", "publish") and (wrote or COORDINATE in actor.permissions)


def audience(article: Article) -> set[str]:
    """Everyone reads what is published; the rest is for its authors and coordinators."""
    labels = {user_label(user_id) for user_id in article.author_ids}
    shown = article.status == State.PUBLISHED
    labels.add(EVERYONE if shown else permission_label(COORDINATE))
    return labels


def create(session: Session, actor: Actor, data: ArticleData) -> Article:
    """A draft. Raises NotAllowed and InvalidArticle."""
    if not may_write(session, actor):
        raise NotAllowed(_("Ambassadors and coordinators write articles."))
    data = _checked(session, actor, data, ())
    article = Article(status=State.DRAFT)
    session.add(article)
    _write(article, data)
    session.flush()
    record(session, actor, "ambassador_article.created", KIND, article.id, title=article.title)
    saved(session, KIND, article.id, audience(article), actor=actor)
    return article


def change(session: Session, actor: Actor, article: Article, data: ArticleData) -> bool:
    """Says whether anything changed. Raises NotAllowed and InvalidArticle."""
    _require(session, actor, "edit", article)
    data = _checked(session, actor, data, article.author_ids)
    before = data_of(article)
    if data == replace(before, author_ids=tuple(before.author_ids)):
        return False
    _write(article, data)
    _touch(article)
    session.flush()
    record(session, actor, "ambassador_article.changed", KIND, article.id, title=article.title)
    saved(session, KIND, article.id, audience(article), actor=actor)
    return True


def publish(session: Session, actor: Actor, article: Article) -> None:
    """Everyone reads it from now on. Raises NotAllowed, and PortalError where there is no text."""
    _require(session, actor, "publish", article)
    if article.status == State.PUBLISHED:
        return
    if not article.text.strip():
        raise PortalError(_("Write the article first."))
    article.published_at = article.published_at or now()
    _set_state(session, actor, article, State.PUBLISHED, "published")


def take_down(session: Session, actor: Actor, article: Article) -> None:
    """Only its authors and coordinators see it; `publish` undoes it. Raises NotAllowed."""
    _require(session, actor, "publish", article)
    if article.status == State.PUBLISHED:
        _set_state(session, actor, article, State.TAKEN_DOWN, "taken_down")


def unpublish(session: Session, actor: Actor, article: Article) -> None:
    """Undoes a first `publish`: a draft again. Raises NotAllowed."""
    _require(session, actor, "publish", article)
    if article.status == State.PUBLISHED:
        article.published_at = None
        _set_state(session, actor, article, State.DRAFT, "taken_down")


def lock(session: Session, article: Article) -> None:
    """Reads the article anew; nobody else changes it before our commit."""
    session.flush()
    session.refresh(article, with_for_update={"of": Article})


def _set_state(session: Session, actor: Actor, article: Article, state: State, action: str) -> None:
    article.status = state
    _touch(article)
    session.flush()
    record(session, actor, f"ambassador_article.{action}", KIND, article.id, title=article.title)
    saved(session, KIND, article.id, audience(article), actor=actor, action=f"article_{action}")


def _checked(
    session: Session, actor: Actor, data: ArticleData, before: Sequence[int]
) -> ArticleData:
    """The same, tidied; raises InvalidArticle."""
    authors = tuple(dict.fromkeys(data.author_ids))
    data = ArticleData(
        title=" ".join(_plain(data.title).split()),
        lead=" ".join(_plain(data.lead).split()),
        text=_plain(data.text),
        author_ids=authors,
    )
    errors: dict[str, str] = {}
    if not data.title:
        errors["title"] = _("Give the article a title.")
    for name, most in (("title", TITLE_MAX), ("lead", LEAD_MAX), ("text", TEXT_MAX)):
        if len(getattr(data, name)) > most:
            errors[name] = _("Make it shorter: at most %(max)d characters.", max=most)
    new = set(authors) - set(before)
    seen = select(User.id).where(User.id.in_(new), User.active)
    if not authors:
        errors["author_ids"] = _("Say who wrote it.")
    elif len(authors) > AUTHORS_MAX:
        errors["author_ids"] = _("Choose at most %(number)s.", number=AUTHORS_MAX)
    elif new and new != set(session.scalars(narrow(seen, actor, User))):
        errors["author_ids"] = _("Choose somebody from the list.")
    if errors:
        raise InvalidArticle(errors)
    return data


def _write(article: Article, data: ArticleData) -> None:
    article.title, article.lead, article.text = data.title, data.lead, data.text
    there = {row.user_id: row for row in article.author_rows}
    rows = [there.get(one) or ArticleAuthor(user_id=one) for one in data.author_ids]
    for position, row in enumerate(rows):
        row.position = position
    article.author_rows = rows


def _touch(article: Article) -> None:
    article.version += 1
    article.updated_at = now()


def _require(session: Session, actor: Actor, verb: str, article: Article) -> None:
    if not may(session, actor, verb, article):
        raise NotAllowed(_("You may not change this article."))


def _plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
