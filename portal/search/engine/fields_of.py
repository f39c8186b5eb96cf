"""Turn a document into the terms that are indexed for it."""

from __future__ import annotations

import math
import pickle
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from .danish.analysis import Analysis, Word
from .danish.normalise import normalise
from .danish.stopwords import is_stop_word
from .danish.tokens import Token, tokenise
from .documents import Document
from .schema import SEPARATOR, facet_field, join_key


@dataclass(frozen=True, slots=True)
class Zone:
    """Where in a document a word stands, and what that is worth.

    The length is measured against a fixed ``pivot``, not the average of the index (as BM25
    would): a document's weights then depend on itself alone, so that neither other documents,
    perhaps hidden ones, nor the order of indexing shine through in a score.
    """

    weight: float
    pivot: float
    slope: float


ZONES = {
    "title": Zone(weight=6.0, pivot=5, slope=0.5),
    "keywords": Zone(weight=3.0, pivot=10, slope=0.3),
    "body": Zone(weight=1.0, pivot=300, slope=0.35),
}
#: Names of files; and their text, of which there may be a hundred times more than of the body:
#: its length counts by the root.
NAMES = Zone(weight=1.5, pivot=10, slope=0.3)
ATTACHED = Zone(weight=0.5, pivot=300, slope=0.35)
_GAP = 100  # positions between zones: no phrase reaches across
LONGEST_START = 20
_MOST_WORDS = 200_000
_MOST_ATTACHED = 500_000
_MOST_KNOWN = 100_000


class Terms(NamedTuple):
    """What is indexed for one word wherever it stands."""

    written: str
    kin: tuple[str, ...]
    folded: str


class FieldsOf:
    """Makes the terms of documents; remembers those of words, as most words come again.

    ``kin`` and ``words`` add up weights, ``places`` positions.
    """

    def __init__(self, analysis: Analysis, facet_names: Collection[str]) -> None:
        self._analysis = analysis
        self._facet_names = frozenset(facet_names)
        self._known: dict[str, Terms] = {}

    def __call__(self, document: Document) -> dict[str, Any]:
        """Return field -> terms, with weights or positions where the field has them.

        Facets that the index was not made for are shown with a hit but cannot be filtered by.
        """
        words: dict[str, float] = {}
        kin: dict[str, float] = {}
        places: dict[str, list[int]] = {}
        starts: dict[str, float] = {}
        offset = 0
        for name, zone in ZONES.items():
            text = normalise(getattr(document, name))
            tokens = list(islice(tokenise(text), _MOST_WORDS))
            weight = zone.weight / (1 - zone.slope + zone.slope * len(tokens) / zone.pivot)
            for terms, positions in self._found(tokens):
                share = weight * len(positions)
                words[terms.written] = words.get(terms.written, 0.0) + share
                for term in terms.kin:
                    kin[term] = kin.get(term, 0.0) + share
                places.setdefault(terms.folded, []).extend(offset + p for p in positions)
            if name == "title":
                first = [w[0] for i in range(len(tokens)) if (w := self._analysis.words(tokens, i))]
                kin["^" + title_key(first)] = 1.0
            if name != "body":
                self._add_starts(tokens, starts, is_title=name == "title")
            offset += len(tokens) + _GAP
        parts: dict[str, list[int]] = {}
        if document.attachments:
            parts = {term: [OWN] for term in (*words, *kin, *map("=".__add__, places))}
            self._add_attachments(document, offset, parts, words, kin, places)
        fields: dict[str, Any] = {
            "key": (join_key(document.key),),
            "words": words,
            "kin": kin,
            "places": {term: sorted(set(positions)) for term, positions in places.items()},
            "parts": parts,
            "starts": starts,
            "label": document.audience,
            "kind": (document.kind,),
        }
        if document.date is not None:
            fields["day"] = (document.date.isoformat(),)
        for name, values in document.facets.items():
            if name in self._facet_names:
                fields[facet_field(name)] = dict.fromkeys(values)
        return fields

    def _add_attachments(
        self,
        document: Document,
        offset: int,
        parts: dict[str, list[int]],
        words: dict[str, float],
        kin: dict[str, float],
        places: dict[str, list[int]],
    ) -> None:
        """Add the names and the texts of files; each file weighs by its own length."""
        room = _MOST_ATTACHED
        for number, attached in enumerate(document.attachments):
            for zone, texts in ((NAMES, (_spoken(attached.name),)), (ATTACHED, attached.load())):
                counts: dict[str, int] = {}
                kin_counts: dict[str, int] = {}
                length = 0
                for part, text in enumerate(texts):
                    place = place_of(number, -1 if zone is NAMES else part)
                    tokens = list(islice(tokenise(normalise(text)), room))
                    for terms, positions in self._found(tokens):
                        times = len(positions)
                        counts[terms.written] = counts.get(terms.written, 0) + times
                        for term in terms.kin:
                            kin_counts[term] = kin_counts.get(term, 0) + times
                        for term in (terms.written, *terms.kin, "=" + terms.folded):
                            there = parts.setdefault(term, [])
                            if not there or there[-1] != place:
                                there.append(place)
                        places.setdefault(terms.folded, []).extend(
                            offset + position for position in positions
                        )
                    length += len(tokens)
                    offset += len(tokens)
                    room -= len(tokens)
                offset += _GAP
                share = zone.weight / (1 - zone.slope + zone.slope * math.sqrt(length / zone.pivot))
                for into, counted in ((words, counts), (kin, kin_counts)):
                    for term, times in counted.items():
                        into[term] = into.get(term, 0.0) + share * times

    def _found(self, tokens: list[Token]) -> Iterator[tuple[Terms, list[int]]]:
        """Yield each word of a text with its positions."""
        plain: dict[str, list[int]] = {}
        for i, token in enumerate(tokens):
            if token.pieces or token.open_end or token.open_start:
                for word in self._analysis.words(tokens, i):
                    yield _terms(word), [token.position]
            elif token.surface in plain:
                plain[token.surface].append(token.position)
            elif token.surface:
                plain[token.surface] = [token.position]
        for surface, positions in plain.items():
            terms = self._known.get(surface)
            if terms is None:
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                terms = self._known[surface] = _terms(self._analysis.word(surface))
            yield terms, positions

    def _add_starts(self, tokens: list[Token], starts: dict[str, float], *, is_title: bool) -> None:
        """Note every beginning of every word."""
        for i in range(len(tokens)):
            weight = 2.0 if is_title and i == 0 else 1.0
            for word in self._analysis.words(tokens, i):
                folded = word.folded
                for end in range(1, min(len(folded), LONGEST_START) + 1):
                    start = folded[:end]
                    starts[start] = max(starts.get(start, 0), weight)


