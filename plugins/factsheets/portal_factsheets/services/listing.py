"""The list: which sheets, in which order, and how many there are of each kind.

Everything is worked out from one row a sheet the reader may see, so that the list, its counts
and its export cannot disagree; only the sheets of a page are read whole.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import Actor, Page, Unit, fold, narrow, read_totals

from ..models import FactSheet, SheetTag, sheet_concepts
from ..vocabulary import Status
from .filters import Filters
from .sheets import KIND

PER_PAGE = 20
S = TypeVar("S", bound="Select[*tuple[Any, ...]]")


@dataclass(frozen=True, slots=True)
class Line:
    """What the list needs to know of a sheet. `values` holds what it says in each group; the
    units are its own and all above."""

    id: int
    sort_title: str
    published_at: dt.datetime | None
    updated_at: dt.datetime
    review_due: dt.date | None
    period: tuple[dt.date | None, dt.date | None]
    ready: bool
    mine: bool
    values: Mapping[str, frozenset[str]]

    def fits(self, filters: Filters, but: str = "") -> bool:
        """Whether it is asked for, were the group `but` left open."""
        return (
            all(
                self.values[group] & set(wanted)
                for group, wanted in filters.chosen.items()
                if group != but and group != "status"
            )
            and (but == "status" or self._status_fits(filters))
            and (but == "ready" or self.ready or not filters.ready)
            and (but == "mine" or self.mine or not filters.mine)
            and self._within(filters.since, filters.until)
        )

    def _status_fits(self, filters: Filters) -> bool:
        # Of one's own everything is shown; of the others' what is published, unless asked for.
        default = (Status.PUBLISHED, Status.DRAFT, Status.ARCHIVED)
        wanted = filters.of("status") or (default if filters.mine else (Status.PUBLISHED,))
        return bool(self.values["status"] & set(wanted))

    def _within(self, since: dt.date | None, until: dt.date | None) -> bool:
        if since is None and until is None:
            return True
        start, end = self.period
        if start is None and end is None:
            return False
        first, last = start or end, end or dt.date.max
        return (since is None or last >= since) and (until is None or first <= until)  # type: ignore[operator]


class Listing:
    """The sheets that `actor` may see and `filters` ask for. Costs a fixed number of queries."""

    def __init__(self, session: Session, actor: Actor, filters: Filters) -> None:
        self._session, self._actor, self.filters = session, actor, filters

    @cached_property
    def units(self) -> Mapping[int, Unit]:
        """Every unit by its id."""
        return {unit.id: unit for unit in self._session.scalars(select(Unit).order_by(Unit.name))}

    @cached_property
    def lines(self) -> Sequence[Line]:
        """One line for each sheet the reader may see and the text fits."""
        sheet = FactSheet
        statement = select(
            sheet.id,
            sheet.sort_title,
            sheet.published_at,
            sheet.updated_at,
            sheet.review_due,
            sheet.period_start,
            sheet.period_end,
            sheet.ready,
            sheet.author_id,
            sheet.responsible_id,
            sheet.status,
            sheet.kind,
            sheet.phase,
            sheet.outcome,
            sheet.programme_id,
            sheet.track_id,
            sheet.unit_id,
            sheet.institution,
        )
        rows = self._session.execute(self._visible(statement)).all()
        tags = self._pairs(select(SheetTag.sheet_id, SheetTag.name))
        concepts = self._pairs(select(sheet_concepts.c.sheet_id, sheet_concepts.c.concept_id))
        above = self._above
        return [
            Line(
                id=row.id,
                sort_title=row.sort_title,
                published_at=row.published_at,
                updated_at=row.updated_at,
                review_due=row.review_due,
                period=(row.period_start, row.period_end),
                ready=row.ready,
                mine=self._actor.user_id is not None
                and self._actor.user_id in (row.author_id, row.responsible_id),
                values={
                    "status": frozenset({row.status}),
                    "kind": frozenset({row.kind}),
                    "phase": _one(row.phase),
                    "outcome": _one(row.outcome),
                    "programme": _one(row.programme_id),
                    "track": _one(row.track_id),
                    "unit": above.get(row.unit_id, frozenset()),
                    "institution": _one(row.institution),
                    "tag": frozenset(tags.get(row.id, ())),
                    "concept": frozenset(concepts.get(row.id, ())),
                },
            )
            for row in rows
        ]

    def _visible(self, statement: S) -> S:
        statement = narrow(statement, self._actor, FactSheet)
        for word in fold(self.filters.text).split():
            places = [one.id for one in self.units.values() if word in fold(one.name)]
            statement = statement.where(
                or_(
                    FactSheet.folded.contains(word, autoescape=True),
                    FactSheet.unit_id.in_(places),
                )
            )
        return statement

    def _pairs(self, statement: Select[int, Any]) -> Mapping[int, list[str]]:
        """Values by sheet, of all sheets: only those of visible ones are looked up."""
        found: dict[int, list[str]] = {}
        for sheet_id, value in self._session.execute(statement):
            found.setdefault(sheet_id, []).append(str(value))
        return found

    @cached_property
    def _above(self) -> Mapping[int, frozenset[str]]:
        """The keys of each unit and all above it."""
        found = {}
        for unit_id in self.units:
            path, here = set(), self.units.get(unit_id)
            while here is not None and str(here.id) not in path:
                path.add(str(here.id))
                here = self.units.get(here.parent_id or 0)
            found[unit_id] = frozenset(path)
        return found

    @cached_property
    def found(self) -> Sequence[Line]:
        """The lines that are asked for, in order."""
        lines = [line for line in self.lines if line.fits(self.filters)]
        lines.sort(key=lambda line: (line.sort_title, line.id))
        return sorted(lines, key=self._order())

    def _order(self) -> Callable[[Line], Any]:
        # The lines are in the order of their titles already; sorting keeps that among equals.
        if self.filters.sort == "title":
            return lambda line: 0
        if self.filters.sort == "due":
            return lambda line: line.review_due or dt.date.max
        if self.filters.sort == "updated":
            return lambda line: -line.updated_at.timestamp()
        if self.filters.sort == "read":
            totals = read_totals(KIND)
            rows = self._session.execute(select(totals.c.object_id, totals.c.total))
            reads: dict[int, int] = {row.object_id: row.total for row in rows}
            return lambda line: -reads.get(line.id, 0)
        return lambda line: -(line.published_at or line.updated_at).timestamp()

    def counts(self, group: str) -> Counter[str]:
        """How many sheets there are of each value of a group, the other filters kept."""
        counted: Counter[str] = Counter()
        for line in self.lines:
            if line.fits(self.filters, but=group):
                counted.update(line.values[group])
        return counted

    def count_flag(self, flag: str) -> int:
        """How many are 'ready' or 'mine', the other filters kept."""
        return sum(
            1 for line in self.lines if getattr(line, flag) and line.fits(self.filters, but=flag)
        )

    def page(self, number: int, per_page: int = PER_PAGE) -> Page[FactSheet]:
        """Page `number` of the sheets; one past the end is the last."""
        total = len(self.found)
        number = min(max(1, number), max(1, -(-total // per_page)))
        part = self.found[(number - 1) * per_page : number * per_page]
        sheets = load(self._session, [line.id for line in part])
        return Page(sheets, number, per_page, total)


def load(session: Session, ids: Collection[int], *, whole: bool = False) -> list[FactSheet]:
    """The sheets with these ids in that order, with what a card shows; `whole` also with what
    an export needs. The ids have been narrowed by the caller."""
    options = [joinedload(FactSheet.unit)]
    if whole:
        options += [
            joinedload(FactSheet.programme),
            joinedload(FactSheet.track),
            joinedload(FactSheet.responsible),
            selectinload(FactSheet.concepts),
            selectinload(FactSheet.tag_rows),
        ]
    found: dict[int, FactSheet] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        rows = session.scalars(select(FactSheet).where(FactSheet.id.in_(part)).options(*options))
        found.update({sheet.id: sheet for sheet in rows})
    return [found[sheet_id] for sheet_id in wanted if sheet_id in found]


def _one(value: object) -> frozenset[str]:
    return frozenset({str(value)}) if value else frozenset()
