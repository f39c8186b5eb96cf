"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, JobContext, Schedule, User, Waiting, now

from ..frame import Figure, Tab
from ..models import Bazaar
from ..permissions import is_announced, organises


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


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """What one is asked and has not answered."""
    from .overview import waiting as lines

    return lines(session, actor)


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


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """When one was asked, and what one answered."""
    from .people import export_user as export

    return export(session, user)


def erase_user(session: Session, user: User) -> None:
    """Takes the person out."""
    from .people import erase_user as erase

    erase(session, user)


def demo(session: Session) -> None:
    """What became of last year's bazaar."""
    from .demo import load

    load(session)
