"""Words of the index that are a slip of the finger away from a word of the query."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .schema import SEPARATOR
from .segments import SegmentReader


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The stems of a segment, sorted, and the same written backwards, sorted."""

    forward: list[str]
    backward: list[str]

    @classmethod
    def of(cls, stems: Iterable[str]) -> Lexicon:
        """Build the two lists."""
        forward = sorted({stem for stem in stems if len(stem) > 2})
        return cls(forward, sorted(stem[::-1] for stem in forward))

    def near(self, word: str, most: int) -> set[str]:
        """Return the stems at most ``most`` slips away, and nearly all of them.

        Of a word cut in ``most + 1`` pieces one is left whole by ``most`` slips; the piece at
        its beginning or at its end is looked up, which misses the rare word that has a slip at
        both ends.
        """
        piece = max(2, (len(word) - 1) // (most + 1))
        found = set(_range(self.forward, word[:piece]))
        found.update(w[::-1] for w in _range(self.backward, word[: -piece - 1 : -1]))
        return {
            stem
            for stem in found
            if abs(len(stem) - len(word)) <= most and distance(word, stem, most) <= most
        }


def lexicon(segment: SegmentReader) -> tuple[Lexicon, Lexicon]:
    """Return the stems of a segment's words, and those of the parts of its compounds."""
    words = Lexicon.of(term.partition(SEPARATOR)[0] for term in segment.terms("words"))
    parts = Lexicon.of(term[1:] for term in segment.terms("kin", "."))
    return words, parts


def slips_allowed(word: str) -> int:
    """Say how many slips a word of this length may have."""
    if len(word) < 4 or any(c.isdigit() for c in word):
        return 0
    return 1 if len(word) < 8 else 2


def distance(a: str, b: str, most: int) -> int:
    """Count insertions, deletions, replacements and swaps of neighbours; ``most + 1`` for more.

    The restricted Damerau-Levenshtein distance.
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    older: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        older, previous = previous, row
    return previous[-1]


def best_slips(
    word: str, lexicons: Iterable[Lexicon], visible: Callable[[str], int], limit: int = 3
) -> list[tuple[str, int, int]]:
    """Return the nearest visible stems as (stem, slips, visible documents), best first."""
    most = slips_allowed(word)
    if not most:
        return []
    near: set[str] = set()
    for lex in lexicons:
        near |= lex.near(word, most)
    near.discard(word)
    found = []
    for stem in near:
        count = visible(stem)
        if count:
            found.append((stem, distance(word, stem, most), count))
    found.sort(key=lambda item: (item[1], item[0][0] != word[0], -item[2], item[0]))
    return [item for item in found if item[1] == found[0][1]][:limit]


def _range(words: list[str], prefix: str) -> list[str]:
    return words[bisect_left(words, prefix) : bisect_left(words, prefix + "\U0010ffff")]
