"""Judging from the shape of lines whether a sentence goes on across a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .lines import Line
from .mending import ends_broken

_STOPS = (".", "!", "?", ":")
_CLOSERS = "”’\"')»]"
# Words no Danish phrase ends with: what stands after them belongs to them.
_OPEN_WORDS = frozenset({"og", "eller", "samt", "at", "en", "et", "og/eller"})


@dataclass(frozen=True)
class Layout:
    """How a document sets its lines: ``width`` of a full one, in characters, and whether a line
    that goes on ends in a space (``spaced``). ``whole``: every line is a paragraph of its own, as
    in what a word processor wrote."""

    width: int
    spaced: bool
    whole: bool = False

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Layout:
        """Measure the lines whose sentence goes on in the line right below."""
        filled: list[int] = []
        spaced = 0
        for line, below in pairwise(lines):
            if below.apart or ends_broken(line.text) or not below.text[:1].islower():
                continue
            filled.append(len(line.text) + 1 + _first_word(below.text))
            spaced += line.spaced
        if len(filled) < 5:
            return cls(60, False)
        filled.sort()
        return cls(filled[len(filled) // 10], spaced * 10 >= len(filled) * 9)

    def goes_on(self, line: Line, below: Line) -> bool:
        """Whether ``below``, which has no bullet, continues the sentence of ``line`` although an
        empty line or a page lies between them."""
        if self.whole:
            return False
        text, follow = line.text, below.text
        if ends_broken(text):
            return True
        bare = text.rstrip(_CLOSERS) or text
        small = follow[0].islower()
        if bare.endswith(_STOPS):
            # A full stop before a small letter closes an abbreviation.
            return small and bare.endswith(".")
        if small or follow[0] in ",;.)(" or bare.endswith((",", "/", "-", "–")):
            return True
        if bare.rsplit(None, 1)[-1].casefold() in _OPEN_WORDS:
            return True
        if follow.endswith(":") and len(follow) * 3 < self.width * 2:
            return False  # a short line that announces what follows it
        return self._is_full(line, below)

    def breaks_off(self, line: Line, below: Line) -> bool:
        """Whether ``below``, right under ``line``, nevertheless begins something new."""
        text = line.text.rstrip(_CLOSERS)
        return (
            text.endswith(_STOPS)
            and not below.text[0].islower()
            and len(line.text) * 3 < self.width * 2
            and not self._is_full(line, below)
        )

    def _is_full(self, line: Line, below: Line) -> bool:
        """The next word found no room any more. Letters differ in width, so a line that says by
        its last space that it goes on may be a little shorter."""
        if self.spaced and not line.spaced:
            return False
        room = self.width * 9 // 10 if self.spaced else self.width
        return len(line.text) + 1 + _first_word(below.text) > room


def _first_word(text: str) -> int:
    return len(text[:200].split(None, 1)[0])
