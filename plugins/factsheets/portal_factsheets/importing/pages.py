"""Taking page headers, page feet and page numbers out of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .headings import Headings, is_bullet
from .lines import Line

# Three digits: four are a year.
_NUMBER = re.compile(r"(?:[Ss]ide |[-–] ?)?\d{1,3}(?: ?[-–]| (?:af|/) \d{1,3})?")
_NUMBERED = re.compile(r"(?P<front>\d{1,4} )?(?P<key>\D.*?)(?P<end> ?\d{1,4})?")
_MAX_RUNNING = 120


def without_running_lines(lines: Sequence[Line], headings: Headings) -> list[Line]:
    """The lines without what runs along the pages; the next line begins a page instead.

    A line runs when it is no heading or label and

    - is a page number, alone or on the edge of its page, or
    - stands alone, is repeated, and has a page number stuck to it or standing next to it, or
    - stands alone on the edges of three pages, or
    - is on the edge of its page, is repeated there and holds a page number, or
    - has a page number stuck to its last letter and stands well apart, or
    - in another institution's document, stands at the edges of pages, several times, and nowhere
      else: what a PDF gives has no empty lines that would set it apart.

    What merely ends two pages with the same words does not run.
    """
    marks = [_mark(lines, index) for index in range(len(lines))]
    keys = [
        _key(line.text) if mark and not _is_content(line.text, headings) else ""
        for line, mark in zip(lines, marks, strict=True)
    ]
    running = _running_keys(lines, keys, marks)
    at_edges = _only_at_edges(keys, marks) if headings.loose else set()
    kept: list[Line] = []
    gap, dropped = 0, False
    for index, line in enumerate(lines):
        alone = keys[index] and _sticks(line.text) and (line.gap > 1 or line.page_start)
        runs = keys[index] in at_edges or (
            keys[index] in running
            and ("alone" in marks[index] or _has_page_number(line.text, marks[index]))
        )
        if marks[index] and (_is_number(line.text) or runs or alone):
            gap, dropped = max(gap, line.gap), True
        elif dropped:
            kept.append(replace(line, gap=max(gap, line.gap), page_start=True))
            gap, dropped = 0, False
        else:
            kept.append(line)
    return kept


def _mark(lines: Sequence[Line], index: int) -> str:
    """Whether a line stands 'alone' or at least on an 'edge' of its page; where 'alone' is on
    an edge too it is 'alone edge'."""
    below = lines[index + 1] if index + 1 < len(lines) else None
    edge = lines[index].page_start or below is None or below.page_start
    alone = lines[index].apart and (below is None or below.apart)
    return " ".join(name for name, is_so in (("alone", alone), ("edge", edge)) if is_so)


def _is_content(text: str, headings: Headings) -> bool:
    long = len(text) > _MAX_RUNNING
    return long or text[0].islower() or is_bullet(text) or headings.is_known(text)


def _is_number(text: str) -> bool:
    return len(text) < 20 and _NUMBER.fullmatch(text) is not None


def _split(text: str) -> tuple[str, str, str]:
    found = _NUMBERED.fullmatch(text)
    if found is None:
        return "", text, ""
    return found["front"] or "", found["key"], found["end"] or ""


def _key(text: str) -> str:
    return "" if _is_number(text) else _split(text)[1].casefold().strip()


def _sticks(text: str) -> bool:
    """A page number stuck to the last letter of a phrase, as only extraction leaves it."""
    _, key, end = _split(text)
    return bool(end) and end[0] != " " and key[-1:].islower() and len(key.split()) > 2


def _running_keys(lines: Sequence[Line], keys: Sequence[str], marks: Sequence[str]) -> set[str]:
    counted = Counter(key for key in keys if key)
    edges = Counter(k for k, mark in zip(keys, marks, strict=True) if k and mark == "alone edge")
    numbered: set[str] = set()
    for way in (1, -1):
        beside = False
        for index in range(len(lines))[::way]:
            key = keys[index]
            if marks[index] and _is_number(lines[index].text):
                beside = True
            elif key and (
                (beside and "alone" in marks[index])
                or _has_page_number(lines[index].text, marks[index])
            ):
                numbered.add(key)
            # Only what is repeated passes the neighbourhood of a number on.
            elif not key or counted[key] < 2:
                beside = False
            if key and counted[key] < 2:
                beside = False
    numbers = sum(bool(m) and _is_number(o.text) for o, m in zip(lines, marks, strict=True))
    repeated = {key for key in numbered if counted[key] > max(1, numbers // 5)}
    return repeated | {key for key, count in edges.items() if count > 2 and len(key) > 2}


def _only_at_edges(keys: Sequence[str], marks: Sequence[str]) -> set[str]:
    counted = Counter(key for key in keys if key)
    edges = Counter(k for k, mark in zip(keys, marks, strict=True) if k and "edge" in mark)
    return {key for key, number in edges.items() if number > 1 and number == counted[key]}


def _has_page_number(text: str, mark: str) -> bool:
    if _sticks(text):
        return True
    front, key, end = _split(text)
    return "edge" in mark and bool(front or end) and len(key.split()) > 2
