"""Cutting a document into sheets, each with the institution that its own pages name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .headings import Headings
from .lines import Line
from .problem import ImportProblem
from .starts import sheet_starts

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
    starts = sheet_starts(kept, headings)
    if not starts:
        raise ImportProblem("no_sheets_found")
    named = _assign(lines, labels, starts, owned)
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
        value = label[1]
        apart = line.apart or below is None or below.apart
        # In the middle of a sentence it is a foot as long as it does not look like a sentence.
        if apart or not value or (value[0].isupper() and value[-1] not in ".,;:-"):
            owned[index] = value
    return owned


def _assign(
    lines: Sequence[Line],
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
