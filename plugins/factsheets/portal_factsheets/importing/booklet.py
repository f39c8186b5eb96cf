"""Reading a booklet of experiments as fact-sheet drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from .blocks import LEAD, Block, compose, markdown
from .draft import SheetDraft
from .headings import DANISH, Headings
from .layout import Layout
from .lines import Line, clean, split
from .mending import Vocabulary, ends_broken
from .names import concept_names, track_name
from .pages import without_running_lines
from .problem import ImportProblem
from .segments import Segment, segments
from .spelling import letters

_FIRST_FIELD = "challenge"


@dataclass
class _Section:
    name: str
    lead: Line | None = None
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class _Reader:
    """What all sheets of a document share."""

    headings: Headings
    layout: Layout
    words: Vocabulary


def parse_booklet(text: str, headings: Headings = DANISH) -> list[SheetDraft]:
    """Every sheet in the text of a booklet, in order; a sheet that is repeated word for word
    comes once.

    Raises ImportProblem ``no_sheets_found`` for a text that is no such booklet, and
    ``too_many_lines`` or ``too_many_sheets`` for one beyond all measure.
    """
    if not headings.may_have_sheets(text):
        raise ImportProblem("no_sheets_found")
    lines = without_running_lines(split(clean(text)), headings)
    found = segments(lines, headings)
    body = [line for segment in found for line in segment.lines]
    reader = _Reader(headings, Layout.of(body), Vocabulary.of(lines))
    drafts: dict[SheetDraft, None] = {}
    for segment in found:
        draft = _draft(segment, reader)
        if draft.title:
            drafts.setdefault(draft)
    if not drafts:
        raise ImportProblem("no_sheets_found")
    copies: Counter[str] = Counter()
    numbered = []
    for draft in drafts:
        copies[draft.source_key] += 1
        numbered.append(draft.numbered(copies[draft.source_key]))
    return numbered


def _draft(segment: Segment, reader: _Reader) -> SheetDraft:
    heading, labels, rest = _head(segment.lines, reader)
    fields = _fields(_sections(rest, reader), reader)
    other = labels.get("experiment", "")
    title = heading or other
    draft = SheetDraft(
        title=title,
        other_titles=(other,) if other and letters(other) != letters(title) else (),
        institution=segment.institution,
        programme=labels.get("programme", ""),
        track=track_name(labels.get("track", "")),
        concepts=concept_names(labels.get("concepts", "")),
    )
    return replace(draft, **fields)


def _head(lines: Sequence[Line], reader: _Reader) -> tuple[str, dict[str, str], Sequence[Line]]:
    """(the title over the labels, label -> value, the lines below)."""
    headings = reader.headings
    position = 1 if headings.is_banner(lines[0].text) else 0
    title: list[Line] = []
    while position < len(lines) and not _is_head(lines[position].text, headings):
        title.append(lines[position])
        position += 1
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
    return _joined(title, reader), labels, lines[position:]


def _is_head(text: str, headings: Headings) -> bool:
    return headings.label(text) is not None or headings.section(text) is not None


def _is_value(above: Line, line: Line, begun: bool, reader: _Reader) -> bool:
    """Whether a line continues the value of the label above it."""
    if _is_head(line.text, reader.headings):
        return False
    if not line.apart or ends_broken(above.text):
        return True
    return begun and line.text[0].islower() and reader.layout.goes_on(above, line)


def _joined(lines: Sequence[Line], reader: _Reader) -> str:
    text = ""
    for line in lines[:20]:
        text = reader.words.join(text, line.text) if text else line.text
    return text


def _sections(lines: Sequence[Line], reader: _Reader) -> list[_Section]:
    """The sections in the order of the sheet. What stands before the first heading is kept as
    part of the first field."""
    sections = [_Section(_FIRST_FIELD)]
    above: Line | None = None
    for line in lines:
        found = reader.headings.section(line.text)
        if found and _may_be_heading(line, above, bool(found[2])):
            name, is_lead, rest = found
            sections.append(_Section(name, line if is_lead else None))
            if rest:
                sections[-1].lines.append(Line(rest, spaced=line.spaced))
        else:
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


def _fields(sections: Sequence[_Section], reader: _Reader) -> dict[str, Any]:
    """Field -> Markdown."""
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


def _unbox(section: _Section, box: _Section, sections: Sequence[_Section]) -> None:
    """Give an empty section the paragraphs that follow the list of the box in its place.

    In extracted text a box stands where it was anchored, here between a heading and its text.
    """
    if any(other.blocks for other in sections if other.name == section.name):
        return
    last = max((i for i, block in enumerate(box.blocks) if block.is_list), default=-1)
    if last >= 0:
        section.blocks, box.blocks = box.blocks[last + 1 :], box.blocks[: last + 1]
