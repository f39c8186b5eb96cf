"""What a file is: judged by its content. Its name says only whether plain text is csv."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.files import problems
from portal.files.archives import read_listing

HEAD_BYTES = 4096
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """A type the portal takes. `inline`: a browser may show it in its window."""

    media_type: str
    endings: tuple[str, ...]
    title: Any
    icon: str
    inline: bool = False
    picture: bool = False


PDF = FileType("application/pdf", (".pdf",), _l("PDF"), "file-earmark-pdf", inline=True)
DOCX = FileType(_OFFICE + "wordprocessingml.document", (".docx",), _l("Word"), "file-earmark-text")
XLSX = FileType(
    _OFFICE + "spreadsheetml.sheet", (".xlsx",), _l("Excel"), "file-earmark-spreadsheet"
)
PPTX = FileType(
    _OFFICE + "presentationml.presentation", (".pptx",), _l("PowerPoint"), "file-earmark-text"
)
ODT = FileType(
    "application/vnd.oasis.opendocument.text", (".odt",), _l("OpenDocument"), "file-earmark-text"
)
TXT = FileType("text/plain", (".txt", ".md"), _l("Text"), "file-earmark-text")
CSV = FileType("text/csv", (".csv",), _l("csv"), "file-earmark-spreadsheet")
PNG = FileType("image/png", (".png",), _l("Picture"), "image", True, True)
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"), _l("Picture"), "image", True, True)
GIF = FileType("image/gif", (".gif",), _l("Picture"), "image", True, True)
WEBP = FileType("image/webp", (".webp",), _l("Picture"), "image", True, True)

TYPES = {
    found.media_type: found
    for found in (PDF, DOCX, XLSX, PPTX, ODT, TXT, CSV, PNG, JPEG, GIF, WEBP)
}
#: An archive with this entry is a document of this type.
_MARKS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_ODT_MARK = b"mimetype" + ODT.media_type.encode()


def sniff(path: Path, name: str) -> FileType:
    """The type of a file's content. Raises FileProblem for one that is not taken."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise problems.empty()
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"PK"):
        return _office(path, head)
    return _text(path, head, name)


def _office(path: Path, head: bytes) -> FileType:
    names = read_listing(path).names
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise problems.macros()
    # The first entry of an OpenDocument is its type, unpacked, so that it can be read like this.
    if head[30:].startswith(_ODT_MARK) and "content.xml" in names:
        return ODT
    found = [kind for mark, kind in _MARKS.items() if mark in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise problems.wrong_type()
    return found[0]


def _text(path: Path, head: bytes, name: str) -> FileType:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if wide else "utf-8"
    start = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n\f\0").lower()
    if start.startswith("<"):
        raise problems.markup()
    if not _is_plain(path, encoding):
        raise problems.wrong_type()
    return CSV if name.lower().strip().endswith(".csv") else TXT


def _is_plain(path: Path, encoding: str) -> bool:
    """Whether a whole file is readable text: no control characters but line ends and tabs."""
    content = path.read_bytes()
    if encoding == "utf-16":
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            return False
    # Latin-1 and UTF-8 alike: no byte below 32 but these, and no DEL.
    return not content.translate(None, _PRINTED)


_PRINTED = bytes(
    [9, 10, 12, 13, *range(32, 127), *range(128, 256)]  # the rest means 'this is no text'
)
