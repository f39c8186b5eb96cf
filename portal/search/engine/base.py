"""The interface between the portal and whatever searches for it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from .documents import Document, DocumentKey

# Text in pieces, each with whether it is a match; no markup.
Marked = tuple[tuple[str, bool], ...]
Synonyms = Mapping[str, Sequence[str]]


class IndexBusy(Exception):
    """Another process is writing; nothing was changed, try again later."""


class IndexProblem(Exception):
    """The index cannot be written in its present state; :meth:`SearchEngine.rebuild` heals it."""


class IndexUnreadable(IndexProblem):
    """A file of the index makes no sense; its checksum tells whether it is damaged."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question and who asks it.

    ``filters``: facet name (or ``kind``) -> any of these values. ``hidden``: documents taken
    out before anything is counted. ``sort``: ``relevance`` or ``newest``. ``facets``: names to
    count. ``kinds``: the only kinds that exist for this reader; None for all. ``synonyms``: a
    word or phrase -> others that are searched with it. ``resolve``: turns a value the reader
    typed after ``unit:`` and the like into keys of that facet; where it is missing, the typed
    text is taken as the key.
    """

    query: str
    audience: frozenset[str]
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hidden: frozenset[DocumentKey] = frozenset()
    sort: str = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    kinds: frozenset[str] | None = None
    synonyms: Synonyms = field(default_factory=dict)
    resolve: Callable[[str, str], Iterable[str]] | None = None


@dataclass(frozen=True, slots=True)
class FoundIn:
    """Where in the attachments of a hit there is what the hit itself does not have.

    ``attachment``: its id; ``part``: the number of the part of its text, -1 where only its name
    matches. ``quote`` marks the best place in that part's text, wherever that is kept, and
    ``mark`` the matches in a name.
    """

    attachment: str
    part: int
    quote: Callable[[str], Marked] = field(compare=False, repr=False)
    mark: Callable[[str], Marked] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found, ready to show. ``found_in``: what its attachments add to it."""

    kind: str
    id: str
    title: str
    url: str
    score: float
    snippet: Marked
    title_parts: Marked
    facets: Mapping[str, tuple[str, ...]]
    date: datetime.date | None
    found_in: FoundIn | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a reader may know of the answer: every number counts only what they may see.

    ``facets[name][value]``: how many would be found with all *other* facets' filters on.
    ``suggestion``: the query with misspelt words put right, where that finds something.
    ``corrected``: the hits shown are already those of words put right. ``unavailable``: the
    index cannot be read now.
    """

    query: str
    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    suggestion: str | None = None
    corrected: bool = False
    unavailable: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document whose title or keywords complete what is being typed."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The state of the index; with ``ok`` False, ``problem`` says what is wrong."""

    documents: int
    generation: str
    analysis_version: str
    ok: bool
    problem: str | None = None


class IndexBuild(Protocol):
    """A new index in the making; see :meth:`SearchEngine.building`."""

    def fill(
        self, documents: Iterable[Document], progress: Callable[[int], None] | None = None
    ) -> None:
        """Write all documents, once; ``progress`` is called with the number done."""

    def update(self, documents: Iterable[Document], deleted: Iterable[DocumentKey] = ()) -> None:
        """Bring in what changed since; after :meth:`fill`, as often as it takes."""

    def go_live(self) -> None:
        """Take the place of the live index, atomically; raises :class:`IndexBusy`."""


class SearchEngine(Protocol):
    """Indexes documents and searches them. Only one process at a time may write."""

    def index(self, documents: Iterable[Document], deleted: Iterable[DocumentKey] = ()) -> None:
        """Add, replace and remove documents in one atomic, durable commit.

        Raises :class:`IndexBusy` while another process writes, :class:`IndexProblem` where
        the index must be rebuilt first (also where there is none yet), and OSError where the
        disk fails; the index is then as before.
        """

    def rebuild(
        self,
        documents: Iterable[Document],
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """Build a new index beside the live one and put it in its place.

        ``progress`` is called with the number of documents done. Raises as :meth:`index`.
        """

    def building(self) -> AbstractContextManager[IndexBuild]:
        """Make a new index while another thread goes on writing the live one.

        What is not live by the end of the block is thrown away. Raises :class:`IndexBusy` while
        another is being made, and OSError.
        """

    def tidy(self) -> None:
        """Throw away what a killed process left half-built."""

    def optimise(self, most: int | None = None) -> bool:
        """Join what many small commits left; returns whether there was anything to do.

        ``most``: leave what holds more documents alone, so that it stays short. Without it
        everything is joined, which takes a while. For the indexer's idle time. Raises as
        :meth:`index`.
        """

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a query; never raises for what a reader typed or for a broken index."""

    def suggest(
        self,
        prefix: str,
        audience: frozenset[str],
        limit: int = 8,
        hidden: frozenset[DocumentKey] = frozenset(),
        kinds: frozenset[str] | None = None,
    ) -> list[Suggestion]:
        """Complete what is being typed, from titles and keywords the reader may see."""

    def knows(self, query: str, synonyms: Synonyms | None = None) -> bool:
        """Tell whether anything in the index answers a query, whoever may see it.

        Never to be shown to anybody; True where it cannot be told.
        """

    def everything(self) -> Iterator[DocumentKey]:
        """Yield the key of every document in the index, in no order."""

    def status(self) -> IndexStatus:
        """Say whether the index can be used, and how much is in it."""

    def verify(self) -> str | None:
        """Read every file of the index and return what is damaged; :meth:`status` tells it then.

        Takes a moment: for the idle time of whoever writes the index.
        """

    @property
    def doc_count(self) -> int:
        """How many documents the index holds."""

    def close(self) -> None:
        """Let go of files; the engine opens them again when used."""
