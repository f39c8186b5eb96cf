"""Answer one request against one snapshot: match, filter, count, rank, show."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from .attachments import found_in
from .base import FoundIn, Hit, SearchRequest, SearchResult, Synonyms
from .columns import Ints
from .danish.analysis import Analysis
from .danish.normalise import normalise
from .groups import Group, Matched, collect, idf
from .plan import Plan, Planner
from .query import ParsedQuery, parse
from .schema import facet_field
from .snapshot import Masks, Place, Snapshot, View, both, minus
from .snippets import Cores, mark, matcher, snippet
from .synonymy import prepared

_SATURATION = 1.6
_WHOLE_TITLE = 1.3  # the query is the title
_FAR_COVERS = 0.6  # of a word, how much a mere relative of it covers
_COVERAGE = 0.5  # of a score, how much rests on how many of the query's words match
Filters = dict[str, list[frozenset[str]]]


class _Found(NamedTuple):
    """For each segment the documents that answer the words, before filters, and their scores."""

    docs: list[Ints]
    scores: list[Ints]

    def masks(self, snapshot: Snapshot) -> Masks:
        masks = tuple(np.zeros(segment.size, np.bool_) for segment in snapshot.segments)
        for mask, docs in zip(masks, self.docs, strict=True):
            mask[docs] = True
        return masks


def search(request: SearchRequest, snapshot: Snapshot, analysis: Analysis) -> SearchResult:
    """Answer a request, with an answer given before in this state of the index if there is one."""
    query = parse(request.query)
    named = query.fields or query.excluded_fields
    if named and request.resolve:
        # What a name stands for may change while the index does not.
        return _search(request, query, snapshot, analysis)
    key = (
        request.query,
        request.audience,
        frozenset((name, frozenset(values)) for name, values in request.filters.items()),
        request.hidden,
        request.sort,
        request.offset,
        request.limit,
        request.facets,
        request.kinds,
        prepared(request.synonyms, analysis).number,
    )
    found: SearchResult | None = snapshot.results.get(key)
    if found is None:
        found = snapshot.results.keep(key, _search(request, query, snapshot, analysis))
    return found


def _search(
    request: SearchRequest, query: ParsedQuery, snapshot: Snapshot, analysis: Analysis
) -> SearchResult:
    """Answer a request. Nothing outside the reader's view is counted, scored or shown."""
    view = snapshot.view(request.audience, request.kinds, request.hidden)
    filters = _filters(request, query)
    planner = Planner(analysis, view, request.synonyms)
    plan = planner.plan(query)
    narrows = filters or query.after or query.before or plan.excluded or query.excluded_fields
    if query.text and not plan.groups and not narrows:
        return SearchResult(request.query)  # nothing in it is a word
    if plan.excluded or query.excluded_fields or query.after or query.before:
        view = view.narrowed(_always(request, query, plan, view))
    found = _score(plan, view)
    words = view.narrowed(found.masks(snapshot)) if plan.groups else view
    masks = {name: _any_of(snapshot, name, values) for name, values in filters.items()}
    matched = words
    for mask in masks.values():
        matched = matched.narrowed(mask)
    ranked = _rank(matched, found, request)
    shown = ranked[request.offset : request.offset + max(0, request.limit)]
    return SearchResult(
        query=request.query,
        total=matched.size,
        hits=tuple(_hits(shown, plan, snapshot, analysis)),
        facets={
            name: _count(name, words, {n: m for n, m in masks.items() if n != name})
            for name in request.facets
        },
        suggestion=_suggestion(query, plan) if matched.size else None,
        corrected=bool(plan.corrections) and matched.size > 0,
    )


def is_known(text: str, snapshot: Snapshot, analysis: Analysis, synonyms: Synonyms) -> bool:
    """Tell whether any document answers a query."""
    view = snapshot.everything()
    plan = Planner(analysis, view, synonyms).plan(parse(text))
    return any(map(len, _score(plan, view).docs))


def _filters(request: SearchRequest, query: ParsedQuery) -> Filters:
    filters: Filters = {name: [values] for name, values in request.filters.items()}
    for name, values in query.fields.items():
        keys = {key for value in values for key in _resolve(request, name, value)}
        filters.setdefault(name, []).append(frozenset(keys))
    return filters


