"""Blocks as Markdown that says nothing the document did not say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .blocks import ITEM, LEAD, NUMBER, SUBITEM, Block

_ESCAPED = re.compile(r"[\\`*<]|(?<!\w)_|_(?!\w)")
_STARTS = re.compile(r"(?:#{1,6}|[-+=>~|])(?=\s|$)|>")
_NUMBER_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def markdown(blocks: Iterable[Block]) -> str:
    """Paragraphs and lists, an empty line between them, none between the items of a list."""
    pieces: list[str] = []
    last: Block | None = None
    for block in blocks:
        if last is not None:
            together = (
                last.is_list and block.is_list and (last.kind == NUMBER) == (block.kind == NUMBER)
            )
            pieces.append("\n" if together else "\n\n")
        pieces.append(_piece(block))
        last = block
    return "".join(pieces)


def _piece(block: Block) -> str:
    text = _escape(block.text)
    prefix = {ITEM: "- ", SUBITEM: "  - ", NUMBER: f"{block.number}. ", LEAD: "### "}
    return prefix.get(block.kind, "") + text


def _escape(text: str) -> str:
    text = _ESCAPED.sub(lambda found: "\\" + found.group(), text)
    text = _NUMBER_START.sub(r"\1\\\2", text, count=1) if _NUMBER_START.match(text) else text
    return "\\" + text if _STARTS.match(text) else text
