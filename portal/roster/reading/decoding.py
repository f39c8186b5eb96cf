"""Text out of bytes, as Danish offices save it."""

from __future__ import annotations

import codecs

from flask_babel import gettext as _

from portal.roster.problems import RosterProblem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Everything but control characters.
_TYPED = bytes([9, 10, 13, *range(32, 256)])


def decode(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 ('Unicode text' of Excel), else Windows-1252, which
    holds Latin-1. Raises RosterProblem for what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise _no_text() from None
    if _is_wide(data):
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    # A stray NUL is one cell's mistake; many are no text at all.
    if data.count(b"\0") > max(8, len(data) // 100):
        raise _no_text()
    # Nor are other characters that nobody can type.
    if len(data[:4000].translate(None, _TYPED)) > max(8, len(data[:4000]) // 50):
        raise _no_text()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 leaves out are read as Latin-1 reads them.
        return "".join(
            bytes([byte]).decode("cp1252", "ignore") or chr(byte) if byte > 127 else chr(byte)
            for byte in data
        )


def _is_wide(data: bytes) -> bool:
    """UTF-16 without a mark: every second byte of a heading is NUL."""
    head = data[:200]
    if len(head) < 8:
        return False
    half = len(head) // 2
    return head[1::2].count(0) > 0.8 * half or head[0::2].count(0) > 0.8 * half


def _no_text() -> RosterProblem:
    return RosterProblem(
        _("This is no text file and no Excel file. Save the list as .xlsx or as csv.")
    )
