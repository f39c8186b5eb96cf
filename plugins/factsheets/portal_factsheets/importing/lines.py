"""Cleaning Unicode and cutting a text into lines that know where their page begins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from .problem import ImportProblem

MAX_LINES = 500_000
SOFT_HYPHEN = "\u00ad"
BULLETS = "•·⋅∙●▪■◦‣⁃\uf0b7\uf0a7\uf02d"

_LINE_ENDS = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_HYPHENS = re.compile("[\u2010\u2011]")
_NOTHING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)
_RUN = re.compile(r"[ \t]{2,}|\t")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something, stripped.

    ``gap``: how many empty lines stand above it. ``page_start``: it is the first of its page.
    ``spaced``: it ended in a space, as lines do that go on in the next one. A soft hyphen is
    left only at the very end.
    """

    text: str
    gap: int = 0
    page_start: bool = False
    spaced: bool = False

    @property
    def apart(self) -> bool:
        """Something - an empty line, a page - separates it from the line above."""
        return self.gap > 0 or self.page_start


def clean(text: str) -> str:
    """The text in NFC with plain spaces, hyphens and line ends, and without invisible signs."""
    text = _LINE_ENDS.sub("\n", text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _NOTHING.sub("", _HYPHENS.sub("-", _SPACES.sub(" ", text)))


def split(text: str) -> list[Line]:
    """The lines of a cleaned text.

    A page begins after a form feed. Some extractions leave a single space in its place; that
    is believed where such lines are few and the text is not indented otherwise.
    Raises ImportProblem ``too_many_lines``.
    """
    if text.count("\n") > MAX_LINES:
        raise ImportProblem("too_many_lines", limit=MAX_LINES)
    lines: list[Line] = []
    gap, page = 0, True
    fed = "\f" in text
    spaced_pages = not fed and _space_starts_page(text.split("\n"))
    for raw in text.split("\n"):
        if fed and "\f" in raw:
            page = True
            raw = raw.replace("\f", " ")
        stripped = raw.strip()
        if not stripped:
            gap += 1
            continue
        if spaced_pages and _one_space(raw):
            page = True
        lines.append(Line(_tidy(stripped), gap, page, raw[-1].isspace()))
        gap, page = 0, False
    return [line for line in lines if line.text]


def _tidy(text: str) -> str:
    text = _RUN.sub(" ", text)
    if SOFT_HYPHEN in text:
        end = SOFT_HYPHEN if text.endswith(SOFT_HYPHEN) else ""
        text = text.replace(SOFT_HYPHEN, "").rstrip() + end
    return text


def _one_space(raw: str) -> bool:
    return raw[0] == " " and len(raw) > 1 and not raw[1].isspace()


def _space_starts_page(raws: Sequence[str]) -> bool:
    filled = single = deep = bullets = 0
    for raw in raws:
        if not raw or raw.isspace():
            continue
        filled += 1
        if _one_space(raw):
            single += 1
            bullets += raw[1] in BULLETS
        elif raw[0].isspace():
            deep += 1
    return single > 0 and single * 6 <= filled and deep * 20 <= filled and bullets * 2 <= single
