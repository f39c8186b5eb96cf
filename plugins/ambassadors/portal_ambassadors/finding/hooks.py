"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from portal.api import Actor, NavigationItem


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
