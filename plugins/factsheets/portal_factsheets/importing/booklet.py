"""Reading a booklet of experiments as fact-sheet drafts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from .danish import DANISH
from .draft import SheetDraft
from .head import sheet_head
from .headings import Headings
from .layout import Layout
from .lines import clean, split
from .mending import Vocabulary
from .names import concept_names, track_name
from .pages import without_running_lines
from .placing import placed
from .problem import ImportProblem
from .reader import Reader
from .sections import section_texts
from .segments import Segment, segments
from .spelling import letters


@dataclass(frozen=True)
class ReadSheet:
    """A sheet with the lines it was read from (``source``), and ``remarks``: (code, words) about
    what has no place in a field; see :mod:`.placing`."""

    draft: SheetDraft
    source: str
    remarks: tuple[tuple[str, str], ...] = ()


def parse_booklet(
    text: str, headings: Headings = DANISH, *, whole: bool = False
) -> list[SheetDraft]:
    """The drafts of ``read_sheets``."""
    return [found.draft for found in read_sheets(text, headings, whole=whole)]


def read_sheets(text: str, headings: Headings = DANISH, *, whole: bool = False) -> list[ReadSheet]:
    """Every sheet in the text of a booklet, in order; a sheet that is repeated word for word
    comes once. ``whole``: every line of the text is a paragraph, as in a Word file.

    Raises ImportProblem ``no_sheets_found`` for a text that is no such booklet, and
    ``too_many_lines`` or ``too_many_sheets`` for one beyond all measure.
    """
    if not headings.may_have_sheets(text):
        raise ImportProblem("no_sheets_found")
    lines = without_running_lines(split(clean(text)), headings)
    found = segments(lines, headings)
    body = [line for segment in found for line in segment.lines]
    layout = replace(Layout.of(body), whole=whole)
    reader = Reader(headings, layout, Vocabulary.of(lines))
    sheets: dict[SheetDraft, ReadSheet] = {}
    for segment in found:
        draft, remarks = _draft(segment, reader)
        if draft.title:
            source = "\n".join("\n" * min(one.gap, 1) + one.text for one in segment.lines)
            sheets.setdefault(draft, ReadSheet(draft, source.strip("\n"), remarks))
    if not sheets:
        raise ImportProblem("no_sheets_found")
    copies: Counter[str] = Counter()
    numbered = []
    for draft, sheet in sheets.items():
        copies[draft.source_key] += 1
        numbered.append(replace(sheet, draft=draft.numbered(copies[draft.source_key])))
    return numbered


def _draft(segment: Segment, reader: Reader) -> tuple[SheetDraft, tuple[tuple[str, str], ...]]:
    heading, labels, rest = sheet_head(segment.lines, reader)
    texts: dict[str, Any] = dict(section_texts(rest, reader))
    remarks: tuple[tuple[str, str], ...] = ()
    institution = segment.institution
    if reader.headings.loose:
        placed_ = placed(texts, labels, rest, reader)
        texts, labels, remarks = placed_.texts, placed_.labels, placed_.remarks
        institution = institution or labels.get("institution", "")
        heading = heading.strip("#*_ ")
    other = labels.get("experiment", "")
    title = heading or other
    draft = SheetDraft(
        title=title,
        other_titles=(other,) if other and letters(other) != letters(title) else (),
        institution=institution,
        programme=labels.get("programme", ""),
        track=track_name(labels.get("track", "")),
        concepts=concept_names(labels.get("concepts", "")),
    )
    return replace(draft, **texts), remarks
