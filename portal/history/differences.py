"""What changed between two texts, word by word; between two lists, item by item.

Pure functions. Lines are compared first and words only where lines differ, so that two long texts
cost little; where even that would be too much, the old text is taken out and the new put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

#: A word with the blanks after it, or a sign: joined again they are the text.
_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
#: So many comparisons are made at most; more of them would keep a page waiting.
TOO_MANY = 2_000_000
#: Of a long stretch that did not change, so many words are shown at either end.
AROUND = 14

Region = tuple[int, int, int, int]
State = Literal["same", "added", "removed", "left out"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `state` 'left out' stands for words that did not change; no text."""

    state: State
    text: str


def words_of(text: str) -> list[str]:
    """The text in words; joined they are the text. No word reaches over the end of a line."""
    return [word for line in text.splitlines(keepends=True) for word in _TOKEN.findall(line)]


def changes(old: Sequence[str], new: Sequence[str]) -> list[Region]:
    """Where two lists of words differ: old[a:b] became new[c:d]. In order, none overlapping."""
    start, end = _common_ends(old, new)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if not before and not after:
        return []
    if not before or not after or len(before) * len(after) > TOO_MANY:
        return [(start, start + len(before), start, start + len(after))]
    matcher = SequenceMatcher(None, before, after)
    return [
        (start + a, start + b, start + c, start + d)
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def text_changes(old: str, new: str) -> tuple[list[str], list[str], list[Region]]:
    """The words of both texts, and where they differ."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    old_words, new_words = words_of(old), words_of(new)
    old_at, new_at = _starts(old_lines), _starts(new_lines)
    found: list[Region] = []
    for a, b, c, d in changes(old_lines, new_lines):
        first, other = old_at[a], new_at[c]
        for w, x, y, z in changes(old_words[first : old_at[b]], new_words[other : new_at[d]]):
            found.append((first + w, first + x, other + y, other + z))
    return old_words, new_words, found


def word_pieces(old: str, new: str) -> list[Piece]:
    """The two texts as one: what stayed, what was removed, what was added in its place."""
    old_words, new_words, found = text_changes(old, new)
    pieces: list[Piece] = []
    at = 0
    for a, b, c, d in found:
        _put(pieces, "same", "".join(old_words[at:a]))
        _put(pieces, "removed", "".join(old_words[a:b]))
        _put(pieces, "added", "".join(new_words[c:d]))
        at = b
    _put(pieces, "same", "".join(old_words[at:]))
    return pieces


def item_pieces(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """The items that stayed, went and came, as far as possible in the order of the new list."""
    pieces: list[Piece] = []
    at = 0
    for a, b, c, d in changes(old, new):
        pieces += [Piece("same", item) for item in old[at:a]]
        pieces += [Piece("removed", item) for item in old[a:b]]
        pieces += [Piece("added", item) for item in new[c:d]]
        at = b
    return pieces + [Piece("same", item) for item in old[at:]]


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """The same with long stretches that did not change cut down to the words around changes."""
    found: list[Piece] = []
    for number, piece in enumerate(pieces):
        words = words_of(piece.text)
        if piece.state != "same" or len(words) <= 3 * AROUND:
            found.append(piece)
            continue
        if number > 0:
            found.append(Piece("same", "".join(words[:AROUND])))
        found.append(Piece("left out", ""))
        if number < len(pieces) - 1:
            found.append(Piece("same", "".join(words[-AROUND:])))
    return found


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _starts(lines: Sequence[str]) -> list[int]:
    """How many words stand before each line, and in all."""
    return [0, *_running(len(_TOKEN.findall(line)) for line in lines)]


def _running(counts: Iterator[int]) -> Iterator[int]:
    total = 0
    for count in counts:
        total += count
        yield total


def _put(pieces: list[Piece], state: State, text: str) -> None:
    if text:
        pieces.append(Piece(state, text))
