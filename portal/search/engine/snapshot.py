"""One state of the index, and what one reader may see of it."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from .documents import DocumentKey
from .schema import SEPARATOR, facet_field, join_key
from .segments import Mask, SegmentReader, Stored

Masks = tuple[Mask, ...]  # one for each segment
_KEPT_VIEWS = 64
_KEPT_RESULTS = 1024


class Place(NamedTuple):
    """A document: which segment it is in, and its number there."""

    segment: int
    doc: int


class Snapshot:
    """A committed state; everything derived from it is kept until the next commit."""

    def __init__(
        self, generation: str, segments: list[SegmentReader], deleted: list[frozenset[int]]
    ) -> None:
        self.generation = generation
        self.segments = segments
        self.deleted = deleted
        self.doc_count = sum(s.size - len(d) for s, d in zip(segments, deleted, strict=True))
        self._deleted = [np.fromiter(gone, np.intp, len(gone)) for gone in deleted]
        self._views: Kept = Kept(_KEPT_VIEWS)
        self._forms: Kept = Kept(20_000)
        #: Answers already given in this state; see `searching.search`.
        self.results: Kept = Kept(_KEPT_RESULTS)

    def marked(self, field: str, terms: Collection[str]) -> Masks:
        """Return the documents that have any of the terms; the masks are not to be written to."""
        return tuple(segment.mask(field, terms) for segment in self.segments)

    def view(
        self,
        audience: frozenset[str],
        kinds: frozenset[str] | None,
        hidden: frozenset[DocumentKey] = frozenset(),
    ) -> View:
        """Return what a reader with these labels may see. No labels, nothing."""
        name = (audience, kinds, hidden)
        view: View | None = self._views.get(name)
        if view is None:
            view = self._views.keep(name, View(self, self._visible(audience, kinds, hidden)))
        return view

    def _visible(
        self,
        audience: frozenset[str],
        kinds: frozenset[str] | None,
        hidden: frozenset[DocumentKey],
    ) -> Masks:
        masks = tuple(mask.copy() for mask in self.marked("label", audience))
        for number, (segment, mask) in enumerate(zip(self.segments, masks, strict=True)):
            if kinds is not None:
                mask &= segment.mask("kind", kinds)
            mask[self._deleted[number]] = False
            for key in hidden:
                doc = segment.document(join_key(key))
                if doc >= 0:
                    mask[doc] = False
        return masks

    def everything(self) -> View:
        """Return a view of all there is, for what nobody is shown."""
        masks = tuple(np.ones(segment.size, np.bool_) for segment in self.segments)
        for mask, deleted in zip(masks, self._deleted, strict=True):
            mask[deleted] = False
        return View(self, masks)

    def forms(self, stem: str) -> tuple[str, ...]:
        """Return every word of the index with this stem, as written."""
        found: tuple[str, ...] | None = self._forms.get(stem)
        if found is None:
            prefix = stem + SEPARATOR
            forms = sorted({form for segment in self.segments for form in segment.forms(prefix)})
            found = self._forms.keep(stem, tuple(forms))
        return found

    def stored(self, place: Place) -> Stored:
        """Return what is kept of a document."""
        return self.segments[place.segment].stored(place.doc)

    def live_keys(self) -> Iterator[str]:
        """Yield the key term of every live document."""
        for segment, deleted in zip(self.segments, self.deleted, strict=True):
            for term, doc in segment.key_places():
                if doc not in deleted:
                    yield term


class View:
    """The documents one reader may see; all counting is done within it."""

    def __init__(self, snapshot: Snapshot, masks: Masks) -> None:
        self.snapshot = snapshot
        self.masks = masks
        self.size = int(sum(map(np.count_nonzero, masks)))
        self._seen: dict[tuple[str, str], int] = {}

    def narrowed(self, masks: Masks) -> View:
        """Return the view restricted to some documents."""
        return View(self.snapshot, both(self.masks, masks))

    def sees(self, field: str, term: str) -> int:
        """Return in how many visible documents a term is."""
        key = (field, term)
        count = self._seen.get(key)
        if count is None:
            count = 0
            for segment, mask in zip(self.snapshot.segments, self.masks, strict=True):
                docs = segment.postings(field, term).docs
                if len(docs):
                    count += int(np.count_nonzero(mask[docs]))
            if len(self._seen) > 20_000:
                self._seen = {}
            self._seen[key] = count
        return count

    def facet(self, name: str) -> dict[str, int]:
        """Count the values of a facet, most frequent first; values seen nowhere are left out."""
        field = "kind" if name == "kind" else facet_field(name)
        counts: dict[str, int] = {}
        for segment, mask in zip(self.snapshot.segments, self.masks, strict=True):
            values, numbers, docs = segment.facet(field)
            if not values:
                continue
            counted = np.bincount(numbers[mask[docs]], minlength=len(values))
            for number in np.flatnonzero(counted).tolist():
                value = values[number]
                counts[value] = counts.get(value, 0) + int(counted[number])
        ordered = sorted(counts.items())
        ordered.sort(key=itemgetter(1), reverse=True)
        return dict(ordered)


def both(a: Masks, b: Masks) -> Masks:
    """Return the documents in both."""
    return tuple(x & y for x, y in zip(a, b, strict=True))


def minus(a: Masks, b: Masks) -> Masks:
    """Return the documents in ``a`` that are not in ``b``."""
    return tuple(x & ~y for x, y in zip(a, b, strict=True))


class Kept:
    """The values used last, at most so many; threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[Any, Any] = {}
        self._lock = threading.Lock()

    def get(self, key: Any) -> Any:
        """Return what is kept, None for nothing."""
        found = self._values.get(key)
        if found is not None:
            with self._lock:
                if key in self._values:  # to the end of the queue
                    self._values[key] = self._values.pop(key)
        return found

    def keep(self, key: Any, value: Any) -> Any:
        """Keep a value and return it; the one unused for longest goes."""
        with self._lock:
            self._values.pop(key, None)
            while len(self._values) >= self._most:
                del self._values[next(iter(self._values))]
            self._values[key] = value
        return value
