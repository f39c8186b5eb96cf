"""Words of the index that are a slip of the finger away from a word of the query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .columns import Columns, Ints, Strings
from .danish.analysis import Word
from .danish.fold import fold, letter_by_letter
from .danish.stem import stem as stem_by_rule
from .schema import SEPARATOR

_SEPARATOR = SEPARATOR.encode()


class Lexicon:
    """Words sorted, each with what it stands for and which letters it has.

    An entry is ``word|rest``; only the word is compared.
    """

    def __init__(self, columns: Columns) -> None:
        self._entries = Strings(columns)
        self._letters, self._lengths = columns["letters"], columns["lengths"]
        self._widths, self._ends, self._text = columns["widths"], columns["ends"], columns["text"]

    @staticmethod
    def columns(entries: Iterable[str]) -> dict[str, Ints]:
        """Return the columns of a lexicon."""
        packed = sorted({entry.encode() for entry in entries})
        words = [entry.partition(_SEPARATOR)[0] for entry in packed]
        lengths = [len(word.decode()) for word in words]
        return {
            **Strings.columns(packed),
            "letters": np.fromiter(map(_letters, words), np.uint64, len(words)),
            "lengths": np.minimum(lengths, 255).astype(np.uint8),
            "widths": np.fromiter(map(len, words), np.uint32, len(words)),
        }

    def near(self, word: str, most: int, *, is_thorough: bool) -> Iterator[tuple[int, str]]:
        """Yield (slips, entry) for the words at most ``most`` slips away.

        A slip changes the length by one and the set of letters by two at most, which leaves few
        to compare. Of a word cut in ``most + 1`` pieces one is left whole by ``most`` slips:
        the words with the piece at the beginning or the end are compared, and those with it in
        the middle, the rare ones with a slip at both ends, only in a thorough search.
        """
        piece = max(2, (len(word) - 1) // (most + 1))
        begin, end = word[:piece], word[-piece:]
        lengths = self._lengths
        fits = (lengths >= len(word) - most) & (lengths <= len(word) + most)
        numbers = np.flatnonzero(fits)
        differing = np.bitwise_count(self._letters[numbers] ^ np.uint64(_letters(word.encode())))
        numbers = numbers[differing <= 2 * most]
        if not len(numbers):
            return
        alike = self._have(numbers, begin.encode(), 0) | self._have(numbers, end.encode(), 1)
        if is_thorough and most > 1:
            middle = word[piece:-piece].encode()
            for shift in (-1, 0, 1):
                alike |= self._have(numbers, middle, 0, piece + shift)
        for number in numbers[alike].tolist():
            entry = self._entries[number].decode()
            slips = distance(word, entry.partition(SEPARATOR)[0], most)
            if slips <= most:
                yield slips, entry

    def _have(self, numbers: Ints, piece: bytes, side: int, start: int = 0) -> Ints:
        """Tell which words have a piece at their beginning (side 0) or their end (side 1).

        ``start``: so many letters later than at the beginning.
        """
        widths = self._widths[numbers].astype(np.int64)
        at = self._ends[numbers - 1] * (numbers > 0) + side * (widths - len(piece)) + start
        found = widths >= len(piece) + start
        for offset, byte in enumerate(piece):
            found &= self._text[np.maximum(at + offset, 0)] == byte
        return found


def _letters(word: bytes) -> int:
    """Return the set of a word's letters as bits; all but ASCII letters share some."""
    found = 0
    for byte in word:
        found |= 1 << (63 if byte >= 128 else byte & 31 if byte >= 96 else 32 + (byte & 15))
    return found


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The words of a segment: as written (``folded|stem``), their stems, parts of compounds."""

    written: Lexicon
    stems: Lexicon
    parts: Lexicon

    @staticmethod
    def columns(words: Iterable[str], kin: Iterable[str]) -> dict[str, dict[str, Ints]]:
        """Return the columns, from the terms of the fields ``words`` and ``kin``."""
        pairs = [term.partition(SEPARATOR) for term in words]
        parts: list[str] = []
        roots: list[str] = []
        for term in kin:
            if len(term) > 3 and term[0] in "./":
                (parts if term[0] == "." else roots).append(term[1:])
        return {
            "near written": Lexicon.columns(
                fold(word) + SEPARATOR + stem for stem, _, word in pairs
            ),
            "near stems": Lexicon.columns([stem for stem, _, _ in pairs if len(stem) > 2] + roots),
            "near parts": Lexicon.columns(parts),
        }

    @classmethod
    def read(cls, columns: Mapping[str, Columns]) -> Lexicons:
        """Return the lexicons of a segment."""
        return cls(*(Lexicon(columns[f"near {name}"]) for name in ("written", "stems", "parts")))


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
    # What they begin and end with alike costs nothing to change.
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    start = 0
    while start < len(a) and start < len(b) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    if not a or not b:
        return len(a) or len(b)
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
    word: Word,
    lexicons: Sequence[Lexicons],
    visible: Callable[[str], int],
    is_seen: Callable[[str, str], bool],
    *,
    limit: int = 3,
    is_thorough: bool = False,
) -> list[tuple[str, float, int]]:
    """Return the nearest visible stems as (stem, slips, visible documents), best first.

    ``is_seen`` tells whether a word, folded, with a stem is written in a visible document: how
    near a stem is must not hang on a form of it that is hidden.

    Of words equally near the one that is alike to its last letter comes before those alike only
    when what inflection added is taken off: they count half a slip more.
    """
    slips: dict[str, float] = {}

    def note(wanted: str, lexicon: Lexicon, more: float = 0.0) -> None:
        for made, entry in lexicon.near(wanted, slips_allowed(wanted), is_thorough=is_thorough):
            written, _, stem = entry.rpartition(SEPARATOR)
            if written and not is_seen(stem, written):
                continue
            count = made + more if made else 0
            slips[stem] = min(count, slips.get(stem, count))

    plainly = letter_by_letter(word.surface)
    stems = {word.stem} if plainly == word.folded else {word.stem, stem_by_rule(plainly)}
    if is_thorough:  # of 'effet' the ending is no ending
        stems.add(word.folded)
    for lexicon in lexicons:
        for form in {word.folded, plainly}:
            if slips_allowed(form):
                note(form, lexicon.written)
        for stem in filter(slips_allowed, stems):
            note(stem, lexicon.stems, 0.5)
            note(stem, lexicon.parts, 0.5)
    slips.pop(word.stem, None)
    found = [(stem, made, count) for stem, made in slips.items() if (count := visible(stem))]
    found.sort(key=lambda item: (item[1], item[0][0] != word.stem[0], -item[2], item[0]))
    return [item for item in found if item[1] == found[0][1]][:limit]
