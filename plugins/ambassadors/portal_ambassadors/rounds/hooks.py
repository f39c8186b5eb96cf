"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, JobContext, NavigationItem, Panel, Schedule

from ..permissions import COORDINATE
from ..vocabulary import KIND
from .waiting import erase_user, export_user, waiting

#: The keys of 'my data', here for the extraction of texts.
KEYS = (_l("Revision rounds"),)


def blueprints() -> Iterable[Blueprint]:
    """Answering, and the coordinator's and the leaders' pages."""
    from . import views, views_answer

    return [views_answer.bp, views.bp]


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """For who coordinates."""
    if COORDINATE in actor.permissions:
        url = url_for("ambassadors_rounds.index")
        yield NavigationItem(
            _l("Revision of profiles"), url, "arrow-repeat", "admin", 60, ("ambassadors_rounds.",)
        )


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """On one's own profile, while an answer is waited for."""
    if slot == "ambassador.side":
        from .waiting import panels

        return panels(session, actor, obj)
    return []


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """The steps of the rounds."""
    from .services import STEPS_JOB
    from .steps import take_steps

    return {STEPS_JOB: take_steps}


def schedules() -> Iterable[Schedule]:
    """Every hour."""
    from .services import STEPS_JOB

    return [Schedule(STEPS_JOB, dt.timedelta(hours=1))]


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "ambassadors.round_started": _l("Started a revision round"),
        "ambassadors.round_closed": _l("Closed a revision round"),
        "ambassadors.round_time": _l("Gave an ambassador more time"),
        "ambassadors.round_doubted": _l("Said, or took back, that somebody is no longer one"),
        "ambassadors.round_plan": _l("Changed when revision rounds come"),
        "ambassadors.round_reminded": _l("Reminded an ambassador"),
    }


def object_saved(session: Session, kind: str, object_id: int) -> None:
    """An owner's edit is an answer; who has left is asked no more."""
    if kind == KIND:
        from .services import follow_profile

        follow_profile(session, object_id)
