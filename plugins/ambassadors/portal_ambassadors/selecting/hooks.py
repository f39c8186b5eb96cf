"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Holding,
    NavigationItem,
    NoticeTopic,
    ObjectKind,
    Panel,
    User,
    Waiting,
)

from ..permissions import COORDINATE
from ..vocabulary import KIND as AMBASSADOR


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


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """To answer, to decide, to confirm."""
    from .parts import waiting as lines

    return lines(session, actor)


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


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Nominations and agreements."""
    from .people import export_user as export

    return export(session, user)


def erase_user(session: Session, user: User) -> None:
    """Takes the person out of them."""
    from .people import erase_user as erase

    erase(session, user)


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """The ambassadors who turn to this person."""
    from .people import holdings as found

    return found(session, user)


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, holdings: Collection[Holding]
) -> None:
    """They turn to the successor."""
    from .people import hand_over as give

    give(session, actor, user, successor, holdings)
