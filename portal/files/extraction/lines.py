"""Lines as they are put together, with a limit on all of them."""

from __future__ import annotations


class Enough(Exception):
    """There is as much text as is wanted."""


class Lines:
    """Collects the pieces of lines; paragraphs may begin inside others (text boxes)."""

    def __init__(self, characters: int) -> None:
        self._left = characters
        self._done: list[str] = []
        self._open: list[list[str]] = []

    def begin(self) -> None:
        """A paragraph begins."""
        self._open.append([])

    def add(self, text: str) -> None:
        """A piece of the innermost paragraph; Enough beyond the limit."""
        if self._open:
            self._left -= len(text)
            self._open[-1].append(text)
            if self._left < 0:
                raise Enough

    def end(self, mark: str = "") -> None:
        """The innermost paragraph ends; `mark` stands before it (the bullet of a list)."""
        if self._open:
            line = "".join(self._open.pop()).strip()
            if line:
                self._left -= len(mark) + 1
                self._done.append(mark + line)

    def gap(self) -> None:
        """An empty line."""
        if self._done and self._done[-1]:
            self._done.append("")

    def take(self) -> str:
        """What there is, those paragraphs too that never ended; begins anew."""
        while self._open:
            self.end()
        text = "\n".join(self._done)
        self._done = []
        return text
