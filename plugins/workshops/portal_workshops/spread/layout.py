"""Where everything stands in the picture: a column each generation, a row each leaf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .nodes import Node

#: Up to so many practices stand as cards of two lines; more as slim ones.
ROOMY = 40


@dataclass(frozen=True, slots=True)
class Size:
    """The measures of a picture."""

    #: Four generations side by side fill a page of 1280.
    width: int = 234
    height: int = 58
    column: int = 276
    row: int = 76
    letters: int = 25


#: Where some names take two lines; and where there are too many for more than one.
TALL = Size(height=78, row=96)
SLIM = Size(height=34, row=42)


@dataclass(frozen=True, slots=True)
class Box:
    """A practice's place; `path` is the line from its origin."""

    node: Node
    x: int
    y: int
    #: One line, or two.
    names: Sequence[str]
    place: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole of it."""

    boxes: Sequence[Box]
    columns: Sequence[int]
    width: int
    height: int
    size: Size

    @property
    def roomy(self) -> bool:
        """Whether there is room for a second line."""
        return self.size is not SLIM


def draw(nodes: Sequence[Node]) -> Picture:
    """The picture of a family in walking order. A node stands level with the middle of what grew
    from it."""
    size = _size(nodes)
    middle = _rows(nodes)
    at: dict[int, tuple[int, int]] = {}
    boxes = []
    for node in nodes:
        x = 10 + node.generation * size.column
        y = 36 + round(middle[node.id] * size.row)
        at[node.id] = (x, y)
        name = node.place or node.title
        boxes.append(
            Box(
                node,
                x,
                y,
                _lines(name, size),
                _short(node.institution if node.institution != name else "", 23),
                _path(at.get(node.parent_id or 0), (x, y), size),
            )
        )
    last = max(node.generation for node in nodes)
    leaves = max(middle.values()) + 1
    return Picture(
        boxes,
        [10 + number * size.column for number in range(last + 1)],
        20 + last * size.column + size.width,
        round(36 + leaves * size.row),
        size,
    )


def _size(nodes: Sequence[Node]) -> Size:
    if len(nodes) > ROOMY:
        return SLIM
    usual = Size()
    wide = any(len(node.place or node.title) > usual.letters for node in nodes)
    return TALL if wide else usual


def _lines(name: str, size: Size) -> list[str]:
    """A name in one line, or broken between words into two; what is still too long loses its
    middle."""
    name = name.replace("\u00ad", "")
    if len(name) <= size.letters or size is SLIM:
        return [_without_middle(name, size.letters)]
    cut = name.rfind(" ", 0, size.letters + 2)
    if cut < 1:
        return [_without_middle(name, size.letters)]
    return [
        _short(name[:cut], size.letters + 1),
        _without_middle(name[cut + 1 :], size.letters + 2),
    ]


def _rows(nodes: Sequence[Node]) -> dict[int, float]:
    """The row of each: leaves one below the other, everything else in the middle of its own."""
    children: dict[int, list[int]] = {}
    for node in nodes:
        if node.parent_id is not None:
            children.setdefault(node.parent_id, []).append(node.id)
    found: dict[int, float] = {}
    next_row = 0
    for node in nodes:  # leaves in walking order
        if node.id not in children:
            found[node.id] = float(next_row)
            next_row += 1
    for node in reversed(nodes):  # what grew from it comes after it
        own = children.get(node.id)
        if own:
            found[node.id] = (found[own[0]] + found[own[-1]]) / 2
    return found


def _path(parent: tuple[int, int] | None, here: tuple[int, int], size: Size) -> str:
    if parent is None:
        return ""
    start, end = parent[0] + size.width, here[0]
    first, last = parent[1] + size.height // 2, here[1] + size.height // 2
    bend = (end - start) // 2
    return f"M{start} {first}C{start + bend} {first} {end - bend} {last} {end} {last}"


def _without_middle(text: str, letters: int) -> str:
    """Long names begin alike, and differ at the end ('..., Odense'): both are kept."""
    if len(text) <= letters:
        return text
    end = text[-(letters // 3) :]
    end = end[end.find(" ") + 1 :].lstrip()
    return text[: letters - 1 - len(end)].rstrip(" ,-") + "…" + end


def _short(text: str, letters: int) -> str:
    text = text.replace("\u00ad", "")
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
