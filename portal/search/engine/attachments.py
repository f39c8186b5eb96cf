"""Where in its attachments a hit has what it does not have itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np

from .base import FoundIn, Marked
from .danish.analysis import Analysis
from .danish.normalise import normalise
from .fields_of import OWN, part_at
from .groups import NEAR, AllOf, Group, TermSource
from .segments import Mask, SegmentReader
from .snippets import Cores, Matches, mark, snippet

_FAR_WEIGHT = 0.4
_NAME = 0.5  # a match in a name says little of what is in the file
Scores = dict[int, dict[int, float]]  # document -> place -> score


def found_in(
    shown: dict[int, tuple[str, ...]],
    groups: Iterable[Group],
    segment: SegmentReader,
    analysis: Analysis,
    matches: Matches,
    cores: Cores,
) -> dict[int, FoundIn]:
    """Return for documents of one segment (with the ids of their attachments) the best place.

    A word that the document itself has needs no file; where it has all of them there is none.
    A compound of several words of the query counts for all of them.
    """
    wanted = np.zeros(segment.size, np.bool_)
    wanted[list(shown)] = True
    total: Scores = {}
    missed: dict[int, bool] = {}
    for group in groups:
        scores = _group(group, segment, wanted)
        for doc, places in scores.items():
            own = places.pop(OWN, 0.0)
            best = max(places.values(), default=0.0)
            missed[doc] = missed.get(doc, False) or best > 1.5 * own
            into = total.setdefault(doc, {})
            for place, score in places.items():
                into[place] = into.get(place, 0.0) + score * (1 + len(group.stands_for))
    quote = partial(_quote, analysis=analysis, matches=matches, cores=cores)
    named = partial(mark, analysis=analysis, matches=matches, cores=cores)
    found = {}
    for doc, places in total.items():
        if not places or not missed[doc]:
            continue
        place = min(places, key=lambda at: (-places[at], at))
        number, part = part_at(place)
        if number < len(shown[doc]):
            found[doc] = FoundIn(shown[doc][number], part, quote, named)
    return found


def _quote(text: str, analysis: Analysis, matches: Matches, cores: Cores) -> Marked:
    return snippet(normalise(text), analysis, matches, cores)


def _group(group: Group, segment: SegmentReader, wanted: Mask) -> Scores:
    """Score the places of every wanted document for one word: the best of what answers there."""
    found: Scores = {}
    for term, weight in _terms(group):
        for doc, places in segment.places(term, wanted, "parts"):
            into = found.setdefault(doc, {})
            for place in places:
                worth = weight if place == OWN or part_at(place)[1] >= 0 else weight * _NAME
                into[place] = max(into.get(place, 0.0), worth)
    return found


def _terms(group: Group) -> Iterator[tuple[str, float]]:
    for source in group.sources:
        if isinstance(source, TermSource):
            yield source.term, source.weight * (1.0 if source.tier == NEAR else _FAR_WEIGHT)
        elif isinstance(source, AllOf):
            for inner in source.groups:
                for term, weight in _terms(inner):
                    yield term, weight * source.weight * _FAR_WEIGHT
        else:
            for words in (*source.steps, *source.joined):
                for word in words:
                    yield "=" + word, source.weight / len(source.steps)
