"""Split Danish compounds into their parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .exceptions import ALWAYS_SPLIT, NEVER_FIRST, NEVER_LAST, NEVER_SPLIT, SHORT_FIRST
from .fold import fold, respell
from .stem import stem as stem_by_rule
from .vocabulary import Vocabulary

_FOLDED_NEVER_FIRST = frozenset(map(fold, NEVER_FIRST))
_FOLDED_NEVER_LAST = frozenset(map(fold, NEVER_LAST))
_FOLDED_NEVER_SPLIT = frozenset(stem_by_rule(fold(w)) for w in NEVER_SPLIT) | frozenset(
    map(fold, NEVER_SPLIT)
)
_ALWAYS_SPLIT = {fold(word): parts for word, parts in ALWAYS_SPLIT.items()}
_SHORTEST = 6
_LONGEST = 60
_NEVER = 99.0
_FAMILY = 4  # how many compounds a short word must be known from
# These take a linking s: 'uddannelsesaften' is an evening, not juice.
_LINKED = ("else", "ing", "ion", "hed", "dom", "skab", "tet")


@dataclass(frozen=True, slots=True)
class Split:
    """A compound in two: the word it begins with and the one it ends with, as written.

    ``first`` has lost its linking letter; ``cut`` is where ``last`` begins in the word.
    """

    first: str
    last: str
    cut: int


class Splitter:
    """Finds the two halves of a compound; halves that are compounds can be split again."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.stem = lru_cache(maxsize=50_000)(self._stem)
        self.split = lru_cache(maxsize=50_000)(self._split)
        self._firsts = lru_cache(maxsize=50_000)(self._find_firsts)

    def _stem(self, surface: str) -> str:
        """Return the stem of a word as written, by the list of irregular forms or by rule."""
        irregular = self._vocabulary.irregular
        spelt = respell(surface)
        found = irregular.get(spelt)
        if found is None and spelt.endswith("s"):
            found = irregular.get(spelt[:-1])
        return found or stem_by_rule(fold(surface))

    def _split(self, surface: str) -> Split | None:
        """Return the halves of the lower-case word, or None where it is no compound."""
        if not _SHORTEST <= len(surface) <= _LONGEST or not surface.isalpha():
            return None
        folded = fold(surface)
        stem = self.stem(surface)
        if folded in _FOLDED_NEVER_SPLIT or stem in _FOLDED_NEVER_SPLIT:
            return None
        if folded in _ALWAYS_SPLIT:
            first, last = _ALWAYS_SPLIT[folded]
            return Split(first, last, len(surface) - len(last))
        known = self._vocabulary.splits.get(stem)
        if known is not None:
            found = self._known(surface, *known)
            if found is not None:
                return found
        if stem in self._vocabulary.atoms and stem not in self._vocabulary.splits:
            return None
        return self._best(surface)

    def _known(self, surface: str, first: str, last: str) -> Split | None:
        """Find where the dictionary's two parts meet in the word as it is written."""
        for cut in range(2, len(surface) - 1):
            option = _without_link(surface[:cut], first)
            if option is None:
                continue
            rest = surface[cut:]
            if self.stem(rest) == stem_by_rule(last) or fold(rest).startswith(last[:-1]):
                return Split(option, rest, cut)
        return None

    def _best(self, surface: str) -> Split | None:
        """Find the cheapest way to cut the word into known parts; the last is cut off."""
        n = len(surface)
        # cheapest[i]: cost of surface[:i] as a row of first parts, and it without its link.
        cheapest: list[tuple[float, str]] = [(_NEVER, "")] * (n + 1)
        cheapest[0] = (0.0, "")
        for end in range(2, n - 2):
            for begin in range(end - 1):
                so_far = cheapest[begin][0]
                if so_far >= cheapest[end][0]:
                    continue
                for part, cost in self._firsts(surface[begin:end]):
                    if so_far + cost < cheapest[end][0]:
                        cheapest[end] = (so_far + cost, surface[:begin] + part)
        best: tuple[float, Split] | None = None
        for cut in range(2, n - 2):
            if cheapest[cut][0] >= _NEVER:
                continue
            total = cheapest[cut][0] + self._cost_last(surface[cut:])
            if total < (best[0] if best else _NEVER):
                best = (total, Split(cheapest[cut][1], surface[cut:], cut))
        if best is None or best[0] > 1.5 + 0.17 * n:
            return None
        return best[1]

    def _cost_last(self, last: str) -> float:
        """Say how unlikely the word is as the last part of a compound."""
        folded = fold(last)
        if len(last) < 3 or folded in _FOLDED_NEVER_LAST or folded in _FOLDED_NEVER_FIRST:
            return _NEVER
        stem = self.stem(last)
        if stem in _FOLDED_NEVER_LAST or len(stem) < 3:
            return _NEVER
        vocabulary = self._vocabulary
        count = vocabulary.lasts.get(stem, 0)
        if count < (_FAMILY if len(stem) < 4 else 1) and (
            len(stem) < 4 or not self._is_known(stem)
        ):
            return _NEVER
        return 1 + 1 / (1 + count) + (0.4 if len(stem) < 4 else 0)

    def _find_firsts(self, head: str) -> list[tuple[str, float]]:
        """Return the words that can stand as first part ``head``, with their cost."""
        options = [(head, 0.2 if head.endswith(_LINKED) else 0.0)]
        if len(head) > 3 and head[-1] == "s":
            options += [(head[:-1], 0.1), (head[:-1] + "e", 0.1)]
        elif len(head) > 3 and head[-1] == "e":
            options.append((head[:-1], 0.2))
        found = []
        for option, cost in options:
            if len(option) < 3 and option not in SHORT_FIRST:
                continue
            folded = fold(option)
            count = self._vocabulary.firsts.get(folded, 0)
            if (not count and len(folded) < 4) or folded in _FOLDED_NEVER_FIRST:
                continue
            if count >= (_FAMILY if len(folded) < 4 else 1) or (
                len(folded) >= 4 and self._is_base(option, folded)
            ):
                short = 0.5 * max(0, 4 - len(option))
                found.append((option, cost + 1 + 1 / (1 + count) + short))
        return found

    def _is_known(self, stem: str) -> bool:
        return stem in self._vocabulary.atoms or stem in self._vocabulary.splits

    def _is_base(self, word: str, folded: str) -> bool:
        if not (
            self._is_known(folded)
            or (folded[-1] == "e" and (self._is_known(folded[:-1]) or self._is_known(folded[:-2])))
            or (folded[-2:] == "er" and self._is_known(folded[:-2]))
        ):
            return False  # most are no word at all, and a stem costs more to find
        stem = self.stem(word)
        return self._is_known(stem) and folded in (
            stem,
            stem + "e",
            stem + stem[-1] + "e",
            stem + "er",
        )


def _without_link(head: str, first: str) -> str | None:
    """Return the part of ``head`` that is the folded word ``first``, without linking letters."""
    folded = fold(head)
    if folded == first:
        return head
    if len(head) > 3 and head[-1] in "se" and fold(head[:-1]) == first:
        return head[:-1]
    if len(head) > 4 and head[-1] == "s" and fold(head[:-1]) + "e" == first:
        return head[:-1] + "e"
    return None
