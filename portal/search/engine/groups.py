"""From a word of the query to everything in the index that answers it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .schema import SEPARATOR
from .snapshot import Mask, Snapshot, View

NEAR, FAR = 0, 1


@dataclass(frozen=True, slots=True)
class TermSource:
    """Documents with one term, each at the term's weight times ``weight``."""

    field: str
    term: str
    weight: float
    tier: int = NEAR


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents that answer each of several groups, at the weakest of their weights."""

    groups: tuple[Group, ...]
    weight: float
    tier: int = FAR


@dataclass(frozen=True, slots=True)
class InARow:
    """Documents with words side by side; each step is the folded words that may stand there."""

    steps: tuple[frozenset[str], ...]
    joined: tuple[frozenset[str], ...]
    weight: float
    tier: int = NEAR


Source = TermSource | AllOf | InARow


@dataclass(frozen=True, slots=True)
class Group:
    """One word or phrase of the query and all that answers it.

    ``stands_for``: the numbers of other groups that are answered along with this one, where it
    is a compound that several words of the query make.
    """

    text: str
    sources: tuple[Source, ...]
    required: bool = False
    stands_for: tuple[int, ...] = ()


@dataclass(slots=True)
class Matched:
    """The documents of one segment that answer a group, by tier: document -> weight."""

    near: dict[int, float]
    far: dict[int, float]

    def all(self) -> set[int]:
        """Documents of both tiers."""
        return self.near.keys() | self.far.keys()


def word_source(stem: str, surface: str, weight: float, tier: int = NEAR) -> TermSource:
    """Return the source for one written word."""
    return TermSource("words", stem + SEPARATOR + surface, weight, tier)


def collect(group: Group, snapshot: Snapshot, number: int, mask: Mask | None) -> Matched:
    """Find the documents of segment ``number`` that answer a group, within the mask."""
    segment = snapshot.segments[number]
    tiers: tuple[defaultdict[int, float], defaultdict[int, float]] = (
        defaultdict(float),
        defaultdict(float),
    )
    for source in group.sources:
        found = tiers[source.tier]
        if isinstance(source, TermSource):
            docs, weights = segment.postings(source.field, source.term)
            factor = source.weight
            for doc, weight in zip(docs, weights, strict=True):
                if mask is None or mask[doc]:
                    found[doc] += factor * weight
        elif isinstance(source, AllOf):
            for doc, weight in _all_of(source, snapshot, number, mask).items():
                found[doc] += source.weight * weight
        else:
            for doc, count in _in_a_row(source, snapshot, number).items():
                if mask is None or mask[doc]:
                    found[doc] += source.weight * count
    return Matched(*tiers)


def _all_of(source: AllOf, snapshot: Snapshot, number: int, mask: Mask | None) -> dict[int, float]:
    common: dict[int, float] | None = None
    for group in source.groups:
        matched = collect(group, snapshot, number, mask)
        weights = dict(matched.far)
        for doc, weight in matched.near.items():
            weights[doc] = weights.get(doc, 0.0) + weight
        if common is None:
            common = weights
        else:
            common = {d: min(w, weights[d]) for d, w in common.items() if d in weights}
        if not common:
            return {}
    return common or {}


def _in_a_row(source: InARow, snapshot: Snapshot, number: int) -> dict[int, float]:
    """Return document -> how often the words stand there in this order.

    A compound that the phrase writes apart counts as well: ``joined[i]`` are the words that
    stand for steps ``i`` and ``i + 1`` together.
    """
    segment = snapshot.segments[number]

    def places(words: Iterable[str]) -> dict[int, set[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for word in words:
            for doc, positions in segment.places(word).items():
                found[doc].update(positions)
        return found

    steps = [places(words) for words in source.steps]
    joined = [places(words) for words in source.joined]
    counts: dict[int, float] = {}
    last = len(steps)
    docs = set(steps[0]) | (set(joined[0]) if joined else set())
    for doc in docs:
        reached: list[set[int]] = [set() for _ in range(last + 1)]
        for i in range(last):
            here = steps[i].get(doc, set())
            begin = here if i == 0 else {p for p in reached[i] if p in here}
            reached[i + 1] |= {p + 1 for p in begin}
            if i + 2 <= last and i < len(joined):
                both = joined[i].get(doc, set())
                begin = both if i == 0 else {p for p in reached[i] if p in both}
                reached[i + 2] |= {p + 1 for p in begin}
        if reached[last]:
            counts[doc] = float(len(reached[last]))
    return counts


def idf(count: int, view: View) -> float:
    """Weigh a word by how few of the visible documents have it (BM25's form, never negative)."""
    return math.log(1 + (view.size - count + 0.5) / (count + 0.5))
