"""One state of the index, and what one reader may see of it."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import NamedTuple

from .documents import DocumentKey
from .schema import SEPARATOR, facet_field, join_key
from .segments import SegmentReader, Stored

# One byte a document, 1 for 'in': as fast as a set to test and a tenth of its size.
Mask = bytearray
Masks = tuple[Mask, ...]  # one for each segment
_KEPT_VIEWS = 64


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
        self._views: dict[object, View] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def empty_masks(self) -> Masks:
        """Return masks without any document."""
        return tuple(bytearray(segment.size) for segment in self.segments)

    def marked(self, field: str, terms: Collection[str]) -> Masks:
        """Return the documents that have any of the terms."""
        masks = self.empty_masks()
        for segment, mask in zip(self.segments, masks, strict=True):
            for term in terms:
                for doc in segment.postings(field, term).docs:
                    mask[doc] = 1
        return masks

    def view(self, audience: frozenset[str], kinds: frozenset[str] | None) -> View:
        """Return what a reader with these labels may see. No labels, nothing."""
        name = (audience, kinds)
        view = self._views.get(name)
        if view is None:
            masks = self.marked("label", audience)
            if kinds is not None:
                masks = both(masks, self.marked("kind", kinds))
            for mask, deleted in zip(masks, self.deleted, strict=True):
                for doc in deleted:
                    mask[doc] = 0
            view = View(self, masks)
            with self._lock:
                if len(self._views) >= _KEPT_VIEWS:
                    self._views.clear()
                self._views[name] = view
        return view

    def forms(self, stem: str) -> tuple[str, ...]:
        """Return every word of the index with this stem, as written."""
        found = self._forms.get(stem)
        if found is None:
            prefix = stem + SEPARATOR
            terms = {t for s in self.segments for t in s.terms("words", prefix)}
            found = tuple(sorted(term[len(prefix) :] for term in terms))
            with self._lock:
                if len(self._forms) > 20_000:
                    self._forms.clear()
                self._forms[stem] = found
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

    @cached_property
    def key_terms(self) -> tuple[list[str], ...]:
        """Key terms by document number, for each segment."""
        return tuple(segment.key_terms() for segment in self.segments)


class View:
    """The documents one reader may see; all counting is done within it."""

    def __init__(self, snapshot: Snapshot, masks: Masks) -> None:
        self.snapshot = snapshot
        self.masks = masks
        self.size = sum(map(sum, masks))

    def without(self, hidden: Collection[DocumentKey]) -> View:
        """Return the view less some documents."""
        terms = [join_key(key) for key in hidden]
        gone = self.snapshot.marked("key", terms)
        if not terms or not any(map(any, gone)):
            return self
        return View(self.snapshot, minus(self.masks, gone))

    def narrowed(self, masks: Masks) -> View:
        """Return the view restricted to some documents."""
        return View(self.snapshot, both(self.masks, masks))

    def sees(self, field: str, term: str) -> int:
        """Return in how many visible documents a term is."""
        count = 0
        for segment, mask in zip(self.snapshot.segments, self.masks, strict=True):
            count += sum(map(mask.__getitem__, segment.postings(field, term).docs))
        return count

    def facet(self, name: str) -> dict[str, int]:
        """Count the values of a facet, most frequent first; values seen nowhere are left out."""
        field = "kind" if name == "kind" else facet_field(name)
        counts: dict[str, int] = {}
        for segment, mask in zip(self.snapshot.segments, self.masks, strict=True):
            for value, postings in segment.facet(field).items():
                count = sum(map(mask.__getitem__, postings.docs))
                if count:
                    counts[value] = counts.get(value, 0) + count
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def both(a: Masks, b: Masks) -> Masks:
    """Return the documents in both."""
    return tuple(_and(x, y) for x, y in zip(a, b, strict=True))


def minus(a: Masks, b: Masks) -> Masks:
    """Return the documents in ``a`` that are not in ``b``."""
    flip = bytes([1, 0])
    return tuple(_and(x, y.translate(flip.ljust(256, b"\0"))) for x, y in zip(a, b, strict=True))


def _and(x: Mask, y: Mask) -> Mask:
    # Big integers do a whole mask in one step.
    n = int.from_bytes(x, "little") & int.from_bytes(y, "little")
    return bytearray(n.to_bytes(len(x), "little"))
