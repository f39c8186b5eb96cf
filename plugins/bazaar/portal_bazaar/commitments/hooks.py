"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, ObjectKind

from ..models import Bazaar, Visitor
from .front import overview, tabs, waiting
from .own_data import erase_user, export_user
from .wishing import wishes


def blueprints() -> Iterable[Blueprint]:
    """The education's page, and collecting."""
    from . import views, views_collecting

    del views_collecting  # adds its pages to the same blueprint
    return [views.bp]


def kinds() -> Iterable[ObjectKind]:
    """What educations take home."""
    from .kind import COMMITMENT

    return [COMMITMENT]


def card_links(session: Session, visitor: Visitor) -> list[dict[str, Any]]:
    """From the dance card to the education's page."""
    from . import front

    found = front.card_link(session, visitor)
    return [found] if found else []


def copied(session: Session, actor: Actor, old: Bazaar, new: Bazaar) -> None:
    """The words of thanks are kept for next year."""
    from ..models import Collecting

    kept = session.get(Collecting, old.id)
    if kept is not None and kept.thanks:
        session.add(Collecting(bazaar_id=new.id, thanks=kept.thanks))


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "bazaar_commitment.created": _l("Wrote down what an education takes home"),
        "bazaar_commitment.edited": _l("Changed what an education takes home"),
        "bazaar_commitment.removed": _l("Removed something an education took home"),
        "bazaar_commitment.handed_in": _l("Handed in what an education takes home"),
        "bazaar_commitment.taken_back": _l("Took back what an education had handed in"),
        "bazaar.nothing_taken": _l("Said that an education takes nothing home"),
        "bazaar.nothing_taken_back": _l("Took back that an education takes nothing home"),
        "bazaar.reminded_cards": _l("Reminded those who had not handed in"),
        "bazaar.thanked": _l("Thanked the visitors of a bazaar"),
    }


def trail_facts() -> Mapping[str, Any]:
    """Their details."""
    return {"badge": _l("Badge"), "education": _l("Education")}


def trail_kinds() -> Mapping[str, Any]:
    """What entries are about."""
    return {"bazaar_commitment": _l("What an education takes home")}
