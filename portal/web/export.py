"""Lists as files: Excel, and csv as a Danish Excel opens it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with one of these is a formula to a spreadsheet (CWE-1236).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """`name`.csv with BOM and semicolons. What a spreadsheet would take for a formula gets an
    apostrophe in front; `without_guard` takes it away again when the file comes back."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(_text(value)) for value in row])
    return _download(out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """`name`.xlsx with one sheet; text is written as text, never as a formula or a link."""
    return workbook_response(name, [("", columns, rows)])


def workbook_response(
    name: str, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]
) -> Response:
    """`name`.xlsx with several sheets: (title, columns, rows) of each."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for title, columns, rows in sheets:
            sheet = book.add_worksheet(title[:31] or None)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 40)
            sheet.set_column(1, max(1, len(columns) - 1), 24)
            for column, heading in enumerate(columns):
                sheet.write_string(0, column, str(heading), bold)
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, (int, float)) and not isinstance(value, bool):
                        sheet.write_number(number, column, value, wrap)
                    else:
                        # 32,767 characters is all a cell of Excel can hold.
                        sheet.write_string(number, column, _text(value)[:32767], wrap)
    return _download(out.getvalue(), XLSX, f"{name}.xlsx")


def without_guard(text: str) -> str:
    """Undoes what `csv_response` put in front of a formula-like cell."""
    return text[1:] if text.startswith("'") and _is_formula(text) else text


def _guarded(text: str) -> str:
    return "'" + text if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    # Also behind apostrophes, or text that had one of its own would lose it on the way back.
    return text.lstrip("'").startswith(FORMULA)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return str(value)


def _download(body: bytes, mimetype: str, filename: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
