"""Read one segment of a Whoosh index.

A segment never changes once written (deletions are kept in the table of contents), so what
is read from it is kept for as long as the segment lives, across commits. Its files are mapped
into memory and go with the object; there is nothing to close.
"""

from __future__ import annotations

import datetime
import threading
from array import array
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.filestore import OverlayStorage
from whoosh.reading import TermNotFound

from .spelling import Lexicons


class Postings(NamedTuple):
    """The documents a term is in, ascending, and the weight it has in each."""

    docs: array[int]
    weights: array[float]


class Stored(NamedTuple):
    """What is kept of a document to show it."""

    kind: str
    id: str
    title: str
    url: str
    body: str
    facets: Mapping[str, tuple[str, ...]]
    date: datetime.date | None


EMPTY = Postings(array("I"), array("f"))
_KEPT_TERMS, _KEPT_POSTINGS = 20_000, 1_000_000  # some 10 MB


class SegmentReader:
    """Postings and stored documents of one segment; threads may share it."""

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        self.name: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self._schema = schema
        self._lock = threading.Lock()  # the readers share one file position
        self.file = Path(storage.folder) / segment.make_filename(segment.COMPOUND_EXT)
        self.file_size = self.file.stat().st_size
        storage = OverlayStorage(segment.open_compound_file(storage), storage)
        self._storage = storage
        codec = segment.codec()
        self._terms = codec.terms_reader(storage, segment)
        self._documents = codec.per_document_reader(storage, segment)
        self._postings: dict[tuple[str, str], Postings] = {}
        self._kept = 0
        self._days: array[int] | None = None
        self._keys: list[str] | None = None
        self._facets: dict[str, dict[str, Postings]] = {}

    def is_whole(self) -> bool:
        """Tell whether the file still has its size; reading beyond a cut one would be fatal."""
        try:
            return self.file.stat().st_size == self.file_size
        except FileNotFoundError:
            return False

    @cached_property
    def lexicons(self) -> Lexicons:
        """The words of the segment, made at the first misspelt query."""
        return Lexicons.of(self.terms("words"), self.terms("kin", "."))

    def postings(self, field: str, term: str) -> Postings:
        """Return the postings of a term, empty where the segment has none."""
        key = (field, term)
        found = self._postings.get(key)
        if found is None:
            found = self._read(field, term.encode())
            if len(self._postings) >= _KEPT_TERMS or self._kept >= _KEPT_POSTINGS:
                self._postings, self._kept = {}, 0
            self._postings[key] = found
            self._kept += len(found.docs)
        return found

    def _read(self, field: str, term: bytes) -> Postings:
        with self._lock:
            try:
                matcher = self._terms.matcher(field, term, self._schema[field].format)
            except (TermNotFound, KeyError):
                return EMPTY
            docs, weights = array("I"), array("f")
            if isinstance(matcher, W3LeafMatcher):
                # A block at a time: the public way, one by one, takes three times as long.
                while not matcher._atend:
                    matcher._read_ids()
                    matcher._read_weights()
                    docs.extend(matcher._ids)
                    weights.extend(matcher._weights)
                    matcher._next_block()
                return Postings(docs, weights)
            while matcher.is_active():
                docs.append(matcher.id())
                weights.append(matcher.weight())
                matcher.next()
        return Postings(docs, weights)

    def places(self, term: str) -> dict[int, list[int]]:
        """Return document -> positions of a folded word."""
        found: dict[int, list[int]] = {}
        with self._lock:
            try:
                matcher = self._terms.matcher(
                    "places", term.encode(), self._schema["places"].format
                )
            except (TermNotFound, KeyError):
                return found
            while matcher.is_active():
                found[matcher.id()] = matcher.value_as("positions")
                matcher.next()
        return found

    def terms(self, field: str, prefix: str = "") -> list[str]:
        """Return all terms of a field that begin with ``prefix``, sorted as bytes."""
        start = prefix.encode()
        found = []
        with self._lock:
            try:
                for name, term in self._terms.terms_from(field, start):
                    if name != field or not term.startswith(start):
                        break
                    found.append(term.decode())
            except (TermNotFound, KeyError):
                return []
        return found

    def facet(self, field: str) -> dict[str, Postings]:
        """Return value -> documents, for a field with few values."""
        found = self._facets.get(field)
        if found is None:
            found = {term: self._read(field, term.encode()) for term in self.terms(field)}
            self._facets[field] = found
        return found

    def days(self) -> array[int]:
        """Return for each document its date as a day number; 0 for none."""
        if self._days is None:
            days = array("l", bytes(array("l").itemsize * self.size))
            for term, postings in self.facet("day").items():
                number = datetime.date.fromisoformat(term).toordinal()
                for doc in postings.docs:
                    days[doc] = number
            self._days = days
        return self._days

    def stored(self, doc: int) -> Stored:
        """Return what was stored of a document."""
        with self._lock:
            return Stored(*self._documents.stored_fields(doc)["data"])

    def key_places(self) -> Iterator[tuple[str, int]]:
        """Yield the key term and number of every document, deleted ones too."""
        for term, postings in self.facet("key").items():
            for doc in postings.docs:
                yield term, doc

    def key_terms(self) -> list[str]:
        """Return the key term of each document by number."""
        if self._keys is None:
            keys = [""] * self.size
            for term, doc in self.key_places():
                keys[doc] = term
            self._keys = keys
        return self._keys
