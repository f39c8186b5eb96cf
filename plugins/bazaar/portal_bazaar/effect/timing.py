"""When people are asked what became of it, and reminded: mornings of the portal's own calendar,
also across the change of the clocks; never two mails close together, even after a worker slept."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from portal.api import day_of, midnight, morning, now, today

from ..models import Bazaar, EffectPlan
from ..planning.services import months_later

REMIND_DAYS = (10, 24)
CLOSE_DAYS = 42
#: Between two mails about one thing.
BREATH_DAYS = 5
LAST_DAY = 180
#: One that was missed by more waits for the organiser to begin.
MISSED = dt.timedelta(days=60)


def plan_of(session: Session, bazaar: Bazaar) -> EffectPlan:
    """The plan in force; one that is not stored yet where nobody has changed it."""
    found = session.get(EffectPlan, bazaar.id)
    if found is not None:
        return found
    return EffectPlan(
        bazaar_id=bazaar.id,
        remind_days=list(REMIND_DAYS),
        close_days=CLOSE_DAYS,
        message="",
        version=0,
    )


def asking_on(bazaar: Bazaar, plan: EffectPlan | None = None) -> dt.date:
    """The day on which people are asked, or were."""
    if plan is not None and plan.asked_on is not None:
        return plan.asked_on
    if bazaar.follow_up_on is not None:
        return bazaar.follow_up_on
    return months_later(day_of(bazaar.ends_at), bazaar.follow_up_months)


def closes_on(bazaar: Bazaar, plan: EffectPlan) -> dt.date:
    """The last day for an answer."""
    return asking_on(bazaar, plan) + dt.timedelta(days=plan.close_days)


def is_open(bazaar: Bazaar, plan: EffectPlan) -> bool:
    """Whether answers are taken: from the asking to the end of the last day."""
    if plan.asked_on is None:
        return False
    return now() < midnight(closes_on(bazaar, plan) + dt.timedelta(days=1))


def is_due(bazaar: Bazaar) -> bool:
    """Whether the morning of the asking has come, not too long ago."""
    since = now() - morning(asking_on(bazaar))
    return dt.timedelta() <= since <= MISSED


def next_time(
    bazaar: Bazaar, plan: EffectPlan, step: int, last: dt.datetime | None = None
) -> dt.datetime | None:
    """When mail number `step` is due (0 asks, then come the reminders); None when none comes.
    `last`: when the one before went out."""
    if step == 0:
        return morning(asking_on(bazaar, plan))
    if step > len(plan.remind_days):
        return None
    day = asking_on(bazaar, plan) + dt.timedelta(days=plan.remind_days[step - 1])
    if last is not None:
        day = max(day, day_of(last) + dt.timedelta(days=BREATH_DAYS))
    if day > closes_on(bazaar, plan):
        return None
    at = morning(day)
    # A plan that was changed must not send at an odd hour what should have gone yesterday.
    return at if at > now() else morning(today() + dt.timedelta(days=1))
