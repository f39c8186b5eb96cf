"""From the bytes of a file to its text, refusing early what is no text."""

from __future__ import annotations

import codecs

from .problem import ImportProblem

MAX_BYTES = 20 * 1024 * 1024

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "office"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\xfd7zXZ", "archive"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters no text file holds; tabs, line ends, vertical tabs and page feeds may.
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\v\f\r")
# What a Danish text written in an 8-bit code page has beyond ASCII.
_WESTERN = frozenset("æøåÆØÅéÉèÈëËêáàâäÄöÖüÜóôçñíï´`’‘‚“”„«»‹›–—…•·°§½¼¾²³±×µ€£©®™\u00a0\u00ad")


def decode(data: bytes, limit: int = MAX_BYTES) -> str:
    """The text of ``data``: UTF-8, UTF-16 or UTF-32 with a byte order mark, or else Windows-1252
    where the result looks like Western European text.

    Raises ImportProblem: ``file_too_large``, ``file_empty``, ``file_binary``,
    ``encoding_unknown``.
    """
    if len(data) > limit:
        raise ImportProblem("file_too_large", limit=limit)
    if not data:
        raise ImportProblem("file_empty")
    refuse_magic(data)
    text = _by_mark(data)
    if text is None:
        if _is_binary(data):
            raise ImportProblem("file_binary", kind="unknown")
        text = _without_mark(data)
    if "\0" in text:
        raise ImportProblem("file_binary", kind="unknown")
    if not text.strip():
        raise ImportProblem("file_empty")
    return text


def refuse_magic(data: bytes) -> None:
    """Raise ``file_binary`` for the first bytes of a known kind of file that is no text."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise ImportProblem("file_binary", kind=kind)


def _is_binary(data: bytes) -> bool:
    if b"\0" in data:
        return True
    sample = data[: 1 << 16]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls * 100 > len(sample)


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ImportProblem("encoding_unknown") from error
    return None


def _without_mark(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        whole = data[: error.start]
        # Only a file that is UTF-8 before its end was cut off: an 8-bit one may end in 'å'.
        if error.reason == "unexpected end of data" and not whole.isascii():
            return whole.decode("utf-8")
    # UTF-8 with some broken bytes must not come out as two wrong letters for every good one.
    if any(ord(char) > 0x7F for char in data.decode("utf-8", "ignore")):
        raise ImportProblem("encoding_unknown")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ImportProblem("encoding_unknown") from error
    foreign = [char for char in text if ord(char) > 0x7F]
    if sum(char in _WESTERN for char in foreign) * 10 < len(foreign) * 9:
        raise ImportProblem("encoding_unknown")
    return text