def _resolve(request: SearchRequest, name: str, value: str) -> Iterable[str]:
    return request.resolve(name, value) if request.resolve else (value.lower(),)


def _any_of(snapshot: Snapshot, name: str, sets: list[frozenset[str]]) -> Masks:
    field = "kind" if name == "kind" else facet_field(name)
    masks = snapshot.marked(field, sets[0])
    for values in sets[1:]:
        masks = both(masks, snapshot.marked(field, values))
    return masks


def _always(request: SearchRequest, query: ParsedQuery, plan: Plan, view: View) -> Masks:
    """What narrows the view for every count: excluded words, excluded values, dates."""
    masks = view.masks
    snapshot = view.snapshot
    for group in plan.excluded:
        masks = minus(masks, _matches(group, view))
    for name, values in query.excluded_fields.items():
        keys = {key for value in values for key in _resolve(request, name, value)}
        masks = minus(masks, _any_of(snapshot, name, [frozenset(keys)]))
    if query.after or query.before:
        first = (query.after or datetime.date.min).toordinal()
        last = (query.before or datetime.date.max).toordinal()
        masks = both(
            masks,
            tuple((s.days >= first) & (s.days <= last) for s in snapshot.segments),
        )
    return masks


def _matches(group: Group, view: View) -> Masks:
    found = []
    for number, mask in enumerate(view.masks):
        matched = collect(group, view.snapshot, number, mask)
        found.append(np.zeros_like(mask) if matched is None else matched.near > 0)
    return tuple(found)


def _score(plan: Plan, view: View) -> _Found:
    """Score every visible document that answers any group.

    A group's near matches (the word, inflected or joined differently) weigh by how rare they
    are, what far ones (parts, relatives, slips) add by how rare both together are; both
    saturate, so that no word repeated outweighs another word of the query.
    """
    groups = plan.groups
    numbers = range(len(view.masks))
    collected = [
        [collect(group, view.snapshot, number, view.masks[number]) for number in numbers]
        for group in groups
    ]
    importance = []
    weights = []
    for segments in collected:
        near = sum(int(np.count_nonzero(m.near)) for m in segments if m)
        every = sum(int(np.count_nonzero(m.near + m.far)) for m in segments if m)
        weights.append((idf(near, view), idf(every, view)))
        importance.append(idf(near or every, view) if every else 0.0)
    for group, weight in zip(groups, importance, strict=True):
        for other in group.stands_for:
            # Of a word that is only there within a compound the compound tells what it matters.
            if not importance[other]:
                importance[other] = weight
    importance = [0.0 if g.stands_for else i for g, i in zip(groups, importance, strict=True)]
    whole = sum(importance) or 1.0
    shares = [one / whole for one in importance]
    found = _Found([], [])
    for number in numbers:
        matched = [segments[number] for segments in collected]
        docs, scores = _score_segment(plan, matched, weights, shares)
        titled = view.snapshot.segments[number].postings("kin", "^" + plan.title).docs
        if len(titled):
            scores[np.isin(docs, titled)] *= _WHOLE_TITLE
        found.docs.append(docs)
        found.scores.append(scores)
    return found


def _score_segment(
    plan: Plan,
    collected: list[Matched | None],
    weights: list[tuple[float, float]],
    shares: list[float],
) -> tuple[Ints, Ints]:
    """Return the documents of one segment that answer, and their scores."""
    every = [m.near + m.far for m in collected if m]
    if not every:
        return np.empty(0, np.intp), np.empty(0)
    docs = np.flatnonzero(np.sum(every, axis=0) if len(every) > 1 else every[0])
    for group, matched in zip(plan.groups, collected, strict=True):
        if group.required:
            keep = matched.near + matched.far if matched else np.zeros(len(every[0]))
            docs = docs[keep[docs] > 0]
    score = np.zeros(len(docs))
    coverage = np.zeros(len(docs))
    near = [m.near[docs] if m else np.zeros(len(docs)) for m in collected]
    far = [m.far[docs] if m else np.zeros(len(docs)) for m in collected]
    for index, matched in enumerate(collected):
        if matched is None:
            continue
        near_idf, far_idf = weights[index]
        close = near[index]
        total = close + far[index]
        part = close / (close + _SATURATION)
        score += near_idf * part + far_idf * (total / (total + _SATURATION) - part)
        covered = np.where(close > 0, shares[index], _FAR_COVERS * shares[index])
        for other in plan.groups[index].stands_for:
            missing = np.where(far[other] > 0, 1 - _FAR_COVERS, 1.0) * shares[other]
            covered = covered + np.where(near[other] > 0, 0.0, missing)
        coverage = np.minimum(1.0, coverage + np.where(total > 0, covered, 0.0))
    return docs, score * (1 - _COVERAGE + _COVERAGE * coverage)


