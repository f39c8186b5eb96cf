"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor

from ..frame import Tab
from ..models import Bazaar
from ..permissions import organises
from .own_data import erase_user, export_user
from .reminding import waiting

#: Extracted here, for the keys of 'my data' are looked up as they read in English.
KEYS = (
    _l("Dance cards"),
    _l("Changes to dance cards"),
    _l("Changes made to others' dance cards"),
    _l("Paper cards keyed in"),
    _l("Bazaar"),
    _l("Stand"),
    _l("Visited"),
    _l("Interest"),
    _l("Expected at home"),
    _l("Workshop wanted"),
    _l("Note"),
    _l("Also written"),
    _l("At"),
    _l("Field"),
    _l("Before"),
    _l("After"),
)


def blueprints() -> Iterable[Blueprint]:
    """The card, what a stand's code opens, and the organisers' pages."""
    from . import reading, views, views_install, views_organising, views_plain, views_stand

    # They add their pages to the same blueprint.
    del reading, views_install, views_organising, views_plain, views_stand
    return [views.bp]


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Tab]:
    """One's own card."""
    from ..attendance.visitors import current_visitor

    if current_visitor(session, bazaar) is not None:
        url = url_for("bazaar_card.card", bazaar_id=bazaar.id)
        yield Tab(_l("Your card"), url, "clipboard-check", 60, ("bazaar_card.card",), guests=True)
    if organises(session, actor, bazaar):
        url = url_for("bazaar_card.stand_codes", bazaar_id=bazaar.id)
        own: tuple[str, ...] = ("bazaar_card.stand_code", "bazaar_card.renew_code")
        yield Tab(_l("Codes"), url, "qr-code", 65, own, manage=True)
        url = url_for("bazaar_card.paper", bazaar_id=bazaar.id)
        own = ("bazaar_card.paper", "bazaar_card.key_in", "bazaar_card.organiser_")
        yield Tab(_l("Paper cards"), url, "keyboard", 66, own, manage=True)


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "bazaar.code_renewed": _l("Gave a stand new codes"),
        "bazaar.card_changed": _l("Changed a visitor's dance card"),
        "bazaar.card_keyed": _l("Keyed a paper card in"),
    }


def trail_kinds() -> Mapping[str, Any]:
    """What entries are about."""
    return {"bazaar_stand": _l("Stand"), "bazaar_visitor": _l("Visitor")}


def trail_facts() -> Mapping[str, Any]:
    """The facts of those entries."""
    return {
        "interest": _l("Interest"),
        "expectation": _l("Expected at home"),
        "wants_workshop": _l("Workshop wanted"),
        "note": _l("Note"),
        "visited": _l("Visited"),
        "handed_in": _l("Card handed in"),
        "lines": _l("Stands on the card"),
    }
