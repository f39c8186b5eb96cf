"""Word: paragraphs as lines, headings after an empty line, list items with a bullet.

What is read is what a reader of the paper sees: tables, text boxes, notes, headers and footers.
Not read: deleted text, comments, hidden text, field codes, and what the properties say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from portal.files.extraction import results
from portal.files.extraction.archive import Archive, Spent
from portal.files.extraction.lines import Enough, Lines
from portal.files.extraction.markup import Reader, parse
from portal.files.extraction.results import Limits, Unreadable

BODY = "word/document.xml"
AROUND = re.compile(r"word/(footnotes|endnotes|header\d*|footer\d*)\.xml")
BULLET = "\u2022 "
_OFF = {"0", "false", "off"}
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


class Paragraphs(Reader):
    """Reads one part of a Word file into lines."""

    def __init__(self, lines: Lines, headings: frozenset[str]) -> None:
        self._lines, self._headings = lines, headings
        self._skipping = 0  # inside what is not read
        self._in_text = False
        self._marks: list[str] = []  # of each open paragraph: 'list', 'heading' or nothing
        self._properties = 0
        self._run_hidden = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._skipping or name in ("Fallback", "del", "moveFrom"):
            self._skipping += 1
        elif name == "p":
            self._lines.begin()
            self._marks.append("")
        elif name == "r":
            self._run_hidden = False
        elif name == "t":
            self._in_text = not self._run_hidden
        elif name == "vanish":
            self._run_hidden = attributes.get("val", "1") not in _OFF
        elif name == "pPr":
            self._properties += 1
        elif self._properties:
            self._property(name, attributes)
        elif name in _BREAKS and self._marks:
            self._lines.add(_BREAKS[name])

    def _property(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        if not self._marks:
            return
        if name == "numId" and value != "0":
            self._marks[-1] = self._marks[-1] or "list"
        elif (name == "outlineLvl" and value < "9") or (
            name == "pStyle" and value in self._headings
        ):
            self._marks[-1] = "heading"

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
        elif name == "p" and self._marks:
            mark = self._marks.pop()
            if mark == "heading":
                self._lines.gap()
            self._lines.end(BULLET if mark == "list" else "")
        elif name == "pPr":
            self._properties -= 1
        elif name == "t":
            self._in_text = False

    def text(self, data: str) -> None:
        """Letters."""
        if self._in_text and not self._skipping:
            self._lines.add(data)


class Styles(Reader):
    """The names by which a document calls its headings ('Overskrift1')."""

    def __init__(self) -> None:
        self.headings: set[str] = set()
        self._style = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        value = attributes.get("val", "")
        if name == "style":
            self._style = attributes.get("styleId", "")
        elif (name == "outlineLvl" and value < "9") or (
            name == "name" and value.lower().startswith(("heading", "overskrift", "title"))
        ):
            self.headings.add(self._style)


def pages(file: BinaryIO, limits: Limits) -> Iterator[str | None]:
    """Word files know no pages: one, with the notes and what stands around it at the end."""
    archive = Archive(file, limits)
    if BODY not in archive.names:
        raise Unreadable(results.DAMAGED)
    lines, styles, whole = Lines(limits.characters), Styles(), True
    if "word/styles.xml" in archive.names:
        try:
            parse(archive.pieces("word/styles.xml"), styles)
        except (Unreadable, Spent):
            whole = False
    headings = frozenset(styles.headings)
    for part in (BODY, *sorted(name for name in archive.names if AROUND.fullmatch(name))):
        try:
            parse(archive.pieces(part), Paragraphs(lines, headings))
        except (Enough, Spent):
            whole = False
            break
        except Unreadable as problem:
            whole = False
            if part == BODY and str(problem) == results.PROTECTED:
                raise
    text = lines.take()
    if not whole and not text:
        raise Unreadable(results.DAMAGED)
    yield text
    if not whole:
        yield None