def _rank(matched: View, found: _Found, request: SearchRequest) -> list[tuple[float, Place]]:
    """Order the best of what matched, as many as are asked for.

    Ties go to the newer, then by key, so that order never wavers.
    """
    segments = matched.snapshot.segments
    all_scores, all_days, all_docs, all_numbers = [], [], [], []
    for number, mask in enumerate(matched.masks):
        docs = np.flatnonzero(mask)
        scores = np.zeros(len(mask))
        scores[found.docs[number]] = found.scores[number]
        all_scores.append(scores[docs])
        all_days.append(segments[number].days[docs])
        all_docs.append(docs)
        all_numbers.append(np.full(len(docs), number))
    if not all_docs:
        return []
    scores, days = np.concatenate(all_scores), np.concatenate(all_days)
    docs, numbers = np.concatenate(all_docs), np.concatenate(all_numbers)
    wanted = request.offset + max(0, request.limit)
    by_day = request.sort == "newest" or not any(map(len, found.docs))
    first, second = (days, scores) if by_day else (scores, days)
    if not 0 < wanted < len(docs):
        best = np.arange(len(docs) if wanted else 0)
    else:
        # All that are as good as the last one wanted, for the key decides between equals.
        edge = np.partition(first, len(docs) - wanted)[len(docs) - wanted]
        best = np.flatnonzero(first >= edge)
        if len(best) > wanted:
            best = best[np.lexsort((-second[best], -first[best]))]
            last = best[wanted - 1]
            same = (first[best] == first[last]) & (second[best] == second[last])
            best = np.union1d(best[:wanted], best[same])
    rows = [
        (-f, -s, segments[n].key_of(d), -score, Place(n, d))
        for f, s, n, d, score in zip(
            first[best].tolist(),
            second[best].tolist(),
            numbers[best].tolist(),
            docs[best].tolist(),
            scores[best].tolist(),
            strict=True,
        )
    ]
    rows.sort()
    return [(-score, place) for _, _, _, score, place in rows]


def _count(name: str, words: View, others: dict[str, Masks]) -> dict[str, int]:
    view = words
    for mask in others.values():
        view = view.narrowed(mask)
    return view.facet(name)


def _hits(
    shown: list[tuple[float, Place]], plan: Plan, snapshot: Snapshot, analysis: Analysis
) -> Iterable[Hit]:
    matches = matcher(plan.marks, analysis)
    cores = Cores(plan.marks, snapshot.forms)
    found = [(score, place, snapshot.stored(place)) for score, place in shown]
    attached: dict[Place, FoundIn] = {}
    for number in {place.segment for _, place, stored in found if stored.attachments}:
        having = {
            place.doc: stored.attachments
            for _, place, stored in found
            if place.segment == number and stored.attachments
        }
        segment = snapshot.segments[number]
        places = found_in(having, plan.groups, segment, analysis, matches, cores)
        attached |= {Place(number, doc): one for doc, one in places.items()}
    for score, place, stored in found:
        yield Hit(
            kind=stored.kind,
            id=stored.id,
            title=stored.title,
            url=stored.url,
            score=round(score, 4),
            snippet=snippet(stored.body, analysis, matches, cores),
            title_parts=mark(normalise(stored.title), analysis, matches, cores),
            facets=stored.facets,
            date=stored.date,
            found_in=attached.get(place),
        )


def _suggestion(query: ParsedQuery, plan: Plan) -> str | None:
    text = query.text
    for typed, corrected in plan.corrections.items():
        text = corrected.join(re.split(rf"(?<!\w){re.escape(typed)}(?!\w)", text))
    return text if text != query.text else None
