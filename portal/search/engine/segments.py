"""Read one segment of an index.

A segment never changes once written (deletions are kept in the table of contents), so what
is read from it is kept for as long as the segment lives, across commits. Its file is mapped
into memory and goes with the object; there is nothing to close.
"""

from __future__ import annotations

import datetime
import os
import pickle
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from . import columns
from .columns import EMPTY, Ints, Mask, Postings, Terms
from .schema import COLUMNS_EXTENSION, DATA
from .spelling import Lexicons

__all__ = ["EMPTY", "Facet", "Mask", "Postings", "SegmentReader", "Stored"]

_KEPT_TERMS, _KEPT_POSTINGS, _KEPT_MASKS = 20_000, 1_000_000, 256  # some 20 MB


class Stored(NamedTuple):
    """What is kept of a document to show it."""

    kind: str
    id: str
    title: str
    url: str
    body: str
    facets: Mapping[str, tuple[str, ...]]
    date: datetime.date | None
    attachments: tuple[str, ...]


class Facet(NamedTuple):
    """The values of a facet; for each posting the number of its value and its document."""

    values: list[str]
    numbers: Ints
    docs: Ints


class SegmentReader:
    """Postings and stored documents of one segment; threads may share it."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self.name: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self.file = Path(storage.folder) / segment.make_filename(segment.COMPOUND_EXT)
        self.file_size = self.file.stat().st_size
        self._compound = segment.open_compound_file(storage)
        offset, length = self._compound.range(segment.make_filename(COLUMNS_EXTENSION))
        buffer = memoryview(self._compound._source)[offset : offset + length]
        descriptor = os.open(self.file, os.O_RDONLY)
        weakref.finalize(self, os.close, descriptor)
        self._columns = columns.read(buffer, descriptor, offset)
        self._fields = {n: Terms(c) for n, c in self._columns.items() if "starts" in c}
        self._data = self._columns[DATA]
        self._postings: dict[tuple[str, str], Postings] = {}
        self._kept = 0
        self._masks: dict[tuple[str, frozenset[str]], Mask] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        self._facets: dict[str, Facet] = {}

    def is_whole(self) -> bool:
        """Tell whether the file still has its size; reading beyond a cut one would be fatal."""
        try:
            return self.file.stat().st_size == self.file_size
        except FileNotFoundError:
            return False

    @cached_property
    def lexicons(self) -> Lexicons:
        """The words of the segment, for misspelt queries."""
        return Lexicons.read(self._columns)

    def postings(self, field: str, term: str) -> Postings:
        """Return the postings of a term, empty where the segment has none."""
        key = (field, term)
        found = self._postings.get(key)
        if found is None:
            terms = self._fields.get(field)
            found = terms.postings(term.encode()) if terms else EMPTY
            if len(self._postings) >= _KEPT_TERMS or self._kept >= _KEPT_POSTINGS:
                self._postings, self._kept = {}, 0
            self._postings[key] = found
            self._kept += len(found.docs)
        return found

    def places(
        self, term: str, wanted: Mask, field: str = "places"
    ) -> Iterable[tuple[int, list[int]]]:
        """Return (document, positions) of a folded word for the documents in the mask."""
        terms = self._fields.get(field)
        return terms.places(term.encode(), wanted) if terms else ()

    def forms(self, beginning: str) -> tuple[str, ...]:
        """Return the rest of all terms of ``words`` that begin so."""
        found = self._forms.get(beginning)
        if found is None:
            found = tuple(term[len(beginning) :] for term in self.terms("words", beginning))
            if len(self._forms) >= _KEPT_TERMS:
                self._forms = {}
            self._forms[beginning] = found
        return found

    def terms(self, field: str, prefix: str = "") -> list[str]:
        """Return all terms of a field that begin with ``prefix``, sorted as bytes."""
        terms = self._fields.get(field)
        if terms is None:
            return []
        strings = terms.strings
        return [strings[number].decode() for number in strings.beginning_with(prefix.encode())]

    def mask(self, field: str, terms: Collection[str]) -> Mask:
        """Return which documents have any of the terms; not to be written to."""
        key = (field, frozenset(terms))
        found = self._masks.get(key)
        if found is None:
            found = np.zeros(self.size, np.bool_)
            for term in key[1]:
                found[self.postings(field, term).docs] = True
            if len(self._masks) >= _KEPT_MASKS:
                self._masks = {}
            self._masks[key] = found
        return found

    def facet(self, field: str) -> Facet:
        """Return all of a field with few values."""
        found = self._facets.get(field)
        if found is None:
            terms = self._fields.get(field)
            if terms is None:
                found = Facet([], np.empty(0, np.intp), np.empty(0, np.intp))
            else:
                numbers, docs = terms.all()
                found = Facet(self.terms(field), numbers, docs)
            self._facets[field] = found
        return found

    @cached_property
    def days(self) -> Ints:
        """For each document its date as a day number; 0 for none."""
        days = np.zeros(self.size, np.int64)
        facet = self.facet("day")
        ordinals = [datetime.date.fromisoformat(value).toordinal() for value in facet.values]
        if ordinals:
            days[facet.docs] = np.array(ordinals)[facet.numbers]
        return days

    def stored(self, doc: int) -> Stored:
        """Return what was stored of a document."""
        return Stored._make(pickle.loads(self.packed(doc)))  # noqa: S301 - written by ourselves

    def packed(self, doc: int) -> bytes:
        """Return what was stored of a document as it lies in the file."""
        ends = self._data["ends"]
        begin = int(ends[doc - 1]) if doc else 0
        return self._data["stored"][begin : int(ends[doc])].tobytes()

    def document(self, key: str) -> int:
        """Return the number of the document with a key term; -1 where there is none."""
        terms = self._fields.get("key")
        docs = terms.postings(key.encode()).docs if terms else EMPTY.docs
        return int(docs[-1]) if len(docs) else -1

    def key_of(self, doc: int) -> str:
        """Return the key term of a document."""
        terms = self._fields["key"]
        return terms.strings[int(self._key_numbers[doc])].decode()

    @cached_property
    def _key_numbers(self) -> Ints:
        numbers, docs = self._fields["key"].all()
        order = np.zeros(self.size, np.int64)
        order[docs] = numbers
        return order

    def key_places(self) -> Iterator[tuple[str, int]]:
        """Yield the key term and number of every document, deleted ones too."""
        for doc in range(self.size):
            yield self.key_of(doc), doc

    @property
    def fields(self) -> Mapping[str, Terms]:
        """Every field by name, for merging."""
        return self._fields
