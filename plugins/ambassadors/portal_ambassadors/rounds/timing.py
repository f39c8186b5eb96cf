"""When the steps of a round come: mornings of the portal's own calendar, also across the change
of the clocks; and never two of them close together, even after a worker was down for weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import morning, now, today

from ..models import RevisionRound, RoundPlan
from .states import Step

#: Between two mails about one thing.
BREATH_DAYS = 5

MONTHS = (3, 9)
REMIND_DAYS = (10, 24)
ESCALATE_DAYS, CLOSE_DAYS = 38, 56
EXTENSION_DAYS = 14
LAST_DAY = 180


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient a round is, in days after its start; rising."""

    remind_days: tuple[int, ...] = REMIND_DAYS
    escalate_days: int = ESCALATE_DAYS
    close_days: int = CLOSE_DAYS


def plan_of(session: Session) -> RoundPlan:
    """The plan in force; one that is not stored yet where nobody has changed it."""
    return session.get(RoundPlan, 1) or RoundPlan(
        id=1,
        months=list(MONTHS),
        remind_days=list(REMIND_DAYS),
        escalate_days=ESCALATE_DAYS,
        close_days=CLOSE_DAYS,
        since=dt.date(2000, 1, 1),
        version=0,
    )


def pace_of(plan: RoundPlan) -> Pace:
    """The patience of the plan."""
    return Pace(tuple(plan.remind_days), plan.escalate_days, plan.close_days)


def steps_from(start: dt.date, pace: Pace) -> list[list[str]]:
    """(what, day) of every step, in order."""
    steps = [(Step.ASK, 0), *((Step.REMIND, days) for days in pace.remind_days)]
    steps += [(Step.ESCALATE, pace.escalate_days), (Step.CLOSE, pace.close_days)]
    return [[str(step), (start + dt.timedelta(days=days)).isoformat()] for step, days in steps]


def next_time(steps: Sequence[Sequence[str]], number: int) -> dt.datetime | None:
    """When step `number` comes after one that was taken today; None when there is none."""
    if number >= len(steps):
        return None
    planned = dt.date.fromisoformat(steps[number][1])
    soonest = today() + dt.timedelta(days=BREATH_DAYS if number else 0)
    return morning(max(planned, soonest))


def due_turn(plan: RoundPlan) -> str | None:
    """The round that should have come by itself by now, such as '2026-09'; the newest one."""
    day = today()
    if now() < morning(day):
        day -= dt.timedelta(days=1)
    starts = [dt.date(year, month, 1) for year in (day.year - 1, day.year) for month in plan.months]
    past = [start for start in starts if plan.since <= start <= day]
    # One that was missed by more than a month waits for the next turn.
    recent = [start for start in past if day - start <= dt.timedelta(days=31)]
    return max(recent).strftime("%Y-%m") if recent else None


def open_round(session: Session) -> RevisionRound | None:
    """The round under way; there is one at most."""
    return session.scalar(
        select(RevisionRound).where(RevisionRound.closed_at.is_(None)).order_by(RevisionRound.id)
    )
