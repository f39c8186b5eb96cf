"""What the front page and a person's page show of a profile."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from sqlalchemy.orm import Session

from portal.api import Actor, Card, Panel, User, may

from ..facts import load
from ..vocabulary import ROLES
from .services import ambassador_of


def cards(session: Session, actor: Actor) -> Iterable[Card]:
    """'My profile', for somebody who is an ambassador now."""
    ambassador = ambassador_of(session, actor.user_id)
    if ambassador is None:
        return
    (one,) = load(session, actor, [ambassador.id])
    if one.is_active:
        yield Card(
            "ambassadors/cards/mine.html",
            {
                "one": one,
                "page_url": url_for("ambassadors_profile.page", ambassador_id=one.id),
                "levels_url": url_for("ambassadors_profile.competences", ambassador_id=one.id),
                "edit_url": url_for("ambassadors_profile.edit", ambassador_id=one.id),
            },
            area="side",
            order=10,
        )


def panels(session: Session, actor: Actor, user: User) -> Iterable[Panel]:
    """On the page of a person who is an ambassador: so it says, and leads to the profile."""
    ambassador = ambassador_of(session, user.id)
    if ambassador is None or not may(session, actor, "view", ambassador):
        return
    (one,) = load(session, actor, [ambassador.id])
    if one.is_active:
        url = url_for("ambassadors_profile.page", ambassador_id=one.id)
        roles = [ROLES[role] for role in one.roles if role in ROLES]
        yield Panel("ambassadors/profiles/panel.html", {"one": one, "url": url, "roles": roles})
