"""A file of any of the kinds we read: which one it is, and where its headings stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from flask_babel import gettext as _

from portal.roster.headings import KINDS, Column, fold
from portal.roster.problems import RosterProblem
from portal.roster.reading.delimited import read_delimited
from portal.roster.reading.sheets import (
    HEADER_WITHIN,
    MAX_CELL,
    MAX_ROWS,
    Row,
    Sheet,
    Table,
)
from portal.roster.reading.workbook import read_workbook

MAX_BYTES = 4 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_table(data: bytes, kind: str) -> Table:
    """The sheets of a file that hold a list of `kind` ('people', 'units').

    Raises RosterProblem: empty, too large, of another type, no sheet with the columns it takes.
    """
    columns = KINDS[kind]
    zipped = data.startswith(b"PK")
    found, unfit, closest = [], [], list[str]()
    for name, rows in _sheets(data):
        sheet, heads = _sheet(name, rows, columns)
        if sheet is not None:
            found.append(sheet)
        else:
            unfit.append(name)
            closest = max(closest, heads, key=len)
    if not found:
        raise _without_columns(columns, closest)
    if not any(sheet.rows for sheet in found):
        raise RosterProblem(_("There are headings and nothing below them."))
    fitting = [sheet for sheet in found if sheet.rows]
    return Table(fitting, guarded=not zipped, unfit=[name for name in unfit if name])


def read_lists(
    data: bytes,
    lists: Mapping[str, Mapping[str, Column]],
    names: Mapping[str, Collection[str]] | None = None,
) -> tuple[dict[str, Table], list[str]]:
    """Several lists out of one file: (list -> its sheets, what to tell of sheets left out).

    `lists`: the columns of each; `names`: the folded titles of sheets that say which one it is.
    Another sheet is the list of whose columns it has the most. Raises RosterProblem as
    `read_table` does; a sheet that bears a list's name and lacks its columns is refused, too.
    """
    zipped = data.startswith(b"PK")
    found: dict[str, list[Sheet]] = {}
    notes: list[str] = []
    closest: tuple[str, list[str]] = (next(iter(lists)), [])
    for name, rows in _sheets(data):
        head = _head(rows)
        if not head:
            continue
        called = next((one for one, words in (names or {}).items() if fold(name) in words), None)
        fits = [_fit(one, head, lists[one]) for one in ([called] if called else lists)]
        best = max(fits, key=lambda fit: (fit.at is not None, len(fit.columns)))
        if best.at is None:
            if called:
                lacking = _titles(lists[called], missing(best.columns.values(), lists[called]))
                words = _("The sheet %(sheet)s lacks a column: %(missing)s.")
                raise RosterProblem(words % {"sheet": name, "missing": lacking})
            if len(best.columns) >= len(closest[1]):
                closest = (best.name, list(best.columns.values()))
            if name:
                notes.append(name)
            continue
        number, cells = head[best.at]
        heads = [_one_line(cell) for cell in cells]
        body = _body(chain(head[best.at + 1 :], rows), heads)
        sheet = Sheet(name, heads, best.columns, best.ignored, body, number)
        found.setdefault(best.name, []).append(sheet)
    if not found:
        raise _without_columns(lists[closest[0]], closest[1])
    if not any(sheet.rows for sheets in found.values() for sheet in sheets):
        raise RosterProblem(_("There are headings and nothing below them."))
    tables = {
        name: Table([sheet for sheet in sheets if sheet.rows], guarded=not zipped)
        for name, sheets in found.items()
    }
    return {name: table for name, table in tables.items() if table.sheets}, notes


def read_sheets(data: bytes) -> list[tuple[str, list[Row]]]:
    """(title, rows that are not empty) of every sheet, for those who ask a person what its columns
    are; of a sheet that is too long one row more than `MAX_ROWS` below the place of headings.
    Raises RosterProblem for a file that cannot be read, or has nothing in it."""
    most = MAX_ROWS + HEADER_WITHIN + 1
    found = [
        (name, [(number, _kept(cells)) for number, cells in islice(_filled_rows(rows), most)])
        for name, rows in _sheets(data)
    ]
    if not any(rows for _name, rows in found):
        raise RosterProblem(_("The file is empty. Choose another one."))
    if sum(len(rows) for _name, rows in found) > 3 * MAX_ROWS:
        raise RosterProblem(
            _("The list is too long: at most %(limit)s rows at once.", limit=MAX_ROWS)
        )
    return found


def _filled_rows(rows: Iterator[Row]) -> Iterator[Row]:
    return (row for row in rows if _filled(row[1]))


def _kept(cells: Sequence[str]) -> list[str]:
    texts = [cell[: MAX_CELL + 1] for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a sheet is a list: the row with the headings, None where it is none of those."""

    name: str
    at: int | None
    columns: dict[int, str]
    ignored: list[str]


