"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    NavigationItem,
    NoticeTopic,
    ObjectKind,
    Panel,
)

from ..permissions import COORDINATE
from ..vocabulary import KIND as AMBASSADOR
from .parts import waiting
from .people import erase_user, export_user, hand_over, holdings


def blueprints() -> Iterable[Blueprint]:
    """Proposals, and agreements."""
    from . import views, views_agreement

    return [views.bp, views_agreement.bp]


def kinds() -> Iterable[ObjectKind]:
    """Nominations."""
    from .kinds import KIND

    return [KIND]


def notice_topics() -> Iterable[NoticeTopic]:
    """How a nomination and an agreement go on."""
    from .kinds import TOPICS

    return TOPICS


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """For who coordinates."""
    if COORDINATE in actor.permissions:
        url = url_for("ambassadors_selecting.index")
        yield NavigationItem(
            _l("Proposed ambassadors"), url, "person-plus", "admin", 61, ("ambassadors_selecting.",)
        )


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """The agreement on a profile; the ways in on the list and on a unit's page."""
    if slot not in ("ambassador.side", "ambassadors.list", "unit"):
        return []
    from .parts import panels

    return panels(session, slot, actor, obj)


def object_saved(session: Session, kind: str, object_id: int) -> None:
    """Who became an ambassador otherwise is asked no more."""
    if kind == AMBASSADOR:
        from .services import follow_profile

        follow_profile(session, object_id)


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "ambassador.proposed": _l("Proposed an ambassador"),
        "ambassador.volunteered": _l("Volunteered as an ambassador"),
        "ambassador.nomination": _l("Answered a proposal"),
        "ambassador.agreement": _l("Wrote a version of an agreement"),
        "ambassador.agreed": _l("Confirmed an agreement"),
    }


#: The keys of 'my data', here for the extraction of texts.
KEYS = (
    _l("Proposals"),
    _l("Person"),
    _l("Proposed by"),
    _l("State"),
    _l("Answer"),
    _l("Created"),
    _l("Decided about"),
    _l("Agreement"),
    _l("Version"),
    _l("Purpose"),
    _l("Tasks"),
    _l("Time"),
    _l("Contact"),
    _l("Agreements as contact"),
    _l("Agreements written"),
    _l("Agreements confirmed"),
)
