"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, User

from ..models import Participation


def blueprints() -> Iterable[Blueprint]:
    """The canvas, what its browsers ask for, and the facilitator's pages."""
    from . import views, views_paper, views_sync

    del views_paper, views_sync  # add their addresses to the same blueprint
    return [views.bp]


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "workshop_canvas.shared": _l("Shared a canvas with the other educations of a series"),
        "workshop_canvas.unshared": _l("Stopped sharing a canvas"),
    }


def trail_kinds() -> Mapping[str, Any]:
    """What entries of the trail are about, where it is no kind of the registry."""
    return {"workshop_participation": _l("Education in a workshop")}


def participation_tabs(
    session: Session, actor: Actor, participation: Participation
) -> Iterable[Any]:
    """The canvas, in the sub-navigation of one education."""
    from .tabs import participation_tabs as found

    return found(session, actor, participation)


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """What a person wrote on canvases."""
    from .leaving import export_user as found

    return found(session, user)


def erase_user(session: Session, user: User) -> None:
    """Takes the person off what they wrote; the group's work stays."""
    from .leaving import erase_user as erase

    erase(session, user)