def _fit(name: str, head: Sequence[Row], columns: Mapping[str, Column]) -> _Fit:
    best = _Fit(name, None, {}, [])
    for at, (_number, cells) in enumerate(head):
        found, ignored = match(cells, columns)
        if not missing(found.values(), columns):
            return _Fit(name, at, found, ignored)
        if len(found) > len(best.columns):
            best = _Fit(name, None, found, ignored)
    return best


def _head(rows: Iterator[Row]) -> list[Row]:
    """The rows in which the headings may stand."""
    found: list[Row] = []
    for row in rows:
        if _filled(row[1]):
            found.append(row)
            if len(found) >= HEADER_WITHIN:
                break
    return found


def _sheets(data: bytes) -> Iterable[tuple[str, Iterator[Row]]]:
    """The sheets of a file that can be read at all."""
    if not data.strip(b"\0 \t\r\n"):
        raise RosterProblem(_("The file is empty. Choose another one."))
    if len(data) > MAX_BYTES:
        raise RosterProblem(
            _("The file is too large: at most %(limit)s MB.", limit=MAX_BYTES // 1024**2)
        )
    _refuse_others(data)
    if data.startswith(b"PK"):
        return read_workbook(data)
    return [("", read_delimited(data))]


def _titles(columns: Mapping[str, Column], names: Iterable[str]) -> str:
    return ", ".join(str(columns[name].title) for name in names)


def _refuse_others(data: bytes) -> None:
    if data.startswith(_OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in data
        raise RosterProblem(
            _("The workbook is protected by a password. Take it off, and save it once more.")
            if protected
            else _("This is an old Excel file (.xls). Open it, and save it as .xlsx.")
        )
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        raise RosterProblem(_("This is a PDF. Save the list as .xlsx or as csv."))
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise RosterProblem(
            _("This is a web page, whatever its name says. Open it, and save it as .xlsx.")
        )


def _sheet(
    name: str, rows: Iterator[Row], columns: Mapping[str, Column]
) -> tuple[Sheet | None, list[str]]:
    """The sheet, or None and the columns that were met at most in one row."""
    best: list[str] = []
    seen = 0
    for number, cells in rows:
        if not _filled(cells):
            continue
        found, ignored = match(cells, columns)
        if not missing(found.values(), columns):
            heads = [_one_line(cell) for cell in cells]
            return Sheet(name, heads, found, ignored, _body(rows, heads), number), []
        best = max(best, list(found.values()), key=len)
        seen += 1
        if seen >= HEADER_WITHIN:
            break
    return None, best


def _body(rows: Iterator[Row], heads: Sequence[str]) -> list[Row]:
    found: list[Row] = []
    for number, cells in rows:
        texts = [cell[: MAX_CELL + 1] for cell in cells[: len(heads)]]
        if not _filled(texts):
            continue
        if len(found) >= MAX_ROWS:
            raise RosterProblem(
                _("The list is too long: at most %(limit)s rows at once.", limit=MAX_ROWS)
            )
        found.append((number, texts))
    return found


def match(cells: Sequence[str], columns: Mapping[str, Column]) -> tuple[dict[int, str], list[str]]:
    """(position -> column, headings that mean nothing) of a row, if it were the headings.

    Where two headings mean the same column the better word has it: with 'Funktion' beside it,
    'Stilling' is no function.
    """
    candidates: list[tuple[int, int, str]] = []  # rank, position, column
    for at, cell in enumerate(cells):
        word = fold(cell)
        for name, column in columns.items():
            if word and word in column.words:
                candidates.append((column.words.index(word), at, name))
    found: dict[int, str] = {}
    for _rank, at, name in sorted(candidates):
        if at not in found and name not in found.values():
            found[at] = name
    ignored = [_one_line(cell) for at, cell in enumerate(cells) if cell.strip() and at not in found]
    return found, ignored


def missing(found: Iterable[str], columns: Mapping[str, Column]) -> list[str]:
    """The columns that must be there and are not."""
    there = set(found)
    return [
        name
        for name, column in columns.items()
        if column.required
        and name not in there
        and not (column.instead and set(column.instead) <= there)
    ]


def _without_columns(columns: Mapping[str, Column], found: Sequence[str]) -> RosterProblem:
    lacking = _titles(columns, missing(found, columns))
    if found:
        there = _titles(columns, found)
        return RosterProblem(
            _(
                "A column is missing: %(missing)s. Found: %(found)s.",
                missing=lacking,
                found=there,
            )
        )
    return RosterProblem(
        _("No row has the headings. These columns must be there: %(missing)s.", missing=lacking)
    )


def _filled(cells: Sequence[str]) -> bool:
    return any(cell.strip(" \t\n\0\ufeff\xa0") for cell in cells)


def _one_line(text: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())[:80]
