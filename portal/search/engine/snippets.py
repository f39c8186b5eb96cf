"""Show where a document matches: the best window of its text, with the matches marked."""

from __future__ import annotations

import re
from collections.abc import Callable

from .base import Marked
from .danish.analysis import Analysis, Occurrence

LENGTH = 200
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…:](?=\s|$)")
_SCANNED = 60_000  # characters of a long attachment that are looked through
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


def mark(text: str, analysis: Analysis, matches: Matches) -> Marked:
    """Return all of a short text, such as a title, with its matches marked."""
    spans = [(o.token.start, o.token.end) for o in analysis.occurrences(text) if matches(o)]
    return _pieces(text, 0, len(text), spans)


def snippet(text: str, analysis: Analysis, matches: Matches, length: int = LENGTH) -> Marked:
    """Return about ``length`` characters around the best matches, in whole words.

    Where nothing matches it is the beginning of the text. White space is folded; an ellipsis
    says where text was left out.
    """
    text = _SPACE.sub(" ", text[:_SCANNED]).strip()
    if not text:
        return ()
    found = [
        (o.token.start, o.token.end, strength, o.words[0].stem)
        for o in analysis.occurrences(text)
        if o.words and (strength := matches(o))
    ]
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
