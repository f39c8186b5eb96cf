"""Lines that look like headings, where those of a document are not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .headings import Headings, is_bullet
from .lines import Line, clean, split
from .spelling import letters

_LONGEST = 60
_MOST_WORDS = 8
MAX_CANDIDATES = 60
_SHORT_LABEL = re.compile(r"[^\W\d_a-zæøå]\w+(?: \w+)?:\s")
_NUMBER = re.compile(r"\s*(?:[Nn]r\.?\s*)?\d{1,3}\s*$")


@dataclass(frozen=True)
class Candidate:
    """A line that may be a heading: how it is written, and how often. ``label``: a value stands
    on the same line, after a colon. ``known``: what the headings it was held against say it is."""

    text: str
    count: int
    label: bool = False
    known: str = ""


def candidates(
    text: str, headings: Headings, *, whole: bool = False, known: Iterable[Headings] = ()
) -> list[Candidate]:
    """The heading-like lines of a document, each spelling once; first those that come several
    times, for they are hardly anything else.

    ``known`` are other headings, asked what a line may be when ``headings`` do not know.
    """
    lines = split(clean(text))
    found: dict[str, tuple[str, bool]] = {}
    counts: dict[str, int] = {}
    roles: dict[str, str] = {}
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        below = lines[index + 1] if index + 1 < len(lines) else None
        role = _role(line, headings)
        fits = role or looks_like_heading(line, above, below, headings, whole)
        if not (fits or _SHORT_LABEL.match(line.text)):
            continue
        words, label = _words(line, headings)
        key = letters(words)
        if not key:
            continue
        found.setdefault(key, (words, label))
        counts[key] = counts.get(key, 0) + 1
        if role:
            roles.setdefault(key, role)
    others = list(known)
    for key, (words, label) in found.items():
        if key not in roles:
            line = Line(words + (":" if label else ""))
            roles[key] = next((role for one in others if (role := _role(line, one))), "")
    wanted = sorted(found, key=lambda key: not (counts[key] > 1 or roles[key]))
    return [
        Candidate(found[key][0], counts[key], found[key][1], roles[key])
        for key in wanted[:MAX_CANDIDATES]
    ]


def looks_like_heading(
    line: Line, above: Line | None, below: Line | None, headings: Headings, whole: bool
) -> bool:
    """Whether a line looks like a heading although it is none that is known."""
    text = headings.bare(line.text)
    if not text or not text[0].isupper() or is_bullet(line.text) or headings.is_known(line.text):
        return False
    head, colon, rest = text.partition(":")
    if colon and rest.strip() and len(head) <= _LONGEST // 2 and len(head.split()) <= 4:
        return line.apart or whole or above is None or above.text.endswith((".", "!", "?"))
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return False
    if text.endswith((".", ",", ";", "!", "-")) or below is None:
        return False
    if colon and not rest:
        return True
    if whole:
        return line.apart or len(text.split()) <= 4
    marked = text != line.text or text.isupper()
    stands = marked or line.apart or above is None or above.text.endswith((".", "!", "?"))
    return stands and not below.text[0].islower()


def _words(line: Line, headings: Headings) -> tuple[str, bool]:
    text = headings.bare(line.text)
    head, colon, rest = text.partition(":")
    label = bool(colon and rest.strip())
    if label:
        head = _NUMBER.sub("", head)
    return head.strip()[: _LONGEST + 20], label


def _role(line: Line, headings: Headings) -> str:
    if found := headings.label(line.text):
        return "marker" if found[0] == "experiment" else found[0]
    if section := headings.section(line.text):
        return section[0]
    return "marker" if headings.is_banner(line.text) else ""


def roles_found(lines: Sequence[Line], headings: Headings) -> dict[str, int]:
    """How often each label and section of the headings comes; to tell which headings fit."""
    counts: dict[str, int] = {}
    for line in lines:
        if len(line.text) < 200 and (role := _role(line, headings)):
            counts[role] = counts.get(role, 0) + 1
    return counts
