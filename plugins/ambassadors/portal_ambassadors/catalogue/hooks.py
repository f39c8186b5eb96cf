"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from portal.api import Actor, NavigationItem

from ..permissions import CATALOGUE


def blueprints() -> Iterable[Blueprint]:
    """The pages of who keeps the list."""
    from . import views

    return [views.bp]


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """The list, among the pages of who maintains something."""
    if CATALOGUE in actor.permissions:
        address = url_for("ambassadors_catalogue.keep")
        yield NavigationItem(
            _l("List of competences"),
            address,
            "award",
            place="admin",
            order=61,
            matches=("ambassadors_catalogue.",),
        )


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "competences.group": _l("Saved a group of competences"),
        "competences.created": _l("Added a competence to the list"),
        "competences.changed": _l("Changed a competence of the list"),
        "competences.retired": _l("Retired a competence"),
        "competences.offered": _l("Offered a competence again"),
        "competences.merged": _l("Merged two competences"),
        "competences.deleted": _l("Deleted a competence"),
    }


def trail_kinds() -> Mapping[str, Any]:
    """What those entries are about."""
    return {"ambassador_competence": _l("Competence")}
