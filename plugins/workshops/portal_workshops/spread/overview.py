"""The leadership's view: which practices travel, from where to where, and where they stop."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from portal.api import Actor, danish_order, today

from ..adoption.words import Status
from ..sheets import sheets
from .family import Family, families
from .nodes import Node

#: A plan that has not begun for so long, and a trial that has not ended, have stopped.
LONG = {Status.PLANNED: dt.timedelta(days=183), Status.TRYING: dt.timedelta(days=365)}
MOST = 5000


@dataclass(frozen=True, slots=True)
class Flow:
    """How often practices went from one institution to another, and how many of them are used."""

    start: str
    end: str
    number: int
    used: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A practice that has not moved on: laid aside, or not moving."""

    node: Node
    origin: Node
    since: dt.date


class Overview:
    """All that the reader may see of how practices spread. A fixed number of queries."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session, self._actor = session, actor

    @cached_property
    def families(self) -> Sequence[Family]:
        """Every family that has grown."""
        return families(self._session, self._actor)

    @cached_property
    def travelling(self) -> Sequence[Family]:
        """Those that travelled furthest first."""
        return sorted(self.families, key=lambda one: (-len(one.places), -len(one.using)))

    @cached_property
    def flows(self) -> Sequence[Flow]:
        """From institution to institution, most first; within one, too."""
        return self._flows(lambda node: node.institution)

    @cached_property
    def flows_by_place(self) -> Sequence[Flow]:
        """From education to education."""
        return self._flows(lambda node: node.place)

    def _flows(self, where: Callable[[Node], str]) -> Sequence[Flow]:
        counted: Counter[tuple[str, str]] = Counter()
        used: Counter[tuple[str, str]] = Counter()
        for family in self.families:
            for node in family.grown:
                origin = family.by_id.get(node.parent_id or 0)
                pair = (where(origin), where(node)) if origin is not None else ("", "")
                if not all(pair):
                    continue
                counted[pair] += 1
                used[pair] += node.used
        found = [Flow(*pair, number, used[pair]) for pair, number in counted.items()]
        return sorted(
            found, key=lambda one: (-one.number, danish_order(one.start), danish_order(one.end))
        )

    @cached_property
    def dropped(self) -> Sequence[Stop]:
        """Where a practice was laid aside, the latest first."""
        return self._stops(lambda node: node.status == Status.DROPPED)

    @cached_property
    def standing(self) -> Sequence[Stop]:
        """Where it is still planned, or still tried, after long."""
        return self._stops(
            lambda node: (
                node.status in LONG
                and node.status_on is not None
                and node.status_on < today() - LONG[Status(node.status)]
            )
        )

    @cached_property
    def silent(self) -> Sequence[Stop]:
        """Where it was asked how it goes, and nobody has answered."""
        return self._stops(lambda node: node.waits)

    def _stops(self, fits: Callable[[Node], bool]) -> Sequence[Stop]:
        found = [
            Stop(
                node,
                family.by_id.get(node.parent_id or 0, family.root),
                node.status_on or node.since,
            )
            for family in self.families
            for node in family.grown
            if fits(node)
        ]
        return sorted(found, key=lambda one: (one.since, one.node.id), reverse=True)

    @cached_property
    def never_taken(self) -> Sequence[Any]:
        """Sheets that are ready to take home, and that nobody the reader may see has taken."""
        service = sheets()
        if service is None:
            return []
        origins = {
            node.parent_id for family in self.families for node in family.grown if node.parent_id
        }
        found = service.choose(self._session, self._actor, "", limit=MOST)
        return [one for one in found if one.ready and one.id not in origins]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been taken anywhere yet."""
        return not self.families
