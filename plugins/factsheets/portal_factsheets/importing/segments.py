"""Finding where sheets begin, and whose each page's institution label is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .headings import Headings, is_bullet
from .lines import Line
from .problem import ImportProblem

MAX_SHEETS = 5_000
_LOOK_AHEAD = 15
_TITLE_LINES = 4
_MAX_TITLE_LINE = 120
_MAX_INSTITUTION = 100


@dataclass(frozen=True)
class Segment:
    """The lines of one sheet, its banner included, and the institution its pages name."""

    lines: tuple[Line, ...]
    institution: str


def segments(lines: Sequence[Line], headings: Headings) -> list[Segment]:
    """Cut lines into sheets. The labels that name a page's institution are taken out.

    Raises ImportProblem ``no_sheets_found``, ``too_many_sheets``.
    """
    owned = _institutions(lines, headings)
    kept: list[Line] = []
    labels: list[tuple[int, str, Line]] = []  # (index of the next kept line, value, the label)
    page_start = False
    for index, line in enumerate(lines):
        if index in owned:
            labels.append((len(kept), owned[index], line))
            page_start = page_start or line.page_start
            continue
        if labels and labels[-1][0] == len(kept):
            label = labels[-1][2]
            gap = max(line.gap, label.gap, 1)
            line = Line(line.text, gap, line.page_start or page_start, line.spaced)
        kept.append(line)
        page_start = False
    starts = _starts(kept, headings)
    if not starts:
        raise ImportProblem("no_sheets_found")
    named = _assign(lines, kept, labels, starts, owned)
    ends = [*starts[1:], len(kept)]
    found = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        part = kept[start:end]
        stop = next((i for i, line in enumerate(part) if i and headings.is_end(line)), len(part))
        found.append(Segment(tuple(part[:stop]), ", ".join(named[number])))
    return found


def _institutions(lines: Sequence[Line], headings: Headings) -> dict[int, str]:
    """Index -> value of the lines that are an institution label of their page."""
    owned: dict[int, str] = {}
    for index, line in enumerate(lines):
        if not line.text[0].isupper() or len(line.text) > _MAX_INSTITUTION:
            continue
        label = headings.label(line.text)
        if label is None or label[0] != "institution":
            continue
        below = lines[index + 1] if index + 1 < len(lines) else None
        apart = line.apart or below is None or below.apart
        beside = any(
            headings.is_banner(other.text) or headings.label(other.text) is not None
            for other in lines[max(0, index - 1) : index + 2]
            if other is not line
        )
        if apart or beside:
            owned[index] = label[1]
    return owned


def _assign(
    lines: Sequence[Line],
    kept: Sequence[Line],
    labels: Sequence[tuple[int, str, Line]],
    starts: Sequence[int],
    owned: dict[int, str],
) -> list[list[str]]:
    """The distinct institutions of every sheet.

    A label right above a sheet on the same page is its head; every other one, at the head or
    the foot of a page, belongs to the sheet that is going on there. Where page marks are lost,
    a foot shows by standing closer to the next sheet than the label over the first one.
    """
    content = [line for index, line in enumerate(lines) if index not in owned]
    named: list[list[str]] = [[] for _ in starts]
    place = {start: number for number, start in enumerate(starts)}
    current = -1
    ordered = iter(starts)
    upcoming = next(ordered, None)
    first = content[starts[0]].gap if any(p == starts[0] for p, _, _ in labels) else 0
    for position, value, label in labels:
        while upcoming is not None and upcoming < position:
            current += 1
            upcoming = next(ordered, None)
        sheet = current
        if position in place:
            below = content[position]
            closer = below.gap < first and not label.page_start
            if not (below.page_start or closer):
                sheet = place[position]
        if sheet >= 0 and value and value not in named[sheet]:
            named[sheet].append(value)
    return named


def _starts(lines: Sequence[Line], headings: Headings) -> list[int]:
    """The index of every sheet's first line: its banner, or its title where it has none."""
    starts: list[int] = []
    covered = -1  # the last line that belongs to the head of a sheet already found
    for index, line in enumerate(lines):
        if index <= covered or not line.text[0].isupper():
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
            return section[0] in ("challenge", "hypothesis")
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
