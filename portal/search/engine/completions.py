"""Complete what a reader is typing, from the beginnings of words kept in the index."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

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
    best = heapq.nsmallest(4 * limit + 20, _candidates(words, view))
    found = []
    for _, _, _, place in best:
        stored = view.snapshot.stored(place)
        found.append(Suggestion(stored.kind, stored.id, stored.title))
        if len(found) == limit:
            break
    return found


def _candidates(words: list[str], view: View) -> Iterator[tuple[float, int, str, Place]]:
    for number, (segment, mask) in enumerate(zip(view.snapshot.segments, view.masks, strict=True)):
        common: dict[int, float] | None = None
        for word in words:
            docs, weights = segment.postings("starts", word[:LONGEST_START])
            seen = mask[docs]
            found = dict(zip(docs[seen].tolist(), weights[seen].tolist(), strict=True))
            if common is None:
                common = found
            else:
                common = {d: w + found[d] for d, w in common.items() if d in found}
        days = segment.days
        for doc, weight in (common or {}).items():
            yield (-weight, -int(days[doc]), segment.key_of(doc), Place(number, doc))
