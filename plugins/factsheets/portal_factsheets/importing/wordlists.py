"""The word lists that are asked when a document itself does not know."""

from __future__ import annotations

from functools import lru_cache

import simplemma


@lru_cache(maxsize=50_000)
def danish(word: str) -> bool:
    """Whether a word is in the Danish word list."""
    return simplemma.is_known(word, lang="da")


@lru_cache(maxsize=10_000)
def english(word: str) -> bool:
    """Whether a word is in the English word list (loan words keep their hyphen)."""
    return simplemma.is_known(word, lang="en")
