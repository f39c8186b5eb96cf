"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, ObjectKind, Panel, name_history_actions

from ..demo.network import load_articles as demo
from .showing import cards as dashboard_cards
from .showing import erase_user, export_user

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


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """What an ambassador wrote."""
    if slot == "ambassador.main":
        from .showing import panels

        return panels(session, actor, obj)
    return []
