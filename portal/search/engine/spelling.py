"""Words of the index that are a slip of the finger away from a word of the query."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .danish.analysis import Word
from .danish.fold import fold
from .schema import SEPARATOR

_LAST = "\U0010ffff"


class Lexicon:
    """Words sorted, and an order that sorts them read backwards; each with what it stands for.

    An entry is ``word|rest``; only the word is compared.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = sorted(set(entries))
        backward = sorted(range(len(self._entries)), key=self._reversed)
        self._backward = array("I", backward)

    def _reversed(self, number: int) -> str:
        return self._entries[number].partition(SEPARATOR)[0][::-1]

    def near(self, word: str, most: int) -> Iterator[tuple[int, str]]:
        """Yield (slips, entry) for nearly all words at most ``most`` slips away.

        Of a word cut in ``most + 1`` pieces one is left whole by ``most`` slips; the piece at
        its beginning or at its end is looked up, which misses the rare word that has a slip at
        both ends.
        """
        piece = max(2, (len(word) - 1) // (most + 1))
        begin, end = word[:piece], word[: -piece - 1 : -1]
        entries, backward = self._entries, self._backward
        numbers = set(range(bisect_left(entries, begin), bisect_left(entries, begin + _LAST)))
        first = bisect_left(backward, end, key=self._reversed)
        last = bisect_left(backward, end + _LAST, key=self._reversed)
        numbers.update(backward[first:last])
        for number in numbers:
            entry = entries[number]
            other = entry.partition(SEPARATOR)[0]
            if abs(len(other) - len(word)) <= most:
                slips = distance(word, other, most)
                if slips <= most:
                    yield slips, entry


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The words of a segment: as written (``folded|stem``), their stems, parts of compounds."""

    written: Lexicon
    stems: Lexicon
    parts: Lexicon

    @classmethod
    def of(cls, words: Iterable[str], parts: Iterable[str]) -> Lexicons:
        """Build them from the terms of the fields ``words`` and, for ``parts``, ``kin``."""
        pairs = [term.partition(SEPARATOR) for term in words]
        return cls(
            written=Lexicon(fold(word) + SEPARATOR + stem for stem, _, word in pairs),
            stems=Lexicon(stem for stem, _, _ in pairs if len(stem) > 2),
            parts=Lexicon(term[1:] for term in parts if len(term) > 3),
        )


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
    word: Word, lexicons: Iterable[Lexicons], visible: Callable[[str], int], limit: int = 3
) -> list[tuple[str, int, int]]:
    """Return the nearest visible stems as (stem, slips, visible documents), best first."""
    slips: dict[str, int] = {}

    def note(wanted: str, lexicon: Lexicon) -> None:
        for made, entry in lexicon.near(wanted, slips_allowed(wanted)):
            stem = entry.rpartition(SEPARATOR)[2]
            slips[stem] = min(made, slips.get(stem, made))

    for lexicon in lexicons:
        if slips_allowed(word.folded):
            note(word.folded, lexicon.written)
        if slips_allowed(word.stem):
            note(word.stem, lexicon.stems)
            note(word.stem, lexicon.parts)
    slips.pop(word.stem, None)
    found = [(stem, made, count) for stem, made in slips.items() if (count := visible(stem))]
    found.sort(key=lambda item: (item[1], item[0][0] != word.stem[0], -item[2], item[0]))
    return [item for item in found if item[1] == found[0][1]][:limit]
