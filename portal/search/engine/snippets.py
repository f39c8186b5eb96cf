"""Show where a document matches: the best window of its text, with the matches marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product

from .base import Marked
from .danish.analysis import Analysis, Occurrence
from .danish.fold import fold

LENGTH = 200
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…:](?=\s|$)")
_SCANNED = 60_000  # characters of a long attachment that are looked through
_CORE = 4
_NEIGHBOURS = 60  # characters around a hyphen: 'læse- og skrivefærdigheder' is read as a whole
_BARE = str.maketrans({"æ": "a", "ä": "a", "ø": "o", "ö": "o", "å": "a", "ü": "y", "ß": "s",
                       "é": "e", "è": "e", "ê": "e", "á": "a", "à": "a", "ó": "o"})  # fmt: skip
Matches = Callable[[Occurrence], float]


def matcher(marks: set[str], analysis: Analysis) -> Matches:
    """Return how strongly a token matches what a plan searched for; 0 for not at all."""

    def matches(occurrence: Occurrence) -> float:
        best = 0.0
        for word in occurrence.words:
            if "=" + word.folded in marks or word.folded in marks:
                return 1.0
            if "~" + word.stem in marks or (word.key and "+" + word.key in marks):
                best = max(best, 0.8)
            elif any("." + part in marks for part in word.parts):
                best = max(best, 0.5)
            elif "/" + word.root in marks:
                best = max(best, 0.3)
        return best

    return matches


class Cores:
    """The beginnings of everything a plan searched for; a text is only analysed around them.

    To take each of its words apart costs more than the whole search.
    """

    def __init__(self, marks: set[str], forms: Callable[[str], Iterable[str]]) -> None:
        cores: set[str] = set()
        for mark in marks:
            for stem in mark.lstrip("=~+./").split("+"):
                # 'børnehave' is found by the part 'barn', whose forms tell how it may look.
                cores.update(fold(word)[:_CORE] for word in (stem, *forms(stem)))
        cores.discard("")
        # One within another finds nothing that the shorter does not.
        self._cores = [c for c in cores if not any(o != c and o in c for o in cores)]
        self._more = [variant for core in self._cores for variant in _spelt(core)]

    def windows(self, text: str) -> list[tuple[int, int]]:
        """Return where in a text without line ends there may be matches, in whole words."""
        bare = text.lower().translate(_BARE)
        if len(bare) != len(text):
            return [(0, len(text))]
        has_digraph = "aa" in bare or "ae" in bare or "oe" in bare or "x" in bare
        spots = [
            (at, 0)
            for core in (self._more if has_digraph else self._cores)
            for at in _everywhere(bare, core)
        ]
        spots += [(at, _NEIGHBOURS) for at in _everywhere(bare, "-")]
        found: list[tuple[int, int]] = []
        for at, around in sorted(spots):
            start = max(0, text.rfind(" ", 0, max(0, at - around) + 1) + 1)
            end = text.find(" ", min(len(text), at + 1 + around))
            end = len(text) if end < 0 else end
            start = min(start, at)
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return found


def _everywhere(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _spelt(core: str) -> Iterable[str]:
    """Return the ways in which texts without Danish letters, or old ones, write a core."""
    letters = [{"a": ("a", "aa", "ae"), "o": ("o", "oe")}.get(c, (c,)) for c in core]
    found = {"".join(choice) for choice in product(*letters)}
    return found | {word.replace("ks", "x") for word in found}


def _found(
    text: str, analysis: Analysis, matches: Matches, cores: Cores
) -> Iterator[tuple[int, int, float, str]]:
    """Yield the start, end, strength and stem of every match."""
    for start, end in cores.windows(text):
        for o in analysis.occurrences(text[start:end]):
            if o.words and (strength := matches(o)):
                yield start + o.token.start, start + o.token.end, strength, o.words[0].stem


def mark(text: str, analysis: Analysis, matches: Matches, cores: Cores) -> Marked:
    """Return all of a short text, such as a title, with its matches marked."""
    spans = [(start, end) for start, end, _, _ in _found(text, analysis, matches, cores)]
    return _pieces(text, 0, len(text), spans)


def snippet(
    text: str, analysis: Analysis, matches: Matches, cores: Cores, length: int = LENGTH
) -> Marked:
    """Return about ``length`` characters around the best matches, in whole words.

    Where nothing matches it is the beginning of the text. White space is folded; an ellipsis
    says where text was left out.
    """
    text = _SPACE.sub(" ", text[:_SCANNED]).strip()
    if not text:
        return ()
    found = list(_found(text, analysis, matches, cores))
    if not found:
        return _lead(text, length)
    start, end = _window(text, found, length)
    spans = [(s, e) for s, e, _, _ in found]
    pieces = _pieces(text, start, end, spans)
    if start:
        pieces = (("… ", False), *pieces)
    if end < len(text):
        pieces = (*pieces, (" …", False))
    return _merged(pieces)


def _lead(text: str, length: int) -> Marked:
    if len(text) <= length:
        return ((text, False),)
    sentence = _SENTENCE_END.search(text, 40)
    if sentence and sentence.end() <= length:
        return ((text[: sentence.end()], False),)
    cut = text.rfind(" ", 0, length)
    return ((text[: cut if cut > 0 else length] + " …", False),)


def _window(text: str, found: list[tuple[int, int, float, str]], length: int) -> tuple[int, int]:
    """Choose the window that holds the most different matches, then the most matches."""
    best, best_score, right = (0, 1), -1.0, 0
    for left in range(len(found)):
        right = max(right, left + 1)
        while right < len(found) and found[right][1] - found[left][0] <= length - 40:
            right += 1
        strongest: dict[str, float] = {}
        for _, _, strength, stem in found[left:right]:
            strongest[stem] = max(strongest.get(stem, 0), strength)
        score = sum(strongest.values()) + 0.05 * (right - left)
        if score > best_score + 1e-9:
            best, best_score = (left, right), score
    first, last = found[best[0]][0], found[best[1] - 1][1]
    room = max(0, length - (last - first))
    start = max(0, first - room // 2)
    end = min(len(text), start + max(length, last - first))
    start = max(0, min(start, end - length))
    return _whole_words(text, start, end, first, last)


def _whole_words(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    if start > 0:
        # A sentence that begins a little later reads better than half of one.
        sentence = [m.end() for m in _SENTENCE_END.finditer(text, start, first)]
        if sentence and sentence[0] - start < 80:
            start = sentence[0] + 1
        else:
            space = text.find(" ", start - 1, first)
            start = space + 1 if space >= 0 else first
    if end < len(text):
        space = text.rfind(" ", last, end + 1)
        end = space if space >= 0 else last
        after = re.match(r"\S*", text[end:])
        if space < 0 and after:
            end += after.end()
    return min(start, first), end


def _pieces(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> Marked:
    pieces: list[tuple[str, bool]] = []
    at = start
    for begin, finish in spans:
        if begin < at or finish > end:
            continue
        pieces += [(text[at:begin], False), (text[begin:finish], True)]
        at = finish
    pieces.append((text[at:end], False))
    return _merged(tuple(pieces))


def _merged(pieces: Marked) -> Marked:
    merged: list[tuple[str, bool]] = []
    for text, marked in pieces:
        if not text:
            continue
        if merged and merged[-1][1] == marked:
            merged[-1] = (merged[-1][0] + text, marked)
        else:
            merged.append((text, marked))
    return tuple(merged)
