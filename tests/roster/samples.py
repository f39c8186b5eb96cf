"""Real bytes of every kind of file that somebody may send."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlsxwriter


def text(rows: Sequence[Sequence[str]], mark: str = ";", encoding: str = "cp1252") -> bytes:
    return "\r\n".join(mark.join(row) for row in rows).encode(encoding)


def book(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook as openpyxl writes it: dates as dates, numbers as numbers."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_formulas() -> bytes:
    """Formulas with what Excel worked out, and one that failed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Ansatte")
        for column, head in enumerate(("Fornavn", "Efternavn", "Navn", "E-mail", "Telefon")):
            sheet.write_string(0, column, head)
        sheet.write_row(1, 0, ["Ane", "Holm"])
        sheet.write_formula(1, 2, '=A2&" "&B2', None, "Ane Holm")
        sheet.write_formula(1, 3, '=LOWER(A2)&"@skole.dk"', None, "ane@skole.dk")
        sheet.write_number(1, 4, 12345678)
        sheet.write_row(2, 0, ["Bo", "Bak"])
        sheet.write_formula(2, 2, "=VLOOKUP(1,A1:A1,9)", None, "#REF!")
        sheet.write_string(2, 3, "bo@skole.dk")
    return out.getvalue()


def merged() -> bytes:
    """One person over two rows whose name and address are merged cells."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["Navn", "E-mail", "Enhed", "Funktion"])
    sheet.append(["Ane Holm", "ane@skole.dk", "Mathematics", "Leder"])
    sheet.append([None, None, "Ravnsund", "Underviser"])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook that is small and unpacks to 100 MB."""
    small = book(A=[["Navn", "E-mail"], ["Ane", "ane@skole.dk"]])
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(small)) as there,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in there.namelist():
            made.writestr(name, there.read(name))
        made.writestr("xl/media/huge.bin", bytes(100 * 1024 * 1024))
    return out.getvalue()


def with_entities() -> bytes:
    """A sheet whose XML defines entities that grow without end."""
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    for number, name in enumerate(b"bcdefghij"):
        before = bytes([b"abcdefghi"[number]])
        laughs += b"<!ENTITY " + bytes([name]) + b' "' + (b"&" + before + b";") * 10 + b'">'
    laughs += b"]>"
    small = book(A=[["Navn", "E-mail"], ["Ane", "ane@skole.dk"]])
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(small)) as there,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in there.namelist():
            content = there.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = laughs + content.replace(b"<t>Ane</t>", b"<t>&j;</t>")
            made.writestr(name, content)
    return out.getvalue()


def long_tail() -> bytes:
    """Two people, a gap of a million rows, and a cell far to the right."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["Navn", "E-mail"])
    sheet.append(["Ane", "ane@skole.dk"])
    sheet["XFD3"] = "far"
    sheet["A1048576"] = " "
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


#: What begins every file of the old Office, and with this inside every protected one.
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PROTECTED = OLD + "EncryptedPackage".encode("utf-16-le") + bytes(500)
NUMBERS = zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x"})
ODS = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"x"})
DOCX = zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"})
DAY = dt.datetime(2026, 8, 1)
