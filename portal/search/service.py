"""Searching as an actor: the engine is asked only for what this person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from portal.access.actors import Actor, with_descendants
from portal.access.models import Audience
from portal.jobs.models import IndexEntry
from portal.references.kinds import Kinds
from portal.search.engine.base import Hit, SearchEngine, SearchRequest, SearchResult, Suggestion
from portal.search.naming import kinds_by_name, units_by_name, values_by_name
from portal.search.synonyms import CurrentSynonyms, SynonymMap
from portal.web.addresses import as_id

#: What can be filtered and counted. 'kind' is always one.
FACETS = ("unit", "programme", "tag", "outcome", "phase")
PER_PAGE = 10
Found = TypeVar("Found", Hit, Suggestion)


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asks for. Filters: facet name -> any of these values."""

    text: str
    filters: Mapping[str, frozenset[str]]
    sort: str = "relevance"
    offset: int = 0
    limit: int = PER_PAGE


class Search:
    """The search of one application. The engine is opened at first use, so that each server
    process opens its own."""

    def __init__(self, folder: Path, kinds: Kinds) -> None:
        self._folder = folder
        self._kinds = kinds
        self._synonyms = CurrentSynonyms()

    @cached_property
    def engine(self) -> SearchEngine:
        """The engine; see `portal.search.engine`."""
        from portal.search.engine.whoosh_engine import WhooshEngine

        return WhooshEngine(self._folder, FACETS)

    def search(self, session: Session, actor: Actor, query: Query) -> SearchResult:
        """What `actor` finds. Totals, facets and the suggestion count only what they may see."""
        filters = {name: values for name, values in query.filters.items() if values}
        if "unit" in filters:
            filters["unit"] = self._with_sub_units(session, filters["unit"])
        result = self.engine.search(
            SearchRequest(
                query=query.text,
                audience=actor.labels,
                filters=filters,
                hidden=concealed(session),
                sort=query.sort,
                offset=query.offset,
                limit=query.limit,
                facets=("kind", *FACETS),
                kinds=self._names(),
                synonyms=self.synonyms(session),
                resolve=lambda facet, text: self._keys(session, actor, facet, text),
            )
        )
        return replace(result, hits=tuple(self._recheck(session, actor, result.hits)))

    def synonyms(self, session: Session) -> SynonymMap:
        """What the editors say means the same, as it is now."""
        return self._synonyms.get(session)

    def suggest(
        self, session: Session, actor: Actor, prefix: str, limit: int = 8
    ) -> list[Suggestion]:
        """Completions of what is being typed."""
        found = self.engine.suggest(
            prefix,
            audience=actor.labels,
            limit=limit,
            hidden=concealed(session),
            kinds=self._names(),
        )
        return self._recheck(session, actor, found)

    def _keys(self, session: Session, actor: Actor, facet: str, text: str) -> frozenset[str]:
        """The keys of a facet for what was typed after `unit:` and the like."""
        if facet == "kind":
            return kinds_by_name(self._kinds, text)
        if facet == "unit":
            return units_by_name(session, text)
        request = SearchRequest("", actor.labels, limit=0, facets=(facet,), kinds=self._names())
        values = frozenset(self.engine.search(request).facets.get(facet, ()))
        return values_by_name(session, actor, facet, values, text)

    def _names(self) -> frozenset[str]:
        return frozenset(kind.name for kind in self._kinds.all())

    @staticmethod
    def _with_sub_units(session: Session, values: Iterable[str]) -> frozenset[str]:
        ids = {number for value in values if (number := as_id(value)) is not None}
        return frozenset(map(str, with_descendants(session, ids))) or frozenset(values)

    @staticmethod
    def _recheck(session: Session, actor: Actor, hits: Iterable[Found]) -> list[Found]:
        """The index could be behind the database for a moment; the database has the last word."""
        hits = list(hits)
        pairs = {(hit.kind, int(hit.id)) for hit in hits}
        rows = session.execute(
            select(Audience.kind, Audience.object_id)
            .where(
                tuple_(Audience.kind, Audience.object_id).in_(pairs),
                Audience.label.in_(actor.labels),
            )
            .distinct()
        )
        seen = {(row.kind, row.object_id) for row in rows}
        return [hit for hit in hits if (hit.kind, int(hit.id)) in seen]


def concealed(session: Session) -> frozenset[tuple[str, str]]:
    """Objects that changed since they were indexed: out of every search until they are again."""
    rows = session.execute(
        select(IndexEntry.kind, IndexEntry.object_id).where(IndexEntry.conceals).distinct()
    )
    return frozenset((row.kind, str(row.object_id)) for row in rows)
