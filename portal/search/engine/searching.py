"""Answer one request against one snapshot: match, filter, count, rank, show."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from .base import Hit, SearchRequest, SearchResult
from .danish.analysis import Analysis
from .danish.normalise import normalise
from .groups import Group, collect, idf
from .plan import Plan, Planner
from .query import ParsedQuery, parse
from .schema import facet_field
from .snapshot import Masks, Place, Snapshot, View, both, minus
from .snippets import mark, matcher, snippet

_SATURATION = 1.6
_WHOLE_TITLE = 1.3  # the query is the title
_FAR_COVERS = 0.6  # of a word, how much a mere relative of it covers
_COVERAGE = 0.5  # of a score, how much rests on how many of the query's words match
Filters = dict[str, list[frozenset[str]]]


@dataclass(slots=True)
class _Found:
    """Scores of the documents that answer the words, before filters."""

    scores: list[dict[int, float]]

    def masks(self, snapshot: Snapshot) -> Masks:
        masks = snapshot.empty_masks()
        for mask, scores in zip(masks, self.scores, strict=True):
            for doc in scores:
                mask[doc] = 1
        return masks


def search(request: SearchRequest, snapshot: Snapshot, analysis: Analysis) -> SearchResult:
    """Answer a request. Nothing outside the reader's view is counted, scored or shown."""
    query = parse(request.query)
    view = snapshot.view(request.audience, request.kinds).without(request.hidden)
    filters = _filters(request, query)
    planner = Planner(analysis, view, request.synonyms)
    plan = planner.plan(query)
    narrows = filters or query.after or query.before or plan.excluded or query.excluded_fields
    if query.text and not plan.groups and not narrows:
        return SearchResult(request.query)  # nothing in it is a word
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
        masks = minus(masks, _Found(_matches(group, view)).masks(snapshot))
    for name, values in query.excluded_fields.items():
        keys = {key for value in values for key in _resolve(request, name, value)}
        masks = minus(masks, _any_of(snapshot, name, [frozenset(keys)]))
    if query.after or query.before:
        first = (query.after or datetime.date.min).toordinal()
        last = (query.before or datetime.date.max).toordinal()
        masks = both(
            masks,
            tuple(
                bytearray(first <= day <= last for day in segment.days())
                for segment in snapshot.segments
            ),
        )
    return masks


def _matches(group: Group, view: View) -> list[dict[int, float]]:
    return [
        collect(group, view.snapshot, number, mask).near for number, mask in enumerate(view.masks)
    ]


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
        near = sum(len(m.near) for m in segments)
        every = sum(len(m.all()) for m in segments)
        weights.append((idf(near, view), idf(every, view)))
        importance.append(idf(near or every, view) if every else 0.0)
    importance = [0.0 if g.stands_for else i for g, i in zip(groups, importance, strict=True)]
    whole = sum(importance) or 1.0
    scores: list[dict[int, float]] = []
    for number in numbers:
        score: dict[int, float] = {}
        coverage: dict[int, float] = {}
        for index, segments in enumerate(collected):
            near_idf, far_idf = weights[index]
            share = importance[index] / whole
            matched = segments[number]
            for doc in matched.all():
                close = matched.near.get(doc, 0.0)
                total = close + matched.far.get(doc, 0.0)
                part = close / (close + _SATURATION)
                gain = near_idf * part + far_idf * (total / (total + _SATURATION) - part)
                score[doc] = score.get(doc, 0.0) + gain
                covered = share if close else _FAR_COVERS * share
                for other in groups[index].stands_for:
                    there = collected[other][number]
                    if doc not in there.near:
                        missing = 1 - (_FAR_COVERS if doc in there.far else 0)
                        covered += missing * importance[other] / whole
                coverage[doc] = min(1.0, coverage.get(doc, 0.0) + covered)
        titled = view.snapshot.segments[number].postings("kin", "^" + plan.title).docs
        for doc in score:
            score[doc] *= 1 - _COVERAGE + _COVERAGE * coverage[doc]
        for doc in titled:
            if doc in score:
                score[doc] *= _WHOLE_TITLE
        for index, group in enumerate(groups):
            if group.required:
                score = {d: s for d, s in score.items() if d in collected[index][number].all()}
        scores.append(score)
    return _Found(scores)


def _rank(matched: View, found: _Found, request: SearchRequest) -> list[tuple[float, Place]]:
    """Order what matched; ties go to the newer, then by key, so that order never wavers."""
    snapshot = matched.snapshot
    rows = []
    for number, mask in enumerate(matched.masks):
        days = snapshot.segments[number].days()
        keys = snapshot.segments[number].key_terms()
        scores = found.scores[number]
        for doc in (i for i, bit in enumerate(mask) if bit):
            score = scores.get(doc, 0.0)
            rows.append((-score, -days[doc], keys[doc], Place(number, doc)))
    if request.sort == "newest" or not any(found.scores):
        rows.sort(key=lambda row: (row[1], row[0], row[2]))
    else:
        rows.sort()
    return [(-score, place) for score, _, _, place in rows]


def _count(name: str, words: View, others: dict[str, Masks]) -> dict[str, int]:
    view = words
    for mask in others.values():
        view = view.narrowed(mask)
    return view.facet(name)


def _hits(
    shown: list[tuple[float, Place]], plan: Plan, snapshot: Snapshot, analysis: Analysis
) -> Iterable[Hit]:
    matches = matcher(plan.marks, analysis)
    for score, place in shown:
        stored = snapshot.stored(place)
        yield Hit(
            kind=stored.kind,
            id=stored.id,
            title=stored.title,
            url=stored.url,
            score=round(score, 4),
            snippet=snippet(stored.body, analysis, matches),
            title_parts=mark(normalise(stored.title), analysis, matches),
            facets=stored.facets,
            date=stored.date,
        )


def _suggestion(query: ParsedQuery, plan: Plan) -> str | None:
    text = query.text
    for typed, corrected in plan.corrections.items():
        text = corrected.join(re.split(rf"(?<!\w){re.escape(typed)}(?!\w)", text))
    return text if text != query.text else None
