"""Synonyms as a plan needs them: by the stem each word or phrase begins with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from .base import Synonyms
from .danish.analysis import Analysis
from .danish.normalise import normalise


class Prepared(NamedTuple):
    """First stem -> (all stems of a word or phrase, what is searched with it).

    ``number`` is another for every mapping, 0 for the empty one.
    """

    number: int
    by_stem: dict[str, list[tuple[tuple[str, ...], Sequence[str]]]]


_NONE = Prepared(0, {})
_numbers = count(1)
_last: tuple[Synonyms, Analysis, Prepared] | None = None


def prepared(synonyms: Synonyms, analysis: Analysis) -> Prepared:
    """Prepare a mapping, which must not change afterwards; the last one is remembered.

    A thousand lines of an editor take some tenths of a second, which no search is to wait for
    twice.
    """
    global _last
    if not synonyms:
        return _NONE
    last = _last
    if last is not None and last[0] is synonyms and last[1] is analysis:
        return last[2]
    by_stem: dict[str, list[tuple[tuple[str, ...], Sequence[str]]]] = {}
    for phrase, others in synonyms.items():
        words = [o.words[0] for o in analysis.occurrences(normalise(phrase)) if o.words]
        if words:
            stems = tuple(word.stem for word in words)
            by_stem.setdefault(stems[0], []).append((stems, tuple(others)))
    found = Prepared(next(_numbers), by_stem)
    _last = (synonyms, analysis, found)
    return found
