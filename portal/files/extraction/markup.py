"""XML as a stream of beginnings, ends and text: no tree, no entities, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from portal.files.extraction import results
from portal.files.extraction.results import Unreadable

#: Deeper is no document; what has been read until then counts.
MAX_DEPTH = 500


class Reader:
    """Called for each element, by its name without the namespace."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Letters, in pieces of any length."""


def parse(pieces: Iterable[bytes], reader: Reader) -> None:
    """Drives `reader`. Raises Unreadable for what is no XML or declares a document type, as no
    office program does and every entity bomb must."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise Unreadable(results.DAMAGED)
        reader.begin(local(name), {attribute(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(local(name))

    def refuse(*_anything: Any) -> None:
        raise Unreadable(results.DAMAGED)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unreadable(results.DAMAGED) from None


def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition(" ")[2]


def attribute(name: str) -> str:
    """The name without its namespace, but 'r:id' for a reference to another part: `sldId` has an
    `id` of its own beside it."""
    space, _, plain = name.rpartition(" ")
    return f"r:{plain}" if space.endswith("/relationships") else plain
