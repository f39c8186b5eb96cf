"""From a practice's wishes to a new series: one click."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, NotAllowed, Unit, User, leaders_of

from ..models import Series
from ..series.services import add_education, create_series
from ..vocabulary import CAPACITY, CAPACITY_MAX, MINIMUM, TITLE_MAX
from .gathering import Practice, Wanted


def convene(session: Session, actor: Actor, practice: Practice) -> Series:
    """A new series for those who still wait, being planned: nobody is told before it is opened.
    Each education brings its people and, where one is known, its leader.

    Raises NotAllowed, and PortalError for what the series cannot be.
    """
    waiting = [one for one in practice.wanted if one.is_open and one.wish.unit_id]
    if not practice.wanted:
        raise NotAllowed(_("Nobody wishes for this practice."))
    units = _by_unit(waiting)
    people = {user for users in units.values() for user in users}
    leaders = _leaders(session, units)
    number = len(people | set(leaders.values()))
    capacity = min(CAPACITY_MAX, max(CAPACITY, number))
    series = create_series(
        session,
        actor,
        practice.sheet_id,
        title=practice.title[:TITLE_MAX],
        origin_title="" if practice.sheet_id else practice.title[:200],
        capacity=capacity,
        minimum=min(MINIMUM, capacity),
    )
    known = _users(session, people | set(leaders.values()))
    seated: set[int] = set()
    for unit in session.scalars(select(Unit).where(Unit.id.in_(units)).order_by(Unit.name)):
        leader = known.get(leaders.get(unit.id, 0))
        if leader is not None and leader.id in seated:
            leader = None  # leads another education that takes part, and has one seat
        here = [known[one] for one in units[unit.id] if one in known and one not in seated]
        wanted = list({one.id: one for one in [leader, *here] if one is not None}.values())
        wanted = wanted[: capacity - len(seated)]
        seated.update(one.id for one in wanted)
        leader = leader if leader in wanted else None
        here = [one for one in wanted if one is not leader]
        add_education(session, actor, series, unit, here, leader=leader, invite=True)
    return series


def _by_unit(waiting: Iterable[Wanted]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    seen: set[int] = set()
    for one in reversed(list(waiting)):  # who wished first comes first
        here = found.setdefault(one.wish.unit_id or 0, [])
        user = one.wish.user_id
        if user is not None and user not in seen:  # one seat each, whatever they wished from
            seen.add(user)
            here.append(user)
    return found


def _leaders(session: Session, units: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """The leader nearest above each education; of several the one who wishes, or the first."""
    found: dict[int, int] = {}
    for unit_id, chain in leaders_of(session, list(units)).items():
        if not chain:
            continue
        nearest = sorted(chain[0])
        wishing = [one for one in units[unit_id] if one in nearest]
        found[unit_id] = wishing[0] if wishing else nearest[0]
    return found


def _users(session: Session, ids: Iterable[int]) -> dict[int, User]:
    rows = session.scalars(select(User).where(User.id.in_(set(ids)), User.active))
    return {user.id: user for user in rows}
