"""Turn a document into the terms that are indexed for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from .danish.analysis import Analysis, Occurrence, Word
from .danish.fold import fold
from .danish.normalise import normalise
from .danish.stopwords import is_stop_word
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
_GAP = 100  # positions between zones: no phrase reaches across
LONGEST_START = 20
_MOST_WORDS = 200_000


def indexed_fields(
    document: Document, analysis: Analysis, facet_names: Collection[str]
) -> dict[str, Any]:
    """Return the values of all fields of :mod:`.schema` for one document.

    Facets that the index was not made for are shown with a hit but cannot be filtered by.
    """
    words: defaultdict[str, float] = defaultdict(float)
    kin: defaultdict[str, float] = defaultdict(float)
    places: defaultdict[str, list[int]] = defaultdict(list)
    starts: dict[str, float] = {}
    offset = 0
    texts = {
        "title": normalise(document.title),
        "keywords": normalise(document.keywords),
        "body": normalise(document.body),
    }
    for name, zone in ZONES.items():
        occurrences = list(analysis.occurrences(texts[name]))[:_MOST_WORDS]
        weight = zone.weight / (1 - zone.slope + zone.slope * len(occurrences) / zone.pivot)
        for occurrence in occurrences:
            _add(occurrence, weight, offset, words, kin, places)
        if name == "title":
            kin["^" + title_key([o.words[0] for o in occurrences if o.words])] = 1.0
        if name != "body":
            _add_starts(occurrences, starts, is_title=name == "title")
        offset += len(occurrences) + _GAP
    fields: dict[str, Any] = {
        "key": join_key(document.key),
        "words": words,
        "kin": kin,
        "places": places,
        "starts": starts,
        "label": document.audience,
        "kind": (document.kind,),
        "data": (
            document.kind,
            document.id,
            document.title,
            document.url,
            texts["body"],
            {name: tuple(values) for name, values in document.facets.items()},
            document.date,
        ),
    }
    if document.date is not None:
        fields["day"] = (document.date.isoformat(),)
    for name, values in document.facets.items():
        if name in facet_names:
            fields[facet_field(name)] = values
    return fields


def title_key(words: list[Word]) -> str:
    """Return what a title and a query for exactly it have in common."""
    stems = [word.stem for word in words if not is_stop_word(word.surface)]
    return " ".join(stems or [word.stem for word in words])[:200]


def _add(
    occurrence: Occurrence,
    weight: float,
    offset: int,
    words: dict[str, float],
    kin: dict[str, float],
    places: dict[str, list[int]],
) -> None:
    position = offset + occurrence.token.position
    for word in occurrence.words:
        words[word.stem + SEPARATOR + word.surface] += weight
        if word.root != word.stem:
            kin["/" + word.root] += weight
        if word.key:
            kin["+" + word.key] += weight
            kin["*" + word.bond] += weight
        for part in word.parts:
            kin["." + part] += weight
        at = places[word.folded]
        if not at or at[-1] != position:
            at.append(position)


def _add_starts(occurrences: list[Occurrence], starts: dict[str, float], *, is_title: bool) -> None:
    """Note every beginning of every word, and of every word with the one that follows."""
    for i, occurrence in enumerate(occurrences):
        weight = 2.0 if is_title and i == 0 else 1.0
        for word in occurrence.words:
            folded = fold(word.surface)
            for end in range(1, min(len(folded), LONGEST_START) + 1):
                start = folded[:end]
                starts[start] = max(starts.get(start, 0), weight)
