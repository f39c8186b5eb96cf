"""Excel: a page for each sheet, a line for each row, the values as they were last computed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO

from portal.files.extraction import results
from portal.files.extraction.archive import Archive, Spent
from portal.files.extraction.lines import Enough, Lines
from portal.files.extraction.markup import Reader, parse
from portal.files.extraction.pptx import Order, relations
from portal.files.extraction.results import Limits, Unreadable

BOOK = "xl/workbook.xml"
_BUILT_IN_DATES = {*range(14, 18), 22}
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


class SharedStrings(Reader):
    """The texts that cells refer to by number."""

    def __init__(self, characters: int) -> None:
        self.found: list[str] = []
        self._left = characters
        self._parts: list[str] = []
        self._in_text = self._in_reading = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "si":
            self._parts = []
        self._in_reading = self._in_reading or name == "rPh"  # how a Japanese word is spoken
        self._in_text = name == "t" and not self._in_reading

    def end(self, name: str) -> None:
        """An element ends."""
        self._in_text = False
        if name == "rPh":
            self._in_reading = False
        if name == "si":
            self.found.append("".join(self._parts))
            self._left -= len(self.found[-1]) + 1
            if self._left < 0:
                raise Enough

    def text(self, data: str) -> None:
        """Letters."""
        if self._in_text:
            self._parts.append(data)


class Formats(Reader):
    """Which styles of cells are dates."""

    def __init__(self) -> None:
        self._dates = {str(number) for number in _BUILT_IN_DATES}
        self._in_cells = False
        self.styles: list[bool] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "numFmt":
            code = _NOT_FORMAT.sub("", attributes.get("formatCode", "")).lower()
            if "y" in code or "d" in code:
                self._dates.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self.styles.append(attributes.get("numFmtId", "") in self._dates)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "cellXfs":
            self._in_cells = False


class Sheet(Reader):
    """The rows of one sheet; empty cells are nothing, however many there are."""

    def __init__(self, lines: Lines, strings: list[str], dates: list[bool]) -> None:
        self._lines, self._strings, self._dates = lines, strings, dates
        self._kind = self._style = ""
        self._value: list[str] = []
        self._in_value = False
        self._first = True

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "row":
            self._lines.begin()
            self._first = True
        elif name == "c":
            self._kind, self._style = attributes.get("t", ""), attributes.get("s", "")
            self._value = []
        self._in_value = name in ("v", "t")

    def end(self, name: str) -> None:
        """An element ends."""
        self._in_value = False
        if name == "row":
            self._lines.end()
        elif name == "c" and (shown := self._shown("".join(self._value).strip())):
            self._lines.add(shown if self._first else "\t" + shown)
            self._first = False

    def text(self, data: str) -> None:
        """Letters."""
        if self._in_value:
            self._value.append(data)

    def _shown(self, value: str) -> str:
        if self._kind == "s":
            at = int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1
            return self._strings[at].strip() if 0 <= at < len(self._strings) else ""
        if self._kind == "e":
            return ""  # #REF! and its kin
        at = int(self._style) if self._style.isascii() and self._style.isdigit() else -1
        if value and self._kind in ("", "n") and 0 <= at < len(self._dates) and self._dates[at]:
            return _date(value)
        return value


def _date(value: str) -> str:
    """The day a number of Excel's stands for."""
    try:
        day = dt.datetime(1899, 12, 30) + dt.timedelta(days=float(value))
    except (ValueError, OverflowError):
        return value
    return f"{day:%Y-%m-%d}"


class Names(Order):
    """The sheets of a book, the hidden ones left out."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if attributes.get("state", "visible") == "visible":
            super().begin(name, attributes)


def pages(file: BinaryIO, limits: Limits) -> Iterator[str | None]:
    """Each visible sheet, its name first."""
    archive = Archive(file, limits)
    book, targets = Names("sheet"), relations(archive, BOOK)
    parse(archive.pieces(BOOK), book)
    if not book.found:
        raise Unreadable(results.DAMAGED)
    strings, formats = SharedStrings(4 * limits.characters), Formats()
    for name, reader in (("xl/sharedStrings.xml", strings), ("xl/styles.xml", formats)):
        try:
            if name in archive.names:
                parse(archive.pieces(name), reader)
        except (Enough, Spent, Unreadable):
            yield None
    lines = Lines(limits.characters)
    for sheet in book.found:
        whole = True
        lines.begin()
        lines.add(sheet.get("name", "")[:100])
        lines.end()
        try:
            part = targets.get(sheet.get("r:id", ""), ("", ""))[1]
            parse(archive.pieces(part), Sheet(lines, strings.found, formats.styles))
        except Unreadable:
            whole = False
        except (Enough, Spent):
            yield lines.take()
            yield None
            return
        yield lines.take()
        if not whole:
            yield None
