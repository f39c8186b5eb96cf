"""OpenDocument: text, presentations (a page for each slide) and sheets (a page for each)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from portal.files.extraction import results
from portal.files.extraction.archive import Archive, Spent
from portal.files.extraction.docx import BULLET
from portal.files.extraction.lines import Enough, Lines
from portal.files.extraction.markup import Reader, parse
from portal.files.extraction.results import Limits, Unreadable

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
_NOT_READ = {"annotation", "tracked-changes", "forms", "ruby-text"}


class Content(Reader):
    """The lines of content.xml; a slide or a sheet ends a page."""

    def __init__(self, lines: Lines) -> None:
        self.pages: list[str] = []
        self._lines = lines
        self._skipping = self._items = self._depth = 0
        self._in_body = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._skipping or name in _NOT_READ:
            self._skipping += 1
        elif name == "body":
            self._in_body = True
        elif name in ("p", "h"):
            if name == "h":
                self._lines.gap()
            self._lines.begin()
            self._depth += 1
        elif name == "list-item":
            self._items += 1
        elif name == "tab":
            self._lines.add("\t")
        elif name == "line-break":
            self._lines.add("\n")
        elif name == "s":
            self._lines.add(" ")

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
        elif name in ("p", "h"):
            self._lines.end(BULLET if self._items and name == "p" else "")
            self._depth -= 1
        elif name == "list-item":
            self._items -= 1
        elif name == "page" or (name == "table" and not self._items and not self._depth):
            self._page()

    def text(self, data: str) -> None:
        """Letters."""
        if self._in_body and self._depth and not self._skipping:
            self._lines.add(data)

    def _page(self) -> None:
        """Only presentations and sheets have pages; overridden for text."""
        self.pages.append(self._lines.take())


class TextContent(Content):
    """A text has tables in it and is one page."""

    def _page(self) -> None:
        pass


class Encrypted(Reader):
    """Whether the manifest tells of encryption."""

    found = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.found = self.found or name == "encryption-data"


def pages(file: BinaryIO, limits: Limits) -> Iterator[str | None]:
    """The pages, or the text as one; None after a part that could not be read."""
    archive = Archive(file, limits)
    if CONTENT not in archive.names:
        raise Unreadable(results.DAMAGED)
    kind = b"".join(archive.pieces("mimetype")) if "mimetype" in archive.names else b""
    lines = Lines(limits.characters)
    content = (TextContent if kind.strip().endswith(b".text") else Content)(lines)
    whole = True
    try:
        parse(archive.pieces(CONTENT), content)
    except (Enough, Spent):
        whole = False
    except Unreadable:
        if _is_encrypted(archive):
            raise Unreadable(results.PROTECTED) from None
        whole = False
    yield from content.pages
    rest = lines.take()
    if rest or not content.pages:
        if not whole and not rest:
            raise Unreadable(results.DAMAGED)
        yield rest
    if not whole:
        yield None


def _is_encrypted(archive: Archive) -> bool:
    reader = Encrypted()
    try:
        parse(archive.pieces(MANIFEST), reader)
    except (Unreadable, Spent):
        return False
    return reader.found
