"""The effect on the organisers' overview, and what waits for who is asked."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.api import Actor, Waiting, narrow, now

from ..frame import Figure
from ..models import Bazaar, EffectAsk
from . import timing
from .lines import outstanding


def figures(session: Session, bazaar: Bazaar) -> Iterable[Figure]:
    """Once people are asked: how many have answered."""
    plan = timing.plan_of(session, bazaar)
    if bazaar.ends_at > now() or plan.asked_on is None:
        return
    asks = session.scalars(select(EffectAsk).where(EffectAsk.bazaar_id == bazaar.id)).all()
    waits = sum(1 for number in outstanding(session, asks).values() if number)
    yield Figure(
        _l("Have told what became of it"),
        _("%(some)s of %(all)s", some=len(asks) - waits, all=len(asks)),
        url_for("bazaar_effect.manage", bazaar_id=bazaar.id),
        "stars",
        order=80,
    )


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """Bazaars that one is asked about."""
    if actor.user_id is None:
        return
    asks = session.scalars(
        select(EffectAsk)
        .where(EffectAsk.user_id == actor.user_id, EffectAsk.asked_at.is_not(None))
        .where(EffectAsk.bazaar_id.in_(narrow(select(Bazaar.id), actor, Bazaar)))
        .options(joinedload(EffectAsk.bazaar))
        .order_by(EffectAsk.id.desc())
        .limit(3)
    ).all()
    numbers = outstanding(session, asks) if asks else {}
    for ask in asks:
        number = numbers[ask.id]
        if number and timing.is_open(ask.bazaar, timing.plan_of(session, ask.bazaar)):
            yield Waiting(
                ask.bazaar.title,
                url_for("bazaar_effect_answer.mine", bazaar_id=ask.bazaar_id),
                ngettext(
                    "What became of %(num)s thing you expected?",
                    "What became of %(num)s things you expected?",
                    number,
                ),
                "stars",
                "amber",
                45,
            )
