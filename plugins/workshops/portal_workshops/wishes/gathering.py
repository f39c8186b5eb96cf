"""All wishes in one place, from wherever they were made: by practice and by education.

A planner sees all of them, a leader those of the units they lead, and both only those for
practices whose fact sheet they may see: of the rest not even a number.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import portal.api as core
from portal.api import Actor, Outcome, Unit, User, Wish, led_units, name_key, narrow

from ..models import Series
from ..permissions import PLAN
from ..sheets import sheets
from ..vocabulary import ALIVE


@dataclass(frozen=True, slots=True)
class Wanted:
    """One wish with its names. `outcome` is what became of it, or None."""

    wish: Wish
    practice: str
    person: str
    unit: str
    outcome: Outcome | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody to do something about it."""
        return self.outcome is None


@dataclass(slots=True)
class Practice:
    """What is wished for, with its wishes. Without `sheet_id` it was typed; `typed` is how it is
    compared. `series` are those under way that one may see."""

    key: str
    title: str
    sheet_id: int | None = None
    typed: str = ""
    url: str = ""
    facts: Any = None
    wanted: list[Wanted] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many different people wish for it."""
        return len({one.wish.user_id for one in self.wanted if one.wish.user_id})

    @property
    def units(self) -> list[str]:
        """The educations that want it, by name."""
        return sorted({one.unit for one in self.wanted if one.unit}, key=str.casefold)

    @property
    def waiting(self) -> int:
        """How many wishes nothing has come of yet."""
        return sum(1 for one in self.wanted if one.is_open)

    @property
    def newest(self) -> dt.datetime | None:
        """When it was last wished for."""
        return max((one.wish.made_at for one in self.wanted if one.wish.made_at), default=None)

    @property
    def is_offered(self) -> bool:
        """Whether a series for it is under way."""
        return bool(self.series)


class Wishes:
    """What `actor` may see of all wishes. Costs a fixed number of queries."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session, self._actor = session, actor

    @cached_property
    def plans(self) -> bool:
        """Whether this is everything, and series can be made of it."""
        return self._actor.is_system or PLAN in self._actor.permissions

    @cached_property
    def led(self) -> set[int]:
        """The units whose wishes this person may see as their leader."""
        return set() if self.plans else led_units(self._session, self._actor)

    @property
    def any_scope(self) -> bool:
        """Whether there is anything at all they may see of others' wishes."""
        return self.plans or bool(self.led)

    @cached_property
    def wanted(self) -> Sequence[Wanted]:
        """The wishes, the newest first."""
        if not self.any_scope:
            return []
        found = [one for one in core.wishes(self._session) if self._within(one)]
        found = [one for one in found if one.sheet_id in self._facts(found) or not one.sheet_id]
        found = [one for one in found if one.sheet_id or name_key(one.title)]
        outcomes = core.wish_outcomes(self._session, [one.key for one in found])
        people = self._names(User, {one.user_id for one in found})
        units = self._names(Unit, {one.unit_id for one in found})
        facts = self._facts(found)
        return [
            Wanted(
                wish=one,
                practice=facts[one.sheet_id].title if one.sheet_id else one.title,
                person=people.get(one.user_id or 0, ""),
                unit=units.get(one.unit_id or 0, ""),
                outcome=outcomes.get(one.key),
            )
            for one in found
        ]

    def _within(self, wish: Wish) -> bool:
        return self.plans or wish.unit_id in self.led

    def _facts(self, found: Sequence[Wish]) -> Mapping[int, Any]:
        if not hasattr(self, "_known"):
            service = sheets()
            ids = {one.sheet_id for one in found if one.sheet_id}
            known = (
                service.facts(self._session, self._actor, ids, texts=False)
                if service is not None and ids
                else {}
            )
            self._known: Mapping[int, Any] = known
        return self._known

    def _names(self, model: Any, ids: set[int | None]) -> Mapping[int, str]:
        wanted = sorted(one for one in ids if one)
        found: dict[int, str] = {}
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            rows = self._session.execute(select(model.id, model.name).where(model.id.in_(part)))
            found.update({row.id: row.name for row in rows})
        return found

    @cached_property
    def practices(self) -> Sequence[Practice]:
        """By practice: what most wish for first."""
        found: dict[str, Practice] = {}
        spellings: dict[str, Counter[str]] = {}
        for one in self.wanted:
            key = practice_key(one.wish)
            if key not in found:
                found[key] = self._practice(key, one)
            found[key].wanted.append(one)
            spellings.setdefault(key, Counter())[one.practice] += 1
        for key, practice in found.items():
            practice.title = spellings[key].most_common(1)[0][0]
        self._add_series(found)
        return sorted(found.values(), key=lambda one: (-one.waiting, -len(one.wanted), one.title))

    def _practice(self, key: str, one: Wanted) -> Practice:
        if not one.wish.sheet_id:
            return Practice(key, one.practice, typed=name_key(one.wish.title))
        facts = self._known[one.wish.sheet_id]
        return Practice(key, facts.title, one.wish.sheet_id, url=facts.url, facts=facts)

    def _add_series(self, found: Mapping[str, Practice]) -> None:
        alive = select(Series).where(Series.status.in_(ALIVE)).order_by(Series.id)
        for series in self._session.scalars(narrow(alive, self._actor, Series)):
            key = f"s{series.sheet_id}" if series.sheet_id else f"t{name_key(series.origin_title)}"
            if key in found:
                found[key].series.append(series)

    @cached_property
    def by_unit(self) -> Sequence[tuple[str, Sequence[Wanted]]]:
        """By education, by name; what is for none comes last, under ''."""
        found: dict[str, list[Wanted]] = {}
        for one in self.wanted:
            found.setdefault(one.unit, []).append(one)
        return sorted(found.items(), key=lambda pair: (not pair[0], pair[0].casefold()))

    @property
    def not_offered(self) -> Sequence[Practice]:
        """What is wanted while no series is under way, and not everybody has had theirs."""
        return [one for one in self.practices if one.waiting and not one.is_offered]

    def practice(self, key: str) -> Practice | None:
        """The practice of that key."""
        return next((one for one in self.practices if one.key == key), None)


def practice_key(wish: Wish) -> str:
    """What wishes for the same practice have in common."""
    return f"s{wish.sheet_id}" if wish.sheet_id else f"t{name_key(wish.title)}"


def wishes_for(
    session: Session, actor: Actor, *, sheet_id: int | None = None, unit_id: int | None = None
) -> list[Wanted]:
    """The wishes that `actor` may see, from the bazaar and from the button, the newest first: for
    one practice, for one education, or all."""
    return [
        one
        for one in Wishes(session, actor).wanted
        if (sheet_id is None or one.wish.sheet_id == sheet_id)
        and (unit_id is None or one.wish.unit_id == unit_id)
    ]
