"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, NavigationItem, Panel

from .front import cards as dashboard_cards


def blueprints() -> Iterable[Blueprint]:
    """The map and the overview."""
    from . import views

    return [views.bp]


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """In the main menu."""
    if actor.is_signed_in:
        url = url_for("workshops_spread.index")
        yield NavigationItem(_l("Spread"), url, "tree", "main", 50, ("workshops_spread.",))


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """A small one on each fact sheet."""
    if slot == "factsheet.side":
        from .panels import of_sheet

        return of_sheet(session, actor, obj)
    return []
