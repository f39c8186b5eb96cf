"""Excel workbooks: values only; a formula counts as what Excel last worked out."""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string, range_boundaries

from portal.files.archives import read_listing
from portal.files.problems import FileProblem
from portal.roster.problems import RosterProblem
from portal.roster.reading.sheets import MAX_CELL, MAX_COLUMNS, Row

log = logging.getLogger("portal.roster")
MAX_UNPACKED = 64 * 1024 * 1024
MAX_SHEETS = 30
#: Empty rows cost nothing to keep, but something to walk through.
MAX_SCANNED = 1_048_576
_MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_MAX_MERGED = 20_000
#: A formula that no spreadsheet has worked out yet, as programs write them: there is no value.
_UNSOLVED = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f[^>]*>([^<]{0,2000})</f>'
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)


def read_workbook(data: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    """The sheets of a workbook with their rows. Raises RosterProblem for a bomb, for what is
    damaged and for what only looks like a workbook."""
    _check_archive(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, about styles and extensions it leaves out
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            shown = [one for one in book.worksheets if one.sheet_state == "visible"]
            # What somebody has hidden they do not see in the preview as theirs.
            for sheet in (shown or book.worksheets)[:MAX_SHEETS]:
                xml = _xml(book, sheet)
                yield sheet.title, _whole(_rows(sheet, _merged(xml), _unsolved(xml)))
        except RosterProblem:
            raise
        except Exception as problem:  # whatever openpyxl makes of a file that is broken
            raise _damaged(problem) from problem


def _whole(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows are read while they are asked for, and so is what is broken in them."""
    try:
        yield from rows
    except Exception as problem:
        raise _damaged(problem) from problem


def _damaged(problem: Exception) -> RosterProblem:
    log.info("a workbook could not be read: %s: %s", type(problem).__name__, problem)
    return RosterProblem(
        _("The workbook is damaged. Open it in Excel, and save it once more as .xlsx.")
    )


def _check_archive(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book"
        path.write_bytes(data)
        try:
            listing = read_listing(path)
        except FileProblem as problem:
            raise RosterProblem(str(problem)) from problem
    names = listing.names
    if listing.unpacked > MAX_UNPACKED:
        raise RosterProblem(
            _("The workbook unpacks to far more than a list of people. Save only the list.")
        )
    if any(name.endswith(".iwa") for name in names):
        raise RosterProblem(
            _("This is a Numbers document. Choose File, Export to, Excel in Numbers first.")
        )
    if "content.xml" in names:
        raise RosterProblem(
            _("This is an OpenDocument spreadsheet. Save it as .xlsx or as csv first.")
        )
    if "xl/workbook.bin" in names:
        raise RosterProblem(_("This is a binary workbook (.xlsb). Save it as .xlsx first."))
    if "xl/workbook.xml" not in names:
        raise RosterProblem(_("This is no Excel workbook. Save the list as .xlsx or as csv."))


def _xml(book: Any, sheet: Any) -> bytes:
    """The sheet as it is stored."""
    try:
        return bytes(book._archive.read(sheet._worksheet_path))
    except (AttributeError, KeyError):
        return b""


def _unsolved(xml: bytes) -> dict[tuple[int, int], str]:
    """(row, column) of each formula without a value -> the formula: shown as what it is, for an
    empty cell would be lost without a word."""
    found: dict[tuple[int, int], str] = {}
    for column, row, formula in _UNSOLVED.findall(xml):
        at = int(row), column_index_from_string(column.decode())
        found[at] = "=" + unescape(formula.decode("utf-8", "replace"))
    return found


def _merged(xml: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """(row, column) of each merged cell -> the one that holds its value."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for reference in _MERGED.findall(xml):
        left, top, right, bottom = range_boundaries(reference.decode())
        if (bottom - top + 1) * (right - left + 1) + len(found) > _MAX_MERGED:
            break
        for row in range(top, bottom + 1):
            for column in range(left, min(right, MAX_COLUMNS) + 1):
                found[row, column] = (top, left)
    return found


def _rows(
    sheet: Any,
    merged: dict[tuple[int, int], tuple[int, int]],
    unsolved: dict[tuple[int, int], str],
) -> Iterator[Row]:
    held: dict[tuple[int, int], str] = {}
    origins = set(merged.values())
    sheet.reset_dimensions()  # what the file says of its own size may be anything
    for number, cells in enumerate(
        sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS, max_row=MAX_SCANNED), start=1
    ):
        texts = [_text(cell) for cell in cells]
        if unsolved:
            for at, text in enumerate(texts, start=1):
                texts[at - 1] = text or unsolved.get((number, at), "")
        if merged:
            for column in range(1, MAX_COLUMNS + 1):
                if (number, column) in origins and column <= len(texts):
                    held[number, column] = texts[column - 1]
                elif (origin := merged.get((number, column))) is not None:
                    texts += [""] * (column - len(texts))
                    texts[column - 1] = held.get(origin, "")
        yield number, texts


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[: MAX_CELL + 1]
