"""Lines of a section as paragraphs and list items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .headings import is_bullet
from .layout import Layout
from .lines import Line
from .mending import Vocabulary

TEXT, ITEM, SUBITEM, NUMBER, LEAD = "text", "item", "subitem", "number", "lead"

_DASH = re.compile(r"[-–—*]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_SPACES = re.compile(r"\s{2,}")


@dataclass
class Block:
    """A paragraph (``text``), a list item (``item``, ``subitem``, ``number``) or a heading
    inside a section (``lead``). ``number`` counts only for numbered items."""

    kind: str
    parts: list[str] = field(default_factory=list)
    number: int = 0

    @property
    def is_list(self) -> bool:
        return self.kind in (ITEM, SUBITEM, NUMBER)

    @property
    def text(self) -> str:
        return _SPACES.sub(" ", "".join(self.parts)).strip()


def compose(lines: Sequence[Line], layout: Layout, words: Vocabulary) -> list[Block]:
    """The blocks of a section's lines, in order, every broken word mended."""
    blocks: list[Block] = []
    above: Line | None = None
    for index, line in enumerate(lines):
        last = blocks[-1] if blocks else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        begun = _begin(line, above, last, after, layout)
        if begun is None and last is not None and above is not None:
            _extend(last, line.text, words)
        elif begun is not None:
            blocks.append(begun)
        above = line
    return [block for block in blocks if block.text]


def _begin(
    line: Line, above: Line | None, last: Block | None, after: Line | None, layout: Layout
) -> Block | None:
    """The block a line begins, or None where it continues the last one."""
    text = line.text
    if is_bullet(text):
        return Block(ITEM, [text[1:].strip()])
    if (dash := _DASH.match(text)) and _is_dash_item(line, above, last, after, layout):
        inside = last is not None and last.kind in (ITEM, SUBITEM) and not _is_dashed(last)
        kind = SUBITEM if inside or (last is not None and last.kind == SUBITEM) else ITEM
        return Block(kind, [text[dash.end() :]], number=-1)
    if (found := _NUMBER.match(text)) and _is_next(int(found[1]), line, above, last):
        return Block(NUMBER, [text[found.end() :]], int(found[1]))
    if above is None or last is None or layout.whole:
        return Block(TEXT, [text])
    if line.apart:
        return None if layout.goes_on(above, line) else Block(TEXT, [text])
    return Block(TEXT, [text]) if last.is_list and layout.breaks_off(above, line) else None


def _is_dashed(block: Block) -> bool:
    return block.number == -1


def _is_dash_item(
    line: Line, above: Line | None, last: Block | None, after: Line | None, layout: Layout
) -> bool:
    """A dash in front of a line is a bullet, unless it is a dash within the sentence before."""
    if above is None or last is None or _is_dashed(last):
        return True
    if above.text.endswith((":", ".", "!", "?", ";")):
        return True
    if last.is_list:
        another = after is not None and _DASH.match(after.text) is not None
        return another and not above.text.endswith(",") and not line.text[2:3].islower()
    return line.apart and not layout.goes_on(above, line)


def _is_next(number: int, line: Line, above: Line | None, last: Block | None) -> bool:
    if last is not None and last.kind == NUMBER:
        return number == last.number + 1
    return number == 1 and (above is None or line.apart or above.text.endswith(":"))


def _extend(block: Block, text: str, words: Vocabulary) -> None:
    tail = block.parts.pop()
    joined = words.join(tail, text)
    # The last part stays a line, so that long blocks are not copied over and over.
    cut = max(len(joined) - len(text), 0)
    block.parts += [joined[:cut], joined[cut:]]
