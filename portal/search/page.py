"""What the search page shows: hits in words, filters with counts, ways out of an empty answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.access.actors import Actor
from portal.references.kinds import HitDetails, ObjectKind
from portal.runtime import portal
from portal.search.engine.base import Hit, SearchResult
from portal.search.progress import RebuildProgress, rebuild_progress
from portal.search.quoting import Quoted, quotes
from portal.search.service import FACETS, PER_PAGE, Query
from portal.search.widening import Way, ways_on
from portal.web.paging import Page, page_number
from portal.web.parts import FilterGroup, FilterOption

TITLES = {
    "kind": _l("Kind"),
    "unit": _l("Unit"),
    "programme": _l("Programme"),
    "outcome": _l("How did it go?"),
    "phase": _l("Phase"),
    "tag": _l("Tag"),
}
SORTS = {"relevance": _l("Best first"), "newest": _l("Newest first")}
MAX_QUERY = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what its kind has to say."""

    hit: Hit
    kind: ObjectKind
    details: HitDetails
    quoted: Quoted | None = None


class SearchPage:
    """Made from the address; runs the search when something is asked for."""

    def __init__(self, session: Session, actor: Actor, args: MultiDict[str, str]) -> None:
        self._session, self._actor = session, actor
        self.text = args.get("q", "").replace("\x00", "").strip()[:MAX_QUERY]
        asked = args.get("sort", "")
        self.sort = asked if asked in SORTS else "relevance"
        self.filters = {
            name: frozenset(filter(None, args.getlist(name)[:50])) for name in ("kind", *FACETS)
        }
        self._number = page_number(args.get("page"))

    @property
    def asked(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.text or any(self.filters.values()))

    @cached_property
    def result(self) -> SearchResult:
        """What was found."""
        if not self.asked:
            return SearchResult("")
        query = Query(self.text, self.filters, self.sort, (self._number - 1) * PER_PAGE)
        return portal().search.search(self._session, self._actor, query)

    @property
    def in_vain(self) -> bool:
        """Whether words alone, without any filter, found nothing."""
        filtered = any(self.filters.values())
        return (
            bool(self.text)
            and not filtered
            and not self.result.total
            and (not self.result.unavailable)
        )

    @cached_property
    def ways_on(self) -> list[Way]:
        """Where nothing is found: what can be left out, with the number found then."""
        if not self.asked or self.result.unavailable or self.result.total:
            return []
        titles = {(g.name, o.value): o.title for g in self.groups for o in g.options if o.checked}
        return ways_on(self.text, self.filters, lambda *key: titles.get(key), self._total)

    def _total(self, text: str, filters: Mapping[str, frozenset[str]]) -> int:
        query = Query(text, filters, limit=0)
        return portal().search.search(self._session, self._actor, query).total

    def way_address(self, way: Way) -> str:
        """The address of a question that is asked more widely."""
        values: dict[str, Any] = {name: sorted(chosen) for name, chosen in way.filters.items()}
        return url_for("search.page", q=way.text, **{n: v for n, v in values.items() if v})

    @cached_property
    def rebuilding(self) -> RebuildProgress | None:
        """How far the rebuild is that keeps the search from answering."""
        return rebuild_progress() if self.result.unavailable else None

    @cached_property
    def paging(self) -> Page[Hit]:
        """The place of these hits in all of them."""
        return Page(self.result.hits, self._number, PER_PAGE, self.result.total)

    @cached_property
    def hits(self) -> list[Found]:
        """The hits of this page."""
        kinds = {kind.name: kind for kind in portal().kinds.all()}
        details: dict[tuple[str, str], HitDetails] = {}
        for name in {hit.kind for hit in self.result.hits}:
            details |= self._details(kinds[name])
        quoted = quotes(self._session, self.result.hits)
        return [
            Found(
                hit,
                kinds[hit.kind],
                details.get((hit.kind, hit.id), HitDetails()),
                quoted.get((hit.kind, hit.id)),
            )
            for hit in self.result.hits
        ]

    def _details(self, kind: ObjectKind) -> dict[tuple[str, str], HitDetails]:
        if kind.hit_details is None:
            return {}
        ids = [int(hit.id) for hit in self.result.hits if hit.kind == kind.name]
        owner = portal().kinds.owner(kind.name) or ""
        found: Mapping[int, HitDetails] = {}
        with portal().dispatch.guard(owner, f"hit_details of {kind.name}"):
            found = dict(kind.hit_details(self._session, ids))
        return {(kind.name, str(object_id)): one for object_id, one in found.items()}

    @cached_property
    def groups(self) -> list[FilterGroup]:
        """The filters with their counts; a value without words is left out."""
        return [group for name in TITLES if (group := self._group(name)).options]

    def _group(self, name: str) -> FilterGroup:
        counts = dict(self.result.facets.get(name, {}))
        for value in self.filters[name]:
            counts.setdefault(value, 0)
        words = self._words(name, frozenset(counts))
        chosen = self.filters[name]
        options = [
            FilterOption(value, str(words[value]), count, value in chosen)
            for value, count in counts.items()
            if value in words
        ]
        if name == "phase":
            options.sort(key=lambda option: option.value)
        else:
            options.sort(key=lambda option: (-option.count, option.title.casefold()))
        return FilterGroup(name, TITLES[name], options)

    def _words(self, name: str, values: frozenset[str]) -> Mapping[str, Any]:
        if name == "kind":
            return {kind.name: kind.plural for kind in portal().kinds.all()}
        words: dict[str, Any] = {}
        found = portal().dispatch.each(
            "facet_words", self._session, actor=self._actor, facet=name, values=values
        )
        for _owner, more in found:
            words |= more
        return words

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """(words, address without it) of each filter that is on."""
        return [
            (option.title, self.address(without=(group.name, option.value)))
            for group in self.groups
            for option in group.options
            if option.checked
        ]

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the form of the filters must not lose."""
        return [("q", self.text), ("sort", "" if self.sort == "relevance" else self.sort)]

    def page_address(self, number: int) -> str:
        """The address of page `number` of the results."""
        return self.address(page=number)

    def address(
        self,
        *,
        text: str | None = None,
        page: int = 1,
        filtered: bool = True,
        without: tuple[str, str] | None = None,
    ) -> str:
        """The address of this search, changed in one thing."""
        values: dict[str, Any] = {"q": self.text if text is None else text}
        if self.sort != "relevance":
            values["sort"] = self.sort
        if filtered:
            for name, chosen in self.filters.items():
                left = sorted(chosen - ({without[1]} if without and without[0] == name else set()))
                if left:
                    values[name] = left
        if page > 1:
            values["page"] = page
        return url_for("search.page", **values)
