"""Mending words that were broken at the end of a line, keeping the hyphens that are real."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from .lines import SOFT_HYPHEN, Line
from .wordlists import danish, english

Known = Callable[[str], bool]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LAST = re.compile(r"[^\W_]+(?:-[^\W_]+)*-?$")
_FIRST = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SUSPENDED = re.compile(r"(?:og|eller|samt)\b|[/&]")
_LONGEST_WORD = 100


class Vocabulary:
    """The words of a document that were not broken, and how to join those that were."""

    def __init__(self, words: Counter[str], known: Known = danish, foreign: Known = english):
        self.words = words
        self.known = known
        self.foreign = foreign

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Vocabulary:
        """Count the whole words of lines, leaving out the halves at broken line ends."""
        words: Counter[str] = Counter()
        broken = False
        for line in lines:
            found = _WORD.findall(line.text.casefold())
            first = 1 if broken else 0
            broken = ends_broken(line.text)
            words.update(found[first:-1] if broken else found[first:])
        return cls(words)

    def join(self, above: str, below: str) -> str:
        """Two lines as one."""
        if not ends_broken(above):
            glue = "" if above.endswith("/") and not above.endswith(" /") else " "
            return above + glue + below
        stem = above[:-1]
        return stem + self.glue(above, below) + below

    def glue(self, above: str, below: str) -> str:
        """What stands between the halves of a broken word: nothing, ``-`` or ``- ``."""
        if above.endswith(SOFT_HYPHEN):
            return ""
        token = above.rsplit(None, 1)[-1][-_LONGEST_WORD:]
        left_word = _LAST.search(token)
        right_word = _FIRST.match(below[:_LONGEST_WORD])
        if left_word is None:
            return "-"
        left = left_word.group().rstrip("-")
        if _SUSPENDED.match(below) and not self._is_word(left, right_word):
            return "-" if below[0] == "/" else "- "
        if right_word is None or "://" in token or token.startswith("www."):
            return "-"
        return self._decide(left, right_word.group())

    def _is_word(self, left: str, right_word: re.Match[str] | None) -> bool:
        """'dial-' + 'og' is a word and no suspended hyphen ('læse-' + 'og')."""
        if right_word is None or left[0].isupper():
            return False
        half = left.rsplit("-", 1)[-1].casefold()
        whole = half + right_word.group().casefold()
        return not self._seen(half) and self._seen(whole)

    def _seen(self, word: str) -> bool:
        return word in self.words or self.known(word)

    def _decide(self, left: str, right: str) -> str:
        near, far = left.rsplit("-", 1)[-1], right.split("-", 1)[0]
        capitals = near.isupper() and far.isupper() and len(far) > 1
        if not capitals and (far[0].isupper() or far[0].isdigit()):
            return "-"
        if not capitals and (near[-1].isdigit() or (near.isupper() and near != "Å")):
            return "-"
        near, far = near.casefold(), far.casefold()
        joined = self.words[(left + right).casefold()] + self.words[near + far]
        hyphened = self.words[f"{left}-{right}".casefold()] + self.words[f"{near}-{far}"]
        if joined or hyphened:
            return "" if joined >= hyphened else "-"
        if self.known(near + far):
            return ""
        if len(near) == 1:
            return "-"
        if self.foreign(near + far):
            return ""
        # Danish writes compounds in one word; a foreign second half came with its hyphen.
        if len(far) > 3 and self.foreign(far) and not self.known(far) and self._loan(near):
            return "-"
        return ""

    def _loan(self, word: str) -> bool:
        return len(word) > 2 and (self.foreign(word) or word in self.words)


def ends_broken(text: str) -> bool:
    """Whether a line ends within a word (not with a dash that stands alone)."""
    return text[-1:] in ("-", SOFT_HYPHEN) and text[-2:-1].isalnum()
