"""The list as its template wants it: groups of filters, chips, addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Badge, FilterGroup, FilterOption, Page, danish_order, unit_paths

from ..models import Concept, FactSheet, Programme, Track
from ..search import badges_of, phase_words
from ..services.filters import GROUPS, Filters, month
from ..services.listing import Listing
from ..vocabulary import KINDS, OUTCOMES, READY, STATUSES, Status
from .words import excerpt, month_words, soft, status_badges

TITLES = {
    "outcome": _l("How did it go?"),
    "phase": _l("Phase"),
    "programme": _l("Programme"),
    "track": _l("Track"),
    "concept": _l("Concept"),
    "unit": _l("Place"),
    "institution": _l("Elsewhere"),
    "tag": _l("Tag"),
    "kind": _l("Kind"),
    "status": _l("Status"),
}
SORT_WORDS = {
    "newest": _l("Newest first"),
    "title": _l("By title"),
    "read": _l("Most read this month"),
    "due": _l("Review due first"),
    "updated": _l("Last changed first"),
}


@dataclass(frozen=True, slots=True)
class SheetCard:
    """A sheet as a card or a row shows it."""

    sheet: FactSheet
    url: str
    place: str
    text: str
    badges: list[Badge]


class ListPage:
    """The list of one request."""

    def __init__(self, session: Session, actor: Actor, filters: Filters, number: int) -> None:
        self._session, self.filters, self._number = session, filters, number
        self.listing = Listing(session, actor, filters)

    @cached_property
    def page(self) -> Page[FactSheet]:
        """The sheets of this page."""
        return self.listing.page(self._number)

    @cached_property
    def cards(self) -> list[SheetCard]:
        """The sheets of this page as cards."""
        return cards(self._session, self.page.items)

    @cached_property
    def groups(self) -> list[FilterGroup]:
        """The filters with their counts over what the reader may see. A value that would leave
        nothing is not offered, unless it is chosen."""
        ready = FilterGroup("ready", _("For your own practice"), [self._flag("ready", READY.words)])
        mine = FilterGroup("mine", _("Mine"), [self._flag("mine", _("Only my own"))])
        found = [ready, *(self._group(name) for name in TITLES), mine]
        return [group for group in found if self._says_something(group)]

    def _says_something(self, group: FilterGroup) -> bool:
        if any(option.checked for option in group.options):
            return True
        if group.name == "status":
            return len(group.options) > 1  # where all are published there is nothing to choose
        return any(option.count for option in group.options)

    def _flag(self, name: str, words: Any) -> FilterOption:
        return FilterOption(
            "1", str(words), self.listing.count_flag(name), getattr(self.filters, name)
        )

    def _group(self, name: str) -> FilterGroup:
        counts = self.listing.counts(name)
        chosen = self.filters.of(name)
        words = self._words(name, {*counts, *chosen})
        options = [
            FilterOption(value, words[value], counts.get(value, 0), value in chosen)
            for value in {*counts, *chosen}
            if value in words
        ]
        return FilterGroup(name, TITLES[name], sorted(options, key=self._order(name)))

    def _order(self, name: str) -> Callable[[FilterOption], Any]:
        if name == "unit":
            rank = {unit_id: place for place, (unit_id, _depth) in enumerate(self._tree)}
            return lambda option: rank.get(int(option.value), 0)
        if name in ("outcome", "status", "kind"):
            order = [str(key) for key in {**OUTCOMES, **STATUSES, **KINDS}]
            return lambda option: order.index(option.value)
        if name == "phase":
            return lambda option: option.value
        return lambda option: (-option.count, danish_order(option.title))

    @cached_property
    def _tree(self) -> list[tuple[int, int]]:
        """(unit, depth) in the order of the tree."""
        children: dict[int | None, list[int]] = {}
        for unit in self.listing.units.values():
            children.setdefault(unit.parent_id, []).append(unit.id)
        found: list[tuple[int, int]] = []

        def walk(parent_id: int | None, depth: int) -> None:
            for unit_id in children.get(parent_id, []):
                found.append((unit_id, depth))
                walk(unit_id, depth + 1)

        walk(None, 0)
        return found

    def _words(self, name: str, values: Iterable[str]) -> Mapping[str, str]:
        if name == "unit":
            depths = dict(self._tree)
            return {
                value: "\u00a0\u00a0" * depths.get(int(value), 0)
                + soft(self.listing.units[int(value)].name)
                for value in values
                if int(value) in self.listing.units
            }
        if name in CATALOGUE:
            model = CATALOGUE[name]
            ids = [int(value) for value in values]
            rows = self._session.execute(select(model.id, model.name).where(model.id.in_(ids)))
            return {str(row.id): row.name for row in rows}
        known: dict[str, Any] = {
            "status": {key: look.words for key, look in STATUSES.items()},
            "outcome": {key: look.words for key, look in OUTCOMES.items()},
            "kind": KINDS,
        }
        if name in known:
            return {value: str(known[name][value]) for value in values if value in known[name]}
        if name == "phase":
            return {value: phase_words(int(value)) for value in values}
        return {value: value for value in values}

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """(words, address without it) of each filter that is on."""
        found = []
        for group in self.groups:
            for option in group.options:
                if option.checked:
                    value = "" if group.name in ("ready", "mine") else option.value
                    left = self.filters.without(group.name, value)
                    found.append((option.title.strip(), self.address(left)))
        if self.filters.since:
            words = _("From %(month)s", month=month_words(self.filters.since))
            found.append((words, self.address(self.filters.without("since"))))
        if self.filters.until:
            words = _("Until %(month)s", month=month_words(self.filters.until))
            found.append((words, self.address(self.filters.without("until"))))
        return found

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the form of the filters must not lose."""
        args = self.filters.as_args()
        return [(name, args.get(name, "")) for name in ("q", "sort", "view")]

    @property
    def sorts(self) -> dict[str, Any]:
        """The orders to choose from; reviews are one's own."""
        own = self.filters.mine or Status.DRAFT in self.filters.of("status")
        return {key: words for key, words in SORT_WORDS.items() if own or key != "due"}

    def address(self, filters: Filters | None = None, **changed: Any) -> str:
        """The address of the list with these filters."""
        return url_for("factsheets.index", **(filters or self.filters).as_args(**changed))

    def page_address(self, number: int) -> str:
        """The address of page `number`."""
        return self.address(page=number if number > 1 else "")

    @property
    def exports(self) -> list[tuple[str, str]]:
        """(words, address) of the list as a file."""
        args = self.filters.as_args(view="")
        return [
            ("Excel", url_for("factsheets.export", form="xlsx", **args)),
            ("CSV", url_for("factsheets.export", form="csv", **args)),
        ]

    @property
    def since(self) -> str:
        """The first month as the field wants it."""
        return month(self.filters.since)

    @property
    def until(self) -> str:
        """The last month as the field wants it."""
        return month(self.filters.until)


CATALOGUE: dict[str, Any] = {"programme": Programme, "track": Track, "concept": Concept}
assert set(TITLES) == set(GROUPS)


def cards(session: Session, sheets: Iterable[FactSheet]) -> list[SheetCard]:
    """The sheets as cards; they have been narrowed by the caller."""
    found = list(sheets)
    paths = unit_paths(session, {sheet.unit_id for sheet in found if sheet.unit_id})
    return [
        SheetCard(
            sheet,
            url_for("factsheets.page", sheet_id=sheet.id),
            soft(paths.get(sheet.unit_id or 0, sheet.institution)),
            excerpt(sheet),
            status_badges(sheet) + badges_of(sheet),
        )
        for sheet in found
    ]
