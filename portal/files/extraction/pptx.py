"""PowerPoint: a page for each slide, in their order, with the speaker's notes."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Iterator
from typing import BinaryIO

from portal.files.extraction import results
from portal.files.extraction.archive import Archive, Spent
from portal.files.extraction.lines import Enough, Lines
from portal.files.extraction.markup import Reader, parse
from portal.files.extraction.results import Limits, Unreadable

DECK = "ppt/presentation.xml"


class Relations(Reader):
    """What a part refers to: id -> (kind, name of the part)."""

    def __init__(self, part: str) -> None:
        self.targets: dict[str, tuple[str, str]] = {}
        self._folder = posixpath.dirname(part)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.join("/", self._folder, attributes.get("Target", ""))
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))


class Order(Reader):
    """The ids of the elements called `wanted`, in their order."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self.found: list[dict[str, str]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == self._wanted and len(self.found) < 100_000:
            self.found.append(attributes)


class Slide(Reader):
    """The paragraphs of one slide."""

    def __init__(self, lines: Lines) -> None:
        self._lines, self._in_text, self._skipping = lines, False, 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._skipping or name == "Fallback":
            self._skipping += 1
        elif name == "p":
            self._lines.begin()
        elif name in ("br", "tab"):
            self._lines.add("\n" if name == "br" else "\t")
        self._in_text = name == "t" and not self._skipping

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
        elif name == "p":
            self._lines.end()
        self._in_text = False

    def text(self, data: str) -> None:
        """Letters."""
        if self._in_text:
            self._lines.add(data)


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """What `part` refers to; nothing where that cannot be read."""
    folder, _, name = part.rpartition("/")
    reader = Relations(part)
    with contextlib.suppress(Unreadable):
        parse(archive.pieces(f"{folder}/_rels/{name}.rels"), reader)
    return reader.targets


def pages(file: BinaryIO, limits: Limits) -> Iterator[str | None]:
    """The text of each slide, and None after one that could not be read whole."""
    archive = Archive(file, limits)
    order, targets = Order("sldId"), relations(archive, DECK)
    parse(archive.pieces(DECK), order)
    names = [targets.get(one.get("r:id", ""), ("", ""))[1] for one in order.found]
    if not names:
        raise Unreadable(results.DAMAGED)
    lines = Lines(limits.characters)
    for name in names:
        whole = True
        try:
            parse(archive.pieces(name), Slide(lines))
            for kind, notes in relations(archive, name).values():
                if kind == "notesSlide":
                    parse(archive.pieces(notes), Slide(lines))
        except Unreadable:
            whole = False
        except (Enough, Spent):
            yield lines.take()
            yield None
            return
        text = lines.take()
        yield text
        if not whole:
            yield None
