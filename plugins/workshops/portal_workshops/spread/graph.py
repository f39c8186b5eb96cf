"""Who has it from whom, as pure numbers: no database, no words.

A practice has one origin at most, so that this is a forest, but for rings that people can make by
building on each other. What a reader may not see is passed through: its descendants hang on the
nearest ancestor that the reader may see, and nothing counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

#: Practice -> the one it was had from; and the other way.
Links = Mapping[int, int]
Children = Mapping[int, Collection[int]]


def origins(built: Iterable[tuple[int, int]], adopted: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Practice -> origin: what its sheet says, else what its adoption remembers. Nothing is its own
    origin."""
    found = {child: origin for child, origin in adopted if child != origin}
    found.update({child: origin for child, origin in built if child != origin})
    return found


def below(children: Children, root: int) -> set[int]:
    """Everything that grew from `root`, without itself."""
    found: set[int] = set()
    waiting = list(children.get(root, ()))
    while waiting:
        one = waiting.pop()
        if one in found or one == root:
            continue
        found.add(one)
        waiting.extend(children.get(one, ()))
    return found


def above(links: Links, one: int) -> list[int]:
    """The origins of `one`, nearest first; a ring is gone round once."""
    found: list[int] = []
    seen = {one}
    while one in links and links[one] not in seen:
        one = links[one]
        seen.add(one)
        found.append(one)
    return found


def seen_origins(links: Links, seen: Collection[int]) -> dict[int, int]:
    """For each practice that is seen, the nearest origin that is seen, too."""
    found = {}
    for one in seen:
        nearest = next((origin for origin in above(links, one) if origin in seen), None)
        if nearest is not None:
            found[one] = nearest
    return found


def walk(
    children: Children, root: int, order: Callable[[int], Any]
) -> list[tuple[int, int | None, int]]:
    """(practice, its origin, generation) from `root` on, depth first, brothers and sisters in
    `order`; each once."""
    found: list[tuple[int, int | None, int]] = []
    known: set[int] = set()
    waiting: list[tuple[int, int | None, int]] = [(root, None, 0)]
    while waiting:
        one, parent, generation = waiting.pop()
        if one in known:
            continue
        known.add(one)
        found.append((one, parent, generation))
        young = sorted(children.get(one, ()), key=order, reverse=True)
        waiting.extend((child, one, generation + 1) for child in young)
    return found


def roots(origin: Links, order: Callable[[int], Any]) -> list[int]:
    """Where families begin: what others have and has it from nobody. Of a ring, the first."""
    members, young = {*origin, *origin.values()}, children(origin)
    found = {one for one in members if one not in origin}
    reached: set[int] = set()
    for one in found:
        reached |= below(young, one) | {one}
    for one in sorted(members - reached, key=order):
        if one not in reached:
            # It hangs on a ring, or is part of one.
            ring = [member for member in (one, *above(origin, one)) if _in_ring(origin, member)]
            first = min(ring, key=order)
            found.add(first)
            reached |= below(young, first) | {first}
    return sorted(found, key=order)


def _in_ring(origin: Links, one: int) -> bool:
    chain = above(origin, one)
    last = chain[-1] if chain else one
    return origin.get(last) == one


def children(links: Links) -> dict[int, list[int]]:
    """Practice -> those who had it from there."""
    found: dict[int, list[int]] = {}
    for child, origin in links.items():
        found.setdefault(origin, []).append(child)
    return found
