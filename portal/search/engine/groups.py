"""From a word of the query to everything in the index that answers it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .schema import SEPARATOR
from .segments import Mask, Postings, SegmentReader
from .snapshot import Snapshot, View

Weights = np.ndarray[Any, np.dtype[np.float64]]

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


class Matched(NamedTuple):
    """For each document of one segment how well it answers a group, by tier; 0 for not."""

    near: Weights
    far: Weights


def word_source(stem: str, surface: str, weight: float, tier: int = NEAR) -> TermSource:
    """Return the source for one written word."""
    return TermSource("words", stem + SEPARATOR + surface, weight, tier)


def collect(group: Group, snapshot: Snapshot, number: int, mask: Mask) -> Matched | None:
    """Find the documents of segment ``number`` that answer a group, within the mask.

    None where there are none.
    """
    segment = snapshot.segments[number]
    tiers: tuple[list[Postings], list[Postings]] = ([], [])
    for source in group.sources:
        if isinstance(source, TermSource):
            docs, weights = segment.postings(source.field, source.term)
            if len(docs):
                tiers[source.tier].append(Postings(docs, source.weight * weights))
        elif isinstance(source, AllOf):
            every = _all_of(source, snapshot, number, mask)
            if every is not None:
                docs = np.flatnonzero(every)
                tiers[source.tier].append(Postings(docs, source.weight * every[docs]))
        else:
            counts = _in_a_row(source, snapshot, number, mask)
            if counts:
                docs = np.fromiter(counts, np.intp, len(counts))
                weights = np.fromiter(counts.values(), np.float64, len(counts))
                tiers[source.tier].append(Postings(docs, source.weight * weights))
    if not any(tiers):
        return None
    return Matched(*(_sum(tier, segment.size) * mask for tier in tiers))


def _sum(found: list[Postings], size: int) -> Weights:
    """Add up weights by document, in the order of the sources."""
    if not found:
        return np.zeros(size)
    if len(found) == 1:
        docs, weights = found[0]
    else:
        docs = np.concatenate([docs for docs, _ in found])
        weights = np.concatenate([weights for _, weights in found])
    return np.bincount(docs, weights, size).astype(np.float64, copy=False)


def _all_of(source: AllOf, snapshot: Snapshot, number: int, mask: Mask) -> Weights | None:
    common: Weights | None = None
    for group in source.groups:
        matched = collect(group, snapshot, number, mask)
        if matched is None:
            return None
        weights = matched.far + matched.near
        common = weights if common is None else np.minimum(common, weights)
    return common


def _in_a_row(source: InARow, snapshot: Snapshot, number: int, mask: Mask) -> dict[int, float]:
    """Return document -> how often the words stand there in this order.

    A compound that the phrase writes apart counts as well: ``joined[i]`` are the words that
    stand for steps ``i`` and ``i + 1`` together.
    """
    segment = snapshot.segments[number]
    candidates = _with_every_step(source, segment) & mask
    if not candidates.any():
        return {}

    def places(words: Iterable[str]) -> dict[int, set[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for word in words:
            for doc, positions in segment.places(word, candidates):
                found[doc].update(positions)
        return found

    steps = [places(words) for words in source.steps]
    joined = [places(words) for words in source.joined]
    counts: dict[int, float] = {}
    last = len(steps)
    for doc in np.flatnonzero(candidates).tolist():
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


def _with_every_step(source: InARow, segment: SegmentReader) -> Mask:
    """Return the documents that have a word for every step, wherever they stand."""

    def having(words: Iterable[str]) -> Mask:
        found = np.zeros(segment.size, np.bool_)
        for word in words:
            found[segment.postings("places", word).docs] = True
        return found

    steps = [having(words) for words in source.steps]
    for i, words in enumerate(source.joined):
        both = having(words)
        steps[i] |= both
        steps[i + 1] |= both
    return np.logical_and.reduce(steps)


def idf(count: int, view: View) -> float:
    """Weigh a word by how few of the visible documents have it (BM25's form, never negative)."""
    return math.log(1 + (view.size - count + 0.5) / (count + 0.5))
