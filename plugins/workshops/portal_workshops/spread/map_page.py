"""The map's page as its template wants it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import url_for
from flask_babel import format_date

from ..adoption.words import STATUSES
from ..vocabulary import Look
from .family import Family
from .filters import UNSAID_KEY, Filters, last_day, months, span
from .layout import ROOMY, Picture, draw
from .nodes import UNSAID, Node


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by."""

    value: str
    words: str
    number: int


class MapPage:
    """One family, filtered, as it is or as it was."""

    def __init__(self, whole: Family, filters: Filters) -> None:
        self.whole, self.filters = whole, filters
        self.first, self.last_month = span(whole)
        month = filters.month
        self.month = self.last_month if month is None else min(month, self.last_month)

    @cached_property
    def family(self) -> Family:
        """As it was at the end of the month that is looked at."""
        if self.month >= self.last_month:
            return self.whole
        return self.whole.until(last_day(self.first, self.month))

    @property
    def until(self) -> dt.date:
        """The month that is looked at."""
        return last_day(self.first, self.month)

    @cached_property
    def picture(self) -> Picture:
        """The picture."""
        return draw(self.family.nodes)

    @cached_property
    def listed(self) -> Sequence[Node]:
        """What the table tells: all that grew, as it is filtered."""
        return [one for one in self.family.grown if self.filters.fits(one)]

    #: The list of phones folds so many generations; what is deeper stands in the last of them.
    deepest = 6

    @cached_property
    def steps(self) -> list[tuple[str, Node | None, int, bool]]:
        """The list of phones, folded by generation: ('open', practice, how many grew from it,
        whether they are to be seen at once), ('leaf', practice, ...) and ('close', None, ...)."""
        nodes = self.family.nodes
        below = dict.fromkeys((one.id for one in nodes), 0)
        for one in reversed(nodes):
            if one.parent_id is not None:
                below[one.parent_id] += below[one.id] + 1
        found: list[tuple[str, Node | None, int, bool]] = []
        open_at: list[int] = []
        for one in nodes:
            while open_at and open_at[-1] >= min(one.generation, self.deepest):
                open_at.pop()
                found.append(("close", None, 0, False))
            if below[one.id] and one.generation < self.deepest:
                open_at.append(one.generation)
                seen = len(nodes) <= ROOMY or one.generation == 0
                found.append(("open", one, below[one.id], seen))
            else:
                found.append(("leaf", one, 0, False))
        return found + [("close", None, 0, False)] * len(open_at)

    def dim(self, node: Node) -> bool:
        """Whether a practice stands in the background."""
        return node.generation > 0 and self.filters.narrows and not self.filters.fits(node)

    @property
    def statuses(self) -> list[tuple[str, Look, int]]:
        """How many there are of each status."""
        counted = Counter(one.status or UNSAID_KEY for one in self.family.grown)
        looks = {**STATUSES, UNSAID_KEY: UNSAID}
        return [(str(key), look, counted[key]) for key, look in looks.items() if counted[key]]

    @property
    def institutions(self) -> list[Choice]:
        """Where it has been taken to."""
        counted = Counter(one.institution for one in self.family.grown if one.institution)
        return [Choice(name, name, number) for name, number in sorted(counted.items())]

    @property
    def programmes(self) -> list[Choice]:
        """The programmes of what grew."""
        named = {one.programme_id: one.programme for one in self.family.grown if one.programme_id}
        counted = Counter(one.programme_id for one in self.family.grown if one.programme_id)
        return [Choice(str(key), named[key], counted[key]) for key in sorted(named, key=named.get)]  # type: ignore[arg-type]

    def had_from(self, node: Node) -> str:
        """Where a practice was had from, in a word or two."""
        parent = self.family.by_id.get(node.parent_id or 0)
        return (parent.place or parent.title) if parent is not None else ""

    def month_of(self, node: Node) -> int:
        """When it came, for the slider."""
        return max(0, months(self.first, node.since))

    def history_of(self, node: Node) -> str:
        """'3:trying 8:in_use', for the slider."""
        return " ".join(
            f"{max(0, months(self.first, day))}:{status}" for day, status in node.history
        )

    def address(self, **changed: object) -> str:
        """This page with some filters changed."""
        return url_for(
            "workshops_spread.map", sheet_id=self.whole.root.id, **self.filters.as_args(**changed)
        )

    @staticmethod
    def month_words(day: dt.date) -> str:
        """'November 2026'"""
        return format_date(day, "LLLL y")
