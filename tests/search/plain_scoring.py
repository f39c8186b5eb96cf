"""The scoring word by word and document by document, as one would explain it: what the
vectorised one is tested against. It asks the same plan and the same postings."""

from __future__ import annotations

from collections import defaultdict

from portal.search.engine.base import SearchRequest
from portal.search.engine.danish.analysis import Analysis
from portal.search.engine.groups import AllOf, Group, InARow, TermSource, idf
from portal.search.engine.plan import Planner
from portal.search.engine.query import parse
from portal.search.engine.searching import _COVERAGE, _FAR_COVERS, _SATURATION, _WHOLE_TITLE
from portal.search.engine.segments import SegmentReader
from portal.search.engine.snapshot import Snapshot

Weights = dict[int, float]


def in_a_row(source: InARow, segment: SegmentReader) -> Weights:
    """How often the steps stand side by side, two of them perhaps as one word."""
    import numpy as np

    everything = np.ones(segment.size, np.bool_)

    def places(words: frozenset[str]) -> dict[int, set[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for word in words:
            for doc, positions in segment.places(word, everything):
                found[doc].update(positions)
        return found

    steps = [places(words) for words in source.steps]
    joined = [places(words) for words in source.joined]
    counts = {}
    for doc in range(segment.size):
        ends: dict[int, set[int]] = {0: set(range(-1, 20_000))}
        for i in range(len(steps)):
            starts = ends.get(i, set())
            here = {p for p in steps[i].get(doc, ()) if i == 0 or p in starts}
            ends.setdefault(i + 1, set()).update(p + 1 for p in here)
            if i < len(joined):
                both = {p for p in joined[i].get(doc, ()) if i == 0 or p in starts}
                ends.setdefault(i + 2, set()).update(p + 1 for p in both)
        if ends.get(len(steps)):
            counts[doc] = float(len(ends[len(steps)]))
    return counts


def answers(group: Group, segment: SegmentReader, seen: set[int]) -> tuple[Weights, Weights]:
    """Near and far weights of the documents that answer a group."""
    tiers: tuple[Weights, Weights] = ({}, {})
    for source in group.sources:
        found: Weights = {}
        if isinstance(source, TermSource):
            docs, weights = segment.postings(source.field, source.term)
            found = dict(zip(docs.tolist(), weights.tolist(), strict=True))
        elif isinstance(source, AllOf):
            sides = [answers(one, segment, seen) for one in source.groups]
            sums = [{d: far.get(d, 0) + near.get(d, 0) for d in near | far} for near, far in sides]
            common = set.intersection(*(set(one) for one in sums))
            found = {d: min(one[d] for one in sums) for d in common}
        else:
            found = in_a_row(source, segment)
        into = tiers[source.tier]
        for doc, weight in found.items():
            if doc in seen:
                into[doc] = into.get(doc, 0.0) + source.weight * weight
    return tiers


def ranking(request: SearchRequest, snapshot: Snapshot, analysis: Analysis) -> list[tuple]:
    """(score, id) of everything found by a query of words and phrases, best first."""
    view = snapshot.view(request.audience, request.kinds, request.hidden)
    plan = Planner(analysis, view, request.synonyms).plan(parse(request.query))
    seen = [{d for d, bit in enumerate(mask.tolist()) if bit} for mask in view.masks]
    collected = [
        [answers(g, s, seen[n]) for n, s in enumerate(snapshot.segments)] for g in plan.groups
    ]
    weights, importance = [], []
    for group, parts in zip(plan.groups, collected, strict=True):
        near = sum(len(part[0]) for part in parts)
        every = sum(len(part[0] | part[1]) for part in parts)
        weights.append((idf(near, view), idf(every, view)))
        is_counted = every and not group.stands_for
        importance.append(idf(near or every, view) if is_counted else 0.0)
    for group, parts in zip(plan.groups, collected, strict=True):
        near, every = (
            sum(len(s) for s in (p[0] if n else p[0] | p[1] for p in parts)) for n in (1, 0)
        )
        for other in group.stands_for if every else ():
            importance[other] = importance[other] or idf(near or every, view)
    whole = sum(importance) or 1.0
    rows = []
    for n, segment in enumerate(snapshot.segments):
        titled = set(segment.postings("kin", "^" + plan.title).docs.tolist())
        for doc in seen[n]:
            score = coverage = 0.0
            is_found, is_kept = False, True
            for i, group in enumerate(plan.groups):
                near_of, far_of = collected[i][n]
                if doc not in near_of and doc not in far_of:
                    is_kept = is_kept and not group.required
                    continue
                is_found = True
                close = near_of.get(doc, 0.0)
                total = close + far_of.get(doc, 0.0)
                part = close / (close + _SATURATION)
                near_idf, far_idf = weights[i]
                score += near_idf * part + far_idf * (total / (total + _SATURATION) - part)
                share = importance[i] / whole
                covered = share if close else _FAR_COVERS * share
                for other in group.stands_for:
                    if doc not in collected[other][n][0]:
                        missing = 1 - (_FAR_COVERS if doc in collected[other][n][1] else 0)
                        covered += missing * (importance[other] / whole)
                coverage = min(1.0, coverage + covered)
            if is_found and is_kept:
                score *= 1 - _COVERAGE + _COVERAGE * coverage
                if doc in titled:
                    score *= _WHOLE_TITLE
                key = segment.key_of(doc)
                rows.append((-score, -int(segment.days[doc]), key, key.split("\0")[1]))
    rows.sort()
    return [(-row[0], row[3]) for row in rows]
