"""The headings and labels of a booklet as data, and how a line is told to be one.

Another institution's booklet needs another :class:`Headings`, not another parser; ``danish``
has the one for the booklets known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .lines import BULLETS, Line
from .spelling import distance, letters

MAX_HEADING = 80
_SPACED_OUT = re.compile(r"\w(?: {1,2}\w){4,40}")
# What people put around a heading: '## 2. Mål', '**Mål**', 'a) Mål'.
_DECORATION = re.compile(r"[#*_>=\s]*(?:(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zA-Z][.)])\s+)?[*_]*")
_LAST_NUMBER = re.compile(r"\s*(?:[Nn]r\.?\s*)?\d{1,3}[.:]?$")


@dataclass(frozen=True)
class Headings:
    """What to look for. The keys of ``sections`` and ``leads`` are text fields of SheetDraft.

    ``banners`` stand over every sheet. ``labels`` (name -> spellings) are followed by a colon
    and a value; ``phrases`` by a value alone. ``sections`` (field -> spellings) stand on a line
    of their own. ``leads`` are headings inside a field that are kept in its text. ``boxed``
    fields may stand in a box that interrupts the section before. ``ends`` close the last sheet.

    ``loose``: of another institution, of whose habits nothing is known: labels in any case,
    headings with numbers and signs around them, sections in any order. ``titled``: no marker
    stands over a sheet, it begins with a title above its first heading.
    """

    banners: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, tuple[str, ...]]
    leads: Mapping[str, tuple[str, ...]]
    boxed: frozenset[str]
    ends: tuple[str, ...]
    loose: bool = False
    titled: bool = False
    _sections: dict[str, tuple[str, bool]] = field(init=False, repr=False, compare=False)
    _labels: tuple[tuple[str, re.Pattern[str]], ...] = field(init=False, repr=False, compare=False)
    _anchors: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _banners: frozenset[str] = field(init=False, repr=False, compare=False)
    _ends: frozenset[str] = field(init=False, repr=False, compare=False)
    _slips: dict[str, tuple[str, bool] | None] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        known = {letters(s): (name, False) for name, all_ in self.sections.items() for s in all_}
        known |= {letters(s): (name, True) for name, all_ in self.leads.items() for s in all_}
        object.__setattr__(self, "_sections", known)
        end = r"(?:\s+(?:nr\.?\s*)?\d{1,3})?\s?[:?]" if self.loose else r"\s?[:?]"
        case = re.IGNORECASE if self.loose else 0
        patterns = [(n, _pattern(s, end, case)) for n, s in self.labels.items() if s]
        patterns += [(n, _pattern(s, r"(?=[\s:?])\s?[:?]?")) for n, s in self.phrases.items()]
        object.__setattr__(self, "_labels", tuple(patterns))
        anchors = [letters(word) for word in (*self.banners, *self.labels["experiment"])]
        object.__setattr__(self, "_anchors", tuple(anchors))
        object.__setattr__(self, "_banners", frozenset(letters(word) for word in self.banners))
        object.__setattr__(self, "_ends", frozenset(letters(word) for word in self.ends))

    def is_banner(self, text: str) -> bool:
        """Whether a line is the banner over a sheet, spaced out or in capitals."""
        if len(text) > MAX_HEADING or not (text.isupper() or self.loose):
            return False
        if self.loose:
            text = _LAST_NUMBER.sub("", self.bare(text))
        if _SPACED_OUT.fullmatch(text):
            text = text.replace(" ", "")
        return letters(text) in self._banners

    def label(self, text: str) -> tuple[str, str] | None:
        """(name of the label, its value on this line), or None."""
        if self.loose:
            text = self.bare(text)
        head = text[: MAX_HEADING * 4]
        for name, pattern in self._labels:
            if found := pattern.match(head):
                value = text[found.end() :].strip()
                return name, value.strip("*_ ") if self.loose else value
        return None

    def section(self, text: str) -> tuple[str, bool, str] | None:
        """(field, whether it is a lead inside it, text after a colon) of a heading, or None.

        A slip of the pen in a long heading is forgiven.
        """
        if self.loose:
            text = self.bare(text)
        if not text[:1].isupper():
            return None
        head, colon, rest = text[: MAX_HEADING + 1].partition(":")
        if len(head) > MAX_HEADING:
            return None
        key = letters(head)
        if found := self._sections.get(key):
            return (*found, text[len(head) + 1 :].strip() if colon else "")
        if rest or head[-1] in ".,;-" or len(key) < 12:
            return None
        if key not in self._slips:
            if len(self._slips) > 20_000:
                self._slips.clear()
            self._slips[key] = self._misspelled(key)
        found = self._slips[key]
        return (*found, "") if found else None

    def _misspelled(self, key: str) -> tuple[str, bool] | None:
        allowed = min(len(key) // 10, 2)
        for spelling, found in self._sections.items():
            third = len(spelling) // 3
            pieces = spelling[:third], spelling[third : 2 * third], spelling[2 * third :]
            # Two slips leave one of three pieces whole: a cheap test before the dear one.
            if len(spelling) < 12 or not any(piece in key for piece in pieces):
                continue
            if distance(key, spelling, allowed) <= allowed:
                return found
        return None

    def is_end(self, line: Line) -> bool:
        """Whether what follows belongs to no sheet any more (an appendix, another part)."""
        if not line.page_start or len(line.text) > MAX_HEADING:
            return False
        words = line.text.rstrip(":").split()
        if not words or letters(words[0].rstrip(":")) not in self._ends:
            return False
        number = words[1].rstrip(".:") if len(words) > 1 else "1"
        return number.isalnum() and len(number) <= 3

    def is_known(self, text: str) -> bool:
        """Whether a line is any banner, label or heading."""
        return (
            self.is_banner(text) or self.label(text) is not None or self.section(text) is not None
        )

    @staticmethod
    def bare(text: str) -> str:
        """A line without the numbers and signs that may stand around a heading."""
        found = _DECORATION.match(text)
        return text[found.end() :].rstrip("*_# ") if found else text

    def may_have_sheets(self, text: str) -> bool:
        """A quick look whether it is worth reading a text closely."""
        if self.titled:
            return True
        folded = text.casefold().replace(" ", "")
        return any(anchor in folded for anchor in self._anchors)


def _pattern(spellings: tuple[str, ...], end: str, flags: int = 0) -> re.Pattern[str]:
    longest_first = sorted(spellings, key=len, reverse=True) if flags else spellings
    return re.compile("(?:" + "|".join(re.escape(s) for s in longest_first) + ")" + end, flags)


def is_bullet(text: str) -> bool:
    """Whether a line begins with a bullet that can be nothing else."""
    return text[:1] in BULLETS
