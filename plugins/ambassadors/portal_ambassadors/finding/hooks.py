"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, Card, NavigationItem, Panel


def blueprints() -> Iterable[Blueprint]:
    """The list, the picture, the overview."""
    from . import views

    return [views.bp]


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """The list, for everyone."""
    if actor.is_signed_in:
        yield NavigationItem(
            _l("Ambassadors"),
            url_for("ambassadors.index"),
            "person-badge",
            order=30,
            matches=("ambassadors.", "ambassadors_"),
        )


def dashboard_cards(session: Session, actor: Actor) -> Iterable[Card]:
    """'Who can help me with ...', for everyone."""
    from .panels import ask_card

    return ask_card(actor)


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """On a unit's page its ambassadors, on a fact sheet's who was part of it."""
    from . import panels

    if slot == "unit":
        return panels.of_unit(session, actor, obj)
    if slot == "factsheet.side":
        return panels.of_sheet(session, actor, obj)
    return []
