"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, NoticeTopic, Panel

from .parts import export_user, waiting


def blueprints() -> Iterable[Blueprint]:
    """Asking, being away, standing in."""
    from . import views

    return [views.bp]


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """On a profile: ask, and who is there instead."""
    if slot == "ambassador.side":
        from .parts import panels

        return panels(session, actor, obj)
    return []


def notice_topics() -> Iterable[NoticeTopic]:
    """A deputy is asked, and answers."""
    from .parts import TOPICS

    return TOPICS


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "ambassador.away": _l("Said when an ambassador is away"),
        "ambassador.deputy": _l("Said whether they stand in for an ambassador"),
        "ambassador.asked": _l("Asked an ambassador"),
    }


#: The keys of 'my data', here for the extraction of texts.
KEYS = (_l("Away"), _l("Stands in"), _l("From"), _l("Until"), _l("Deputy"), _l("For"))
