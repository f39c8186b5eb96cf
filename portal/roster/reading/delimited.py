"""csv and tab-separated text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flask_babel import gettext as _

from portal.roster.problems import RosterProblem
from portal.roster.reading.decoding import decode
from portal.roster.reading.sheets import MAX_COLUMNS, Row

_LONGEST = 128 * 1024


def read_delimited(data: bytes) -> Iterator[Row]:
    """The rows of a text with semicolons, commas or tabs between the columns, with the number of
    the line each begins on. Raises RosterProblem."""
    text = decode(data)
    # A line end within NULs would be dropped by nobody: it is the cell's own mistake.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told, text = _told_delimiter(text)
    delimiter = told or _delimiter(text)
    before = csv.field_size_limit(_LONGEST)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        begins = 2 if told else 1
        offset = begins - 1
        for cells in reader:
            yield begins, cells[:MAX_COLUMNS]
            begins = reader.line_num + 1 + offset
    except csv.Error:
        raise RosterProblem(
            _("The file cannot be read: a quotation mark opens and never closes.")
        ) from None
    finally:
        csv.field_size_limit(before)


def _told_delimiter(text: str) -> tuple[str, str]:
    """Excel's own first line 'sep=;' says it."""
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], rest
    return "", text


def _delimiter(text: str) -> str:
    """What the first lines have most of; a comma in a name does not outweigh the rest."""
    lines = [line for line in text.split("\n", 40)[:40] if line.strip()]

    def weight(mark: str) -> int:
        return sum(min(line.count(mark), MAX_COLUMNS) for line in lines[:10])

    return max(";\t,", key=weight)
