"""Reading a booklet of experiments as fact-sheet drafts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
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
from .problem import ImportProblem
from .reader import Reader
from .sections import section_texts
from .segments import Segment, segments
from .spelling import letters


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
    reader = Reader(headings, Layout.of(body), Vocabulary.of(lines))
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


def _draft(segment: Segment, reader: Reader) -> SheetDraft:
    heading, labels, rest = sheet_head(segment.lines, reader)
    texts: dict[str, Any] = dict(section_texts(rest, reader))
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
    return replace(draft, **texts)
