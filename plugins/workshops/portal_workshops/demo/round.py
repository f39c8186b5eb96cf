"""A round of groups in the demo, ready for the one click that proposes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.api import User, actor_for, today

from ..groups import plans
from ..models import Room
from ..series.data import HalfData
from ..wishes.gathering import Wishes


def load_round(
    session: Session, row: Mapping[str, Any], people: Mapping[str, User], rooms: Mapping[str, Room]
) -> None:
    """Whoever waits for the practices, dates and what most of them answered. Nobody is mailed,
    and nothing is made where the planner or the wishes are not there."""
    actor = actor_for(session, people.get("organiser"))
    if actor.user_id is None:
        return
    wanted = [one.key for one in Wishes(session, actor).practices if one.title in row["practices"]]
    if len(wanted) < len(row["practices"]):
        return
    plan = plans.create_plan(
        session,
        actor,
        title=row["title"],
        size_min=row["size_min"],
        size_max=row["size_max"],
        practices=wanted,
    )
    leads = [people[name].id for name in row["facilitators"] if name in people]
    plans.set_facilitators(session, actor, plan, leads)
    plans.set_rooms(session, actor, plan, [one.id for one in rooms.values()])
    starts, ends = dt.time(12, 30), dt.time(16, 0)
    for first, second in row["days"]:
        halves = [HalfData(day=_weekday(one), starts=starts, ends=ends) for one in (first, second)]
        plans.add_date(session, actor, plan, *halves)
    # Everybody but the last has answered, and cannot on one date at most.
    for number, person in enumerate(plan.people[:-1]):
        cannot = number % (len(plan.dates) + 2)
        plans.answer(session, person, {date.id: at != cannot for at, date in enumerate(plan.dates)})
    session.flush()


def _weekday(days: int) -> dt.date:
    """So many days from now, or the Monday after it."""
    day = today() + dt.timedelta(days=days)
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
