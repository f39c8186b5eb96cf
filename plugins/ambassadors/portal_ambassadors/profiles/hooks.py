"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import ObjectKind, Permission

from ..demo.loader import load_demo as demo
from .cards import cards as dashboard_cards
from .cards import panels as profile_panels
from .leaving import holdings
from .people import erase_user, export_user
from .people import reindex_unit as unit_changed


def blueprints() -> Iterable[Blueprint]:
    """The profile and what its owner does with it."""
    from . import views, views_editing, views_photo

    del views_editing, views_photo  # add their pages to the same blueprint
    return [views.bp]


def permissions() -> Iterable[Permission]:
    """All of the plugin's core."""
    from ..permissions import PERMISSIONS

    return PERMISSIONS


def kinds() -> Iterable[ObjectKind]:
    """Ambassadors."""
    from ..search import AMBASSADOR

    return [AMBASSADOR]


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "ambassador.appointed": _l("Made somebody an ambassador"),
        "ambassador.changed": _l("Changed an ambassador's profile"),
        "ambassador.competence": _l("Changed an ambassador's competence"),
        "ambassador.hidden": _l("Chose what others see of a profile"),
        "ambassador.choice": _l("Changed choice or mandate of an ambassador"),
        "ambassador.ended": _l("Ended somebody's time as an ambassador"),
        "ambassador.resumed": _l("Made somebody an ambassador again"),
        "ambassador.rested": _l("Laid an ambassador's profile to rest"),
        "ambassador.confirmed": _l("Said that an ambassador's profile is right"),
        "ambassador.photo": _l("Changed an ambassador's photo"),
    }


def trail_kinds() -> Mapping[str, Any]:
    """What entries of the trail are about, where it is no kind of the registry."""
    return {"ambassador_photo": _l("Photo")}


#: The keys of 'my data' are looked up in the catalogue as they read in English: here for the
#: extraction, which finds only what is written out.
KEYS = (
    _l("Help"),
    _l("Reach"),
    _l("Reach note"),
    _l("Works"),
    _l("Hidden"),
    _l("Chosen"),
    _l("Confirmed"),
    _l("Mandate from"),
    _l("Mandate until"),
    _l("Ended on"),
    _l("Chosen ambassadors"),
)


def object_saved(session: Session, kind: str, object_id: int) -> None:
    """A person was renamed, disabled or opened again: the profile follows."""
    if kind == "person":
        from .people import follow_person

        follow_person(session, object_id)
