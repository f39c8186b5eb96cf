"""What another institution's sheet says beyond our sections: where it goes, and what is said of
it.

Remarks are pairs of a code and the words it is about:

- ``introduction``: text before the first heading, kept as the summary or with the challenge
- ``left_out``: the text of a section that the profile leaves out
- ``unknown_heading``: a line that looks like a heading and is none of the profile's; it and what
  follows it stand in the field before
- ``nothing_under``: a heading with no text under it
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .candidates import looks_like_heading
from .lines import Line
from .reader import Reader
from .sections import INTRODUCTION

#: The section whose text is not taken over.
IGNORED = "ignore"
TEXTS = (
    "challenge",
    "hypothesis",
    "actions",
    "findings",
    "elements",
    "attention",
    "target_group",
    "summary",
)
NAMES = ("institution", "programme", "track", "concepts", "experiment")
SUMMARY_MAX = 300
_EXCERPT = 300
_MAX_NAME = 200


@dataclass(frozen=True)
class Placed:
    """The fields of a sheet, its labels, and the remarks."""

    texts: dict[str, Any]
    labels: dict[str, str]
    remarks: tuple[tuple[str, str], ...]


def placed(
    texts: Mapping[str, str], labels: Mapping[str, str], lines: Sequence[Line], reader: Reader
) -> Placed:
    """Sorts what was found under each heading into the fields of a sheet."""
    found = {name: text for name, text in texts.items() if name in TEXTS}
    names = dict(labels)
    remarks: list[tuple[str, str]] = []
    for name in NAMES:
        if text := texts.get(name, ""):
            names.setdefault(name, " ".join(text.split())[:_MAX_NAME])
    for name, text in texts.items():
        if not text:
            remarks.append(("nothing_under", name))
    if text := texts.get(INTRODUCTION, ""):
        remarks.append(("introduction", text[:_EXCERPT]))
        if "summary" not in found and len(text) <= SUMMARY_MAX:
            found["summary"] = text
        else:
            found["challenge"] = "\n\n".join(t for t in (text, found.get("challenge")) if t)
    if text := texts.get(IGNORED, ""):
        remarks.append(("left_out", text[:_EXCERPT]))
    if summary := found.get("summary"):
        found["summary"] = " ".join(summary.split())
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else None
        above = lines[index - 1] if index else None
        looks = looks_like_heading(line, above, below, reader.headings, reader.layout.whole)
        if looks and line.text != texts.get(INTRODUCTION):
            remarks.append(("unknown_heading", line.text[:_EXCERPT]))
    return Placed(found, names, tuple(remarks))
