"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, JobContext, Schedule, now

from ..frame import Figure, Tab
from ..models import Bazaar
from ..permissions import is_announced, organises
from .demo import load as demo
from .overview import waiting
from .people import erase_user, export_user


def blueprints() -> Iterable[Blueprint]:
    """Answering, the effect page, the organisers' page."""
    from . import views, views_answer

    return [views_answer.bp, views.bp]


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Tab]:
    """The effect, once the bazaar is over; for its organisers when people are asked."""
    if bazaar.ends_at < now() and is_announced(bazaar):
        url = url_for("bazaar_effect.page", bazaar_id=bazaar.id)
        yield Tab(_l("Effect"), url, "stars", 80, ("bazaar_effect.page", "bazaar_effect_answer."))
    if organises(session, actor, bazaar):
        url = url_for("bazaar_effect.manage", bazaar_id=bazaar.id)
        yield Tab(
            _l("Effect"),
            url,
            "stars",
            90,
            ("bazaar_effect.manage", "bazaar_effect.report"),
            manage=True,
        )


def overview(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Figure]:
    """How many have answered."""
    from .overview import figures

    return figures(session, bazaar)


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """The steps of the asking."""
    from .asking import STEPS_JOB, take_steps

    return {STEPS_JOB: take_steps}


def schedules() -> Iterable[Schedule]:
    """Every hour."""
    from .asking import STEPS_JOB

    return [Schedule(STEPS_JOB, dt.timedelta(hours=1))]


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "bazaar.effect_asked": _l("Asked what became of it"),
        "bazaar.effect_answered": _l("Said what became of it"),
        "bazaar.effect_plan": _l("Changed when people are asked what became of it"),
    }


def copied(session: Session, actor: Actor, old: Bazaar, new: Bazaar) -> None:
    """Next year's asks at the same pace."""
    from ..models import EffectPlan

    plan = session.get(EffectPlan, old.id)
    if plan is not None:
        session.add(
            EffectPlan(
                bazaar_id=new.id,
                remind_days=list(plan.remind_days),
                close_days=plan.close_days,
                message=plan.message,
            )
        )
