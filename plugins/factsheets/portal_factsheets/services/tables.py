"""Rows out of an Excel or csv file, by the names of `columns.COLUMNS`."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import force_locale

from portal.api import LANGUAGES, PortalError, fold, without_guard

from ..importing import decode
from .columns import COLUMNS

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 20_000
#: Further to the right nothing is read: every row is filled up to the sheet's last column, and one
#: cell in the farthest corner of a small file would cost gigabytes.
MAX_COLUMNS = 200
NOT_OURS = (
    "{name} is no table of fact sheets: its first row must hold headings such as Title, "
    "Programme and Challenge. Export the list to see what it looks like."
)


class Row:
    """One row: its number in the file as a spreadsheet counts, and its texts by column."""

    def __init__(self, number: int, values: Mapping[str, str]) -> None:
        self.number, self.values = number, values


def read_xlsx(path: Path) -> list[Row]:
    """The rows of the first sheet of a workbook. Raises PortalError for anything else."""
    from openpyxl import load_workbook

    data = _bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                raise PortalError(f"{path.name} is too large once it is unpacked.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        cells = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)
        rows = [[_text(cell) for cell in row] for row in _limited(cells)]
    except PortalError:
        raise
    except Exception as problem:  # whatever openpyxl makes of a file that is broken
        raise PortalError(f"{path.name} is no Excel file that can be read.") from problem
    return _rows(path.name, rows)


def read_csv(path: Path) -> list[Row]:
    """The rows of a csv file with semicolons, commas or tabs between the columns. Raises
    PortalError, and ImportProblem where it is no text."""
    text = decode(_bytes(path), MAX_BYTES)
    csv.field_size_limit(1024 * 1024)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [[without_guard(cell) for cell in row] for row in _limited(reader)]
    except csv.Error as problem:
        raise PortalError(f"{path.name} is no csv file that can be read: {problem}.") from problem
    return _rows(path.name, rows)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PortalError(f"{path.name} is too large: at most {MAX_BYTES // 1024**2} MB.")
        return path.read_bytes()
    except OSError as problem:
        raise PortalError(f"{path.name} cannot be read.") from problem


def _limited(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number > MAX_ROWS:
            raise PortalError(f"The table is too long: at most {MAX_ROWS} rows.")
        yield row


def _rows(name: str, rows: list[list[str]]) -> list[Row]:
    known = headings()
    names = [known.get(fold(heading)) for heading in rows[0]] if rows else []
    if "title" not in names:
        raise PortalError(NOT_OURS.format(name=name))
    found = []
    for number, row in enumerate(rows[1:], start=2):
        values = {
            column: cell.replace("\r\n", "\n").strip()
            for column, cell in zip(names, row, strict=False)
            if column is not None
        }
        if any(values.values()):
            found.append(Row(number, values))
    if not found:
        raise PortalError(f"{name} holds no fact sheets.")
    return found


@cache
def headings() -> Mapping[str, str]:
    """The name of a column for each heading it may have: its name, and its words in every
    language."""
    found = {fold(name): name for name in COLUMNS}
    for language in LANGUAGES:
        with force_locale(language):
            found.update({fold(str(words)): name for name, words in COLUMNS.items()})
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
