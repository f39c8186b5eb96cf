"""Cutting a text into parts that are small enough to be shown, and fetched one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: A part; one page of print has some 3,000 letters.
PART = 6_000
_BROKEN_END = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\s*$")
_FIRST_WORD = re.compile(r"\s*([^\W\d_]+\S*)[ \t]*\n?")


def parts_of(pages: Iterable[str]) -> Iterator[tuple[int, str]]:
    """(number of the page from 1, text) of every part that holds anything."""
    for number, page in enumerate(_mended(pages), start=1):
        while page.strip():
            cut = _cut(page)
            yield number, page[:cut]
            page = page[cut:]


def _cut(text: str) -> int:
    """Where to cut: between paragraphs, lines, words, or anywhere."""
    if len(text) <= PART:
        return len(text)
    for end in ("\n\n", "\n", " "):
        at = text.rfind(end, PART // 2, PART)
        if at > 0 and not (end == "\n" and _BROKEN_END.search(text[:at])):
            return at + len(end)
    return PART


def _mended(pages: Iterable[str]) -> list[str]:
    """The pages; a word that was broken at the end of one is whole there."""
    found = list(pages)
    for at in range(len(found) - 1):
        end, word = _BROKEN_END.search(found[at]), _FIRST_WORD.match(found[at + 1])
        if end and word and word[1][0].islower():
            found[at] = found[at][: end.start()] + word[1]
            found[at + 1] = found[at + 1][word.end() :]
    return found
