"""The search engine on Whoosh: one folder, one writer, any number of readers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from . import checksums
from .base import (
    IndexBusy,
    IndexProblem,
    IndexStatus,
    IndexUnreadable,
    SearchRequest,
    SearchResult,
    Suggestion,
    Synonyms,
)
from .building import NewIndex, building
from .completions import complete
from .danish.analysis import Analysis
from .documents import Document, DocumentKey
from .reading import Reader
from .schema import split_key
from .searching import is_known, search
from .storage import IndexFolder
from .versions import ANALYSIS_VERSION, meta_for
from .writing import Writer

log = logging.getLogger(__name__)


class WhooshEngine:
    """A :class:`~.base.SearchEngine` in ``path``, with filters for the facets named.

    Cheap to make: nothing is opened before it is used. One engine may be shared by the
    threads of a process, and survives a fork.
    """

    def __init__(self, path: Path | str, facet_names: Iterable[str]) -> None:
        self.path = Path(path)
        self._facet_names = tuple(sorted(facet_names))
        self._folder = IndexFolder(self.path)
        self._reader = Reader(self._folder, lambda: meta_for(self._facet_names))
        self._writer = Writer(self._folder, self._load_analysis, self._facet_names)
        self._analysis: Analysis | None = None

    def _load_analysis(self) -> Analysis:
        if self._analysis is None:
            self._analysis = Analysis.load(self.path)
        return self._analysis

    # Writing

    def index(self, documents: Iterable[Document], deleted: Iterable[DocumentKey] = ()) -> None:
        """See :meth:`.base.SearchEngine.index`."""
        self._writer.update(documents, deleted)

    def rebuild(
        self, documents: Iterable[Document], progress: Callable[[int], None] | None = None
    ) -> None:
        """See :meth:`.base.SearchEngine.rebuild`."""
        with self.building() as new:
            new.fill(documents, progress)
            new.go_live()

    def building(self) -> AbstractContextManager[NewIndex]:
        """See :meth:`.base.SearchEngine.building`."""
        return building(self._folder, meta_for(self._facet_names), lambda: self._writer.fields)

    def tidy(self) -> None:
        """See :meth:`.base.SearchEngine.tidy`."""
        with suppress(IndexBusy), self._folder.building():
            self._folder.sweep()

    def optimise(self, most: int | None = None) -> bool:
        """See :meth:`.base.SearchEngine.optimise`."""
        return self._writer.optimise(most)

    # Reading

    def search(self, request: SearchRequest) -> SearchResult:
        """See :meth:`.base.SearchEngine.search`."""
        try:
            snapshot = self._reader.snapshot()
            return search(request, snapshot, self._load_analysis())
        except IndexProblem as problem:
            log.warning("search is unavailable: %s", problem)
            if isinstance(problem, IndexUnreadable):
                self._look_for_damage()
        except Exception:
            # A damaged file shows only when it is read; whatever that raises, a reader gets
            # an answer and the administrator the reason.
            log.exception("search failed")
            self._look_for_damage()
            self._reader.close()
        return SearchResult(request.query, unavailable=True)

    def suggest(
        self,
        prefix: str,
        audience: frozenset[str],
        limit: int = 8,
        hidden: frozenset[DocumentKey] = frozenset(),
        kinds: frozenset[str] | None = None,
    ) -> list[Suggestion]:
        """See :meth:`.base.SearchEngine.suggest`."""
        try:
            view = self._reader.snapshot().view(audience, kinds, hidden)
            return complete(prefix, view, limit)
        except IndexProblem:
            return []
        except Exception:
            log.exception("suggesting failed")
            self._look_for_damage()
            self._reader.close()
            return []

    def knows(self, query: str, synonyms: Synonyms | None = None) -> bool:
        """See :meth:`.base.SearchEngine.knows`."""
        try:
            return is_known(query, self._reader.snapshot(), self._load_analysis(), synonyms or {})
        except IndexProblem:
            return True
        except Exception:
            log.exception("asking the index failed")
            self._look_for_damage()
            self._reader.close()
            return True

    def everything(self) -> Iterator[DocumentKey]:
        """See :meth:`.base.SearchEngine.everything`; raises IndexProblem without an index."""
        for term in self._reader.snapshot().live_keys():
            yield split_key(term)

    def status(self) -> IndexStatus:
        """See :meth:`.base.SearchEngine.status`."""
        try:
            snapshot = self._reader.snapshot()
            folder = self._folder.current()
            # Another process may have met damage in what this one has read long ago.
            problem = checksums.damage(folder) if folder else "the index is gone"
            if problem:
                self._reader.close()
                return IndexStatus(0, "", ANALYSIS_VERSION, ok=False, problem=problem)
        except IndexProblem as error:
            return IndexStatus(0, "", ANALYSIS_VERSION, ok=False, problem=str(error))
        except OSError as error:
            return IndexStatus(0, "", ANALYSIS_VERSION, ok=False, problem=str(error))
        return IndexStatus(snapshot.doc_count, snapshot.generation, ANALYSIS_VERSION, ok=True)

    @property
    def doc_count(self) -> int:
        """How many documents the index holds; 0 where it cannot be read."""
        return self.status().documents

    def close(self) -> None:
        """Let go of the index and everything kept of it."""
        self._reader.close()

    def verify(self) -> str | None:
        """See :meth:`.base.SearchEngine.verify`."""
        return self._look_for_damage(is_writer=True)

    def _look_for_damage(self, *, is_writer: bool = False) -> str | None:
        """Mark a damaged index, so that the indexer of any process sees it."""
        folder = self._folder.current()
        try:
            problem = checksums.check(folder, is_writer=is_writer) if folder else None
        except OSError as error:
            problem = str(error)
        if problem:
            log.error("the index must be rebuilt: %s", problem)
            self._reader.close()
        return problem
