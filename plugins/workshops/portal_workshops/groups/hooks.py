"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.api import Actor, JobContext, Panel, Unit, Waiting

from ..models import PlanPerson, Series
from ..permissions import PLAN
from .leaving import erase_user, export_user, hand_over, holdings

#: Extracted here, for the keys of 'my data' are looked up as they read in English.
KEYS = (
    _l("Workshop rounds"),
    _l("Plans rounds"),
    _l("Can lead in rounds"),
    _l("Wishes"),
    _l("Sheets"),
    _l("Can"),
)


def blueprints() -> Iterable[Blueprint]:
    """Planning, and answering the poll."""
    from . import views, views_moving, views_poll

    del views_moving  # adds its pages to the blueprint of `views`
    return [views.bp, views_poll.bp]


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """The way to the rounds, at the head of the list of series; and why one is in a series."""
    if slot == "workshops.list" and PLAN in actor.permissions:
        yield Panel("workshops/groups/way.html", {"url": url_for("workshops_groups.index")})
    if slot == "workshops.series" and isinstance(obj, Series):
        from .showing import plan_of

        plan_id = plan_of(session, actor, obj)
        if plan_id is not None:
            url = url_for("workshops_groups.why", plan_id=plan_id)
            yield Panel("workshops/groups/why_panel.html", {"url": url})


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """Looking for the best groups."""
    from .solving import TOPIC, solve

    return {TOPIC: solve}


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """Polls one has not answered."""
    from .polls import token_for, unanswered

    if actor.user_id is None:
        return
    for one in unanswered(session, actor.user_id):
        yield Waiting(
            _("On which dates can you come?"),
            url_for("workshops_poll.page", token=token_for(one)),
            _("So that you get the workshop you wish for."),
            "calendar-check",
        )


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "workshop_plan.created": _l("Began a round of groups for workshops"),
        "workshop_plan.asked": _l("Asked people on which dates they can come to workshops"),
        "workshop_plan.proposed": _l("Had groups for workshops proposed"),
        "workshop_plan.moved": _l("Moved somebody to another group of a workshop"),
        "workshop_plan.accepted": _l("Made series of proposed groups"),
        "workshop_plan.handed_over": _l("Handed a round of groups over"),
    }


def trail_kinds() -> Mapping[str, Any]:
    """What entries of the trail are about, where it is no kind of the registry."""
    return {"workshop_plan": _l("Round of groups")}


def move_unit_things(session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
    """Two units became one: people come for that."""
    session.execute(update(PlanPerson).where(PlanPerson.unit_id == unit.id).values(unit_id=into.id))
