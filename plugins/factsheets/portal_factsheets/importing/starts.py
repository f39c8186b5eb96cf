"""Finding where the sheets of a document begin."""

from __future__ import annotations

from collections.abc import Sequence

from .headings import Headings, is_bullet
from .lines import Line
from .problem import ImportProblem
from .titles import titled_starts

MAX_SHEETS = 5_000
_LOOK_AHEAD = 15
_TITLE_LINES = 4
_MAX_TITLE_LINE = 120


def sheet_starts(lines: Sequence[Line], headings: Headings) -> list[int]:
    """The index of every sheet's first line: its banner, or its title where it has none.

    Raises ImportProblem ``too_many_sheets``.
    """
    if headings.titled:
        return titled_starts(lines, headings)
    starts: list[int] = []
    covered = -1  # the last line that belongs to the head of a sheet already found
    for index, line in enumerate(lines):
        if index <= covered or not (line.text[0].isupper() or headings.loose):
            continue
        if headings.is_banner(line.text):
            end = _head_end(lines, index, headings)
            if end is not None:
                starts.append(index)
                covered = end
        elif _is_confirmed(lines, index, headings):
            floor = max(covered, starts[-1] if starts else -1)
            starts.append(_title_start(lines, index, floor, headings))
            covered = index
        if len(starts) > MAX_SHEETS:
            raise ImportProblem("too_many_sheets", limit=MAX_SHEETS)
    return starts


def _head_end(lines: Sequence[Line], banner: int, headings: Headings) -> int | None:
    """Where the labels begin under a banner and its title; None where none do."""
    for index in range(banner + 1, min(len(lines), banner + 1 + _LOOK_AHEAD)):
        text = lines[index].text
        if headings.is_banner(text):
            return None
        if headings.label(text) or headings.section(text):
            has_title = index > banner + 1 or headings.label(text) is not None
            return index if has_title else None
    return None


def _is_confirmed(lines: Sequence[Line], label: int, headings: Headings) -> bool:
    """A line 'Eksperiment: ...' heads a sheet where another label or heading soon follows."""
    own = headings.label(lines[label].text)
    if own is None or own[0] != "experiment":
        return False
    for line in lines[label + 1 : label + 1 + _LOOK_AHEAD // 2]:
        found = headings.label(line.text)
        if found:
            return found[0] != "experiment"
        if section := headings.section(line.text):
            return headings.loose or section[0] in ("challenge", "hypothesis")
        if headings.is_banner(line.text):
            return False
    return False


def _title_start(lines: Sequence[Line], label: int, floor: int, headings: Headings) -> int:
    """The first line of the short block above a label that can be a title, or the label."""
    first = label
    while first - 1 > floor and label - first < _TITLE_LINES:
        line = lines[first - 1]
        unfit = len(line.text) > _MAX_TITLE_LINE or line.text.endswith((".", ";", ","))
        if unfit or is_bullet(line.text) or headings.is_known(line.text):
            break
        first -= 1
        if line.apart:
            return first
    return label if first == label or label - first >= _TITLE_LINES else first
