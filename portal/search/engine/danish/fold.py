"""Fold the Danish letters so that every way of typing a word finds every other.

``æ``/``ae``/``ä``, ``ø``/``oe``/``ö`` and ``å``/``aa`` all become the bare vowel: that is the
only form which is also reached by people who type plain ``a`` and ``o``.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"æ": "a", "ä": "a", "ø": "o", "ö": "o", "å": "a", "ü": "y", "ß": "s"})
_DIGRAPHS = re.compile("aa|ae|oe")
# Older spellings that are still met: kodex, linie.
_RESPELT = (("x", "ks"), ("linie", "linje"))
_DIGRAPH_LETTERS = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa"})


def _strip_accents(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(word: str) -> str:
    """Return the lower-case word without any trace of how its Danish letters were typed."""
    word = word.lower()
    if not word.isascii():
        word = _strip_accents(word.translate(_LETTERS))
    if "aa" in word or "ae" in word or "oe" in word:
        word = _DIGRAPHS.sub(lambda m: m.group()[0], word)
    return respell(word)


def letter_by_letter(word: str) -> str:
    """Return the word with ``æøå`` as bare vowels, and ``ae oe aa`` left as they are.

    Where they come of a slip ('portlaen' for 'portalen') they stand for no Danish letter.
    """
    return _strip_accents(word.lower().translate(_LETTERS))


def respell(word: str) -> str:
    """Return a lower-case word in today's spelling."""
    for old, new in _RESPELT:
        if old in word:
            word = word.replace(old, new)
    return word


def digraphs(word: str) -> str:
    """Return the word with ``æøå`` written ``ae oe aa``, the usual way without the letters."""
    return word.lower().translate(_DIGRAPH_LETTERS)
