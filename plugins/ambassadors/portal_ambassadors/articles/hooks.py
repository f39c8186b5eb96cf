"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, Card, ObjectKind, Panel, User, name_history_actions

#: Extracted here, for the keys of 'my data' are looked up as they read in English.
KEYS = (_l("Ambassador articles"), _l("Lead"), _l("Published"))


def blueprints() -> Iterable[Blueprint]:
    """Reading and writing."""
    from . import views

    return [views.bp]


def kinds() -> Iterable[ObjectKind]:
    """Articles."""
    from .search import ARTICLE

    return [ARTICLE]


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail, and the actions of the history."""
    name_history_actions(
        {"article_published": _l("Published"), "article_taken_down": _l("Taken down")}
    )
    return {
        "ambassador_article.created": _l("Wrote an article"),
        "ambassador_article.changed": _l("Changed an article"),
        "ambassador_article.published": _l("Published an article"),
        "ambassador_article.taken_down": _l("Took an article down"),
    }


def dashboard_cards(session: Session, actor: Actor) -> Iterable[Card]:
    """The newest."""
    from .showing import cards

    return cards(session, actor)


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """What an ambassador wrote."""
    if slot == "ambassador.main":
        from .showing import panels

        return panels(session, actor, obj)
    return []


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """What the person wrote."""
    from .showing import export_user as export

    return export(session, user)


def erase_user(session: Session, user: User) -> None:
    """Takes the name away."""
    from .showing import erase_user as erase

    erase(session, user)


def demo(session: Session) -> None:
    """The demo's articles."""
    from ..demo.network import load_articles

    load_articles(session)
