"""The head of a sheet: its title, and the labels under it."""

from __future__ import annotations

from collections.abc import Sequence

from .headings import Headings
from .lines import Line
from .mending import ends_broken
from .reader import Reader
from .titles import split_title


def sheet_head(lines: Sequence[Line], reader: Reader) -> tuple[str, dict[str, str], Sequence[Line]]:
    """(the title over the labels, label -> value, the lines below). Where sheets are told by their
    titles, what stands between title and labels comes first among the lines below."""
    headings = reader.headings
    position = 1 if headings.is_banner(lines[0].text) else 0
    title: list[Line] = []
    while position < len(lines) and not _issheet_head(lines[position].text, headings):
        title.append(lines[position])
        position += 1
    between: list[Line] = []
    if headings.loose and title:
        count = split_title(title, headings, reader.layout.whole)
        title, between = title[:count], title[count:]
    labels: dict[str, str] = {}
    while position < len(lines) and (found := headings.label(lines[position].text)):
        name, value = found
        group = [Line(value, spaced=lines[position].spaced)] if value else []
        above = lines[position]
        position += 1
        while position < len(lines) and _is_value(above, lines[position], bool(group), reader):
            above = lines[position]
            group.append(above)
            position += 1
        labels.setdefault(name, _joined(group, reader))
    rest = lines[position:]
    return _joined(title, reader), labels, [*between, *rest] if between else rest


def _issheet_head(text: str, headings: Headings) -> bool:
    return headings.label(text) is not None or headings.section(text) is not None


def _is_value(above: Line, line: Line, begun: bool, reader: Reader) -> bool:
    """Whether a line continues the value of the label above it."""
    if _issheet_head(line.text, reader.headings):
        return False
    if reader.layout.whole:
        return not begun
    if not line.apart or ends_broken(above.text):
        return True
    return begun and line.text[0].islower() and reader.layout.goes_on(above, line)


def _joined(lines: Sequence[Line], reader: Reader) -> str:
    text = ""
    for line in lines[:20]:
        text = reader.words.join(text, line.text) if text else line.text
    return text
