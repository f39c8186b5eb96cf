"""Plain text, csv and Markdown, in the encodings that are met in Denmark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from portal.files.extraction.results import Limits

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def decode(data: bytes) -> str:
    """UTF-8 if it is, else Windows' Latin-1."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        if problem.end >= len(data) - 3 and problem.reason == "unexpected end of data":
            return data[: problem.start].decode("utf-8")  # a letter cut in two at our limit
    return data.decode("cp1252", "replace")


def pages(file: BinaryIO, limits: Limits) -> Iterator[str | None]:
    """A form feed begins a page."""
    text = decode(file.read(4 * limits.characters + 4))
    yield from text.split("\f", limits.pages)
