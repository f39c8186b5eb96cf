"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, NavigationItem, ObjectKind, Permission

from ..frame import Tab
from ..models import Bazaar
from ..permissions import PERMISSIONS, organises


def blueprints() -> Iterable[Blueprint]:
    """All the pages."""
    from . import views

    return [views.bp]


def permissions() -> Iterable[Permission]:
    """Setting up bazaars."""
    return PERMISSIONS


def kinds() -> Iterable[ObjectKind]:
    """Bazaars."""
    from .search import BAZAAR

    return [BAZAAR]


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """In the main menu."""
    yield NavigationItem(_l("Bazaar"), url_for("bazaar.index"), "shop", "main", 45, ("bazaar",))


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Tab]:
    """The bazaar's own page; for its organisers the overview."""
    url = url_for("bazaar.page", bazaar_id=bazaar.id)
    yield Tab(_l("The bazaar"), url, "shop", 10, ("bazaar.page",))
    if organises(session, actor, bazaar):
        url = url_for("bazaar.overview", bazaar_id=bazaar.id)
        yield Tab(_l("Overview"), url, "speedometer2", 10, ("bazaar.overview",), manage=True)
