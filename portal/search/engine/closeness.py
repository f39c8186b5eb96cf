"""How near two spellings of one word are."""

from __future__ import annotations

from collections.abc import Callable, Collection

from .danish.analysis import Word
from .danish.fold import digraphs, fold
from .danish.stopwords import is_stop_word

EXACT = 1.0
FOLDED = 0.93
INFLECTED = 0.8
KEY = 0.78
BOND = 0.8
PART = 0.45
HALVES = 0.3
ADJACENT = 0.75
ROOT = 0.2
TYPO = 0.3

_BARE_TYPED = 0.9
_LETTERS_DIFFER = 0.35
_BARE_INFLECTED = 0.4  # the word is there as typed: 'lars' hardly means 'læreren'


def spelling(query: str, form: str) -> float:
    """Compare how æ, ø and å are typed in two words that fold alike as far as they go.

    1 where they agree (``å`` and ``aa`` do), a little less where the query has the bare vowel
    of someone without Danish keys, much less where the query says ``ø`` and the text says
    ``o``: that is usually another word (``høre``, ``hore``).
    """
    a, b = digraphs(query), digraphs(form)
    if a == b:
        return 1.0
    i = j = 0
    factor = 1.0
    while i < len(a) and j < len(b):
        x = a[i : i + 2] if a[i : i + 2] in ("ae", "oe", "aa") else a[i]
        y = b[j : j + 2] if b[j : j + 2] in ("ae", "oe", "aa") else b[j]
        if x != y:
            if x[0] != y[0]:
                break
            factor = min(factor, _BARE_TYPED if len(x) == 1 else _LETTERS_DIFFER)
        i += len(x)
        j += len(y)
    return factor


class Closeness:
    """Says how well words of the index with the query's stem answer the query's word.

    ``forms``: every such word that the reader sees. ``irregular``: whether a word's vowel may
    change as it is inflected (``bog``, ``bøger``).
    """

    def __init__(self, query: Word, forms: Collection[str], irregular: Callable[[str], bool]):
        self._query = query
        self._irregular = irregular
        self._is_there = query.surface in forms
        same = [form for form in forms if fold(form) == query.folded]
        # 'larer' stands for 'lærer' where that is what is written, so 'Lars' is no relative.
        self._meant = [] if self._is_there else [f for f in same if self._typed(f) == _BARE_TYPED]

    def _typed(self, form: str) -> float:
        return spelling(self._query.surface, form)

    def __call__(self, form: str) -> float:
        """Return the weight of a match; 0 for none."""
        query = self._query
        if form == query.surface:
            return EXACT
        factor = self._typed(form)
        is_same = fold(form) == query.folded
        if factor == _LETTERS_DIFFER and not is_same and not self._changes(form):
            return 0.0
        if is_same:
            return FOLDED * factor if factor > _LETTERS_DIFFER else 0.0
        if is_stop_word(form):
            return 0.0
        if factor == _BARE_TYPED and self._is_there:
            factor *= _BARE_INFLECTED
        elif self._meant and not self._changes(form):
            agreement = max(spelling(meant, form) for meant in self._meant)
            if agreement == _LETTERS_DIFFER:
                return 0.0
            factor = min(factor, _BARE_TYPED)
        return INFLECTED * factor

    def _changes(self, form: str) -> bool:
        return self._irregular(self._query.surface) or self._irregular(form)

    def loose(self, form: str) -> float:
        """Return the weight of words that only look alike when æ, ø and å are left out."""
        if is_stop_word(form) or self(form):
            return 0.0
        return _LETTERS_DIFFER * (1.0 if fold(form) == self._query.folded else INFLECTED)
