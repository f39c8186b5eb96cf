"""How near two spellings of one word are."""

from __future__ import annotations

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


def closeness(query: Word, form: str) -> float:
    """Say how well a word of the index with the query's stem answers the query's word."""
    if form == query.surface:
        return EXACT
    factor = spelling(query.surface, form)
    if fold(form) == query.folded:
        return FOLDED * factor if factor > _LETTERS_DIFFER else factor
    if is_stop_word(form):
        return 0.0
    return INFLECTED * factor
