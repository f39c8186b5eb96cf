"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, JobContext, Schedule, User, Waiting

from ..models import Participation, Series


def blueprints() -> Iterable[Blueprint]:
    """The canvas, what its browsers ask for, and the facilitator's pages."""
    from . import views, views_leading, views_paper, views_sync

    del views_leading, views_paper, views_sync  # add their addresses to the same blueprint
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


def tabs(session: Session, actor: Actor, series: Series) -> Iterable[Any]:
    """The run sheet and the groups, for who leads; their own canvas, for who takes part."""
    from .tabs import tabs as found

    return found(session, actor, series)


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """The canvas of a half day that is today."""
    from .today import waiting as found

    return found(session, actor)


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """Folding the log."""
    from .log import fold_all

    return {"workshops.canvas_fold": fold_all}


def schedules() -> Iterable[Schedule]:
    """Once a day."""
    return [Schedule("workshops.canvas_fold", dt.timedelta(days=1))]


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
