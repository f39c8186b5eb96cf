"""Complete what a reader is typing, from the beginnings of words kept in the index."""

from __future__ import annotations

import heapq

import numpy as np

from .base import Suggestion
from .danish.fold import fold
from .danish.normalise import normalise
from .danish.tokens import tokenise
from .fields_of import LONGEST_START
from .snapshot import Place, View

_MOST_WORDS = 6


def complete(prefix: str, view: View, limit: int) -> list[Suggestion]:
    """Return the visible documents with words that begin like every word of ``prefix``.

    First those whose title begins so, then the newest.
    """
    words = [fold(t.surface) for t in tokenise(normalise(prefix[:200]))][:_MOST_WORDS]
    words = [word for word in words if word]
    if not words or limit < 1:
        return []
    found = []
    for place in _best(words, view, limit):
        stored = view.snapshot.stored(place)
        found.append(Suggestion(stored.kind, stored.id, stored.title))
    return found


def _best(words: list[str], view: View, limit: int) -> list[Place]:
    rows = []
    for number, (segment, mask) in enumerate(zip(view.snapshot.segments, view.masks, strict=True)):
        docs, weights = segment.postings("starts", words[0][:LONGEST_START])
        seen = mask[docs]
        docs, weights = docs[seen], weights[seen]
        for word in words[1:]:
            more, added = segment.postings("starts", word[:LONGEST_START])
            docs, mine, theirs = np.intersect1d(docs, more, assume_unique=True, return_indices=True)
            weights = weights[mine] + added[theirs]
        if not len(docs):
            continue
        days = segment.days[docs]
        order = np.lexsort((-days, -weights))
        last = order[min(limit, len(order)) - 1]
        # Whoever is as good as the last one stays: between equals the key decides.
        same = (weights == weights[last]) & (days == days[last])
        for i in np.union1d(order[:limit], np.flatnonzero(same)).tolist():
            doc = int(docs[i])
            row = (-float(weights[i]), -int(days[i]), segment.key_of(doc), Place(number, doc))
            rows.append(row)
    return [row[3] for row in heapq.nsmallest(limit, rows)]