def stored(document: Document) -> bytes:
    """Return what is kept of a document to show it; see :class:`.segments.Stored`."""
    values = (
        document.kind,
        document.id,
        document.title,
        document.url,
        normalise(document.body),
        {name: tuple(values) for name, values in document.facets.items()},
        document.date,
        tuple(attached.id for attached in document.attachments),
    )
    return pickle.dumps(values, protocol=5)


#: In the field ``parts``: what is the document's own; else see :func:`place_of`.
OWN = 0
_PARTS = 16


def place_of(number: int, part: int) -> int:
    """Return how a part of attachment ``number`` is named in ``parts``; -1: its name."""
    return (number + 1) << _PARTS | (part + 1)


def part_at(place: int) -> tuple[int, int]:
    """Undo :func:`place_of`."""
    return (place >> _PARTS) - 1, (place & (1 << _PARTS) - 1) - 1


def _spoken(name: str) -> str:
    """Return the words of a file's name: 'plan_for-mødet.v2.pdf' has five."""
    return name.replace("_", " ").replace(".", " ").replace("-", " ") + " " + name


def title_key(words: list[Word]) -> str:
    """Return what a title and a query for exactly it have in common."""
    stems = [word.stem for word in words if not is_stop_word(word.surface)]
    return " ".join(stems or [word.stem for word in words])[:200]


def _terms(word: Word) -> Terms:
    kin = ["/" + word.root] if word.root != word.stem else []
    if word.key:
        kin += ["+" + word.key, "*" + word.bond]
    kin += ["." + part for part in word.parts]
    return Terms(word.stem + SEPARATOR + word.surface, tuple(kin), word.folded)
