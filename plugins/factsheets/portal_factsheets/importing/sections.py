"""The sections of a sheet as the Markdown texts of its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .blocks import LEAD, Block, compose
from .lines import Line
from .markdown import markdown
from .mending import ends_broken
from .reader import Reader

_FIRST_FIELD = "challenge"
#: What stands before the first heading of another institution's sheet.
INTRODUCTION = "introduction"


@dataclass
class _Section:
    """A heading's lines: the field ``name``, the ``lead`` line where the heading is one."""

    name: str
    lead: Line | None = None
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def section_texts(lines: Sequence[Line], reader: Reader) -> dict[str, str]:
    """Field -> Markdown, of the lines below the head of a sheet."""
    sections = _sections(lines, reader)
    for section, below in pairwise(sections):
        if not section.blocks and section.lead is None and below.name in reader.headings.boxed:
            _unbox(section, below, sections)
    blocks: dict[str, list[Block]] = {}
    led: set[str] = set()
    for section in sections:
        into = blocks.setdefault(section.name, [])
        if section.lead is not None:
            into.append(Block(LEAD, [section.lead.text.rstrip(" :")]))
            led.add(section.name)
        elif section.name in led and section.blocks:
            # The lead has had its say; from here on it is the field itself.
            into.append(Block(LEAD, [reader.headings.sections[section.name][0]]))
            led.discard(section.name)
        into.extend(section.blocks)
    return {name: markdown(found) for name, found in blocks.items()}


def _sections(lines: Sequence[Line], reader: Reader) -> list[_Section]:
    """The sections in the order of the sheet. What stands before the first heading is kept as
    part of the first field."""
    loose = reader.headings.loose
    sections = [_Section(INTRODUCTION if loose else _FIRST_FIELD)]
    above: Line | None = None
    for line in lines:
        found = reader.headings.section(line.text)
        apart = reader.layout.whole
        if found and (apart or _may_be_heading(line, above, bool(found[2]))):
            name, is_lead, rest = found
            sections.append(_Section(name, line if is_lead else None))
            if rest:
                sections[-1].lines.append(Line(rest, spaced=line.spaced))
        elif not (loose and not any(map(str.isalnum, line.text))):  # a line of dashes
            sections[-1].lines.append(line)
        above = line
    for section in sections:
        section.blocks = compose(section.lines, reader.layout, reader.words)
    return sections[0 if sections[0].blocks else 1 :]


def _may_be_heading(line: Line, above: Line | None, has_text: bool) -> bool:
    if above is None:
        return True
    if has_text and not line.apart:
        return False
    return line.apart or not (ends_broken(above.text) or above.text.endswith(","))


def _unbox(section: _Section, box: _Section, sections: Sequence[_Section]) -> None:
    """Give an empty section the paragraphs that follow the list of the box in its place.

    In extracted text a box stands where it was anchored, here between a heading and its text.
    """
    if any(other.blocks for other in sections if other.name == section.name):
        return
    last = max((i for i, block in enumerate(box.blocks) if block.is_list), default=-1)
    if last >= 0:
        section.blocks, box.blocks = box.blocks[last + 1 :], box.blocks[: last + 1]
