"""What dots and answers add up to, without saying whose they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from .document import owner_of
from .engine import Item

ANSWERS = 5


def root_of(items: Mapping[str, Item], word: str) -> str:
    """The word that another went into, in the end; itself, if it went into none."""
    seen = {word}
    while (item := items.get(word)) is not None:
        into = item.value("into")
        if not into or into in seen or into not in items or items[into].gone:
            break
        word = into
        seen.add(into)
    return word


def dots(items: Iterable[Item]) -> dict[str, int]:
    """Dots by word, as they were given; a word's own count is in `counted`."""
    found: dict[str, int] = {}
    for item in items:
        if item.type == "vote" and not item.gone and item.value("n"):
            word = item.id.split("-", 2)[2] if item.id.count("-") >= 2 else ""
            found[word] = found.get(word, 0) + item.value("n")
    return found


def counted(items: Mapping[str, Item]) -> dict[str, int]:
    """Dots by word, those of the words that went into it among them."""
    found: dict[str, int] = {}
    for word, number in dots(items.values()).items():
        root = root_of(items, word)
        found[root] = found.get(root, 0) + number
    return found


def answers(items: Iterable[Item], members: Collection[int]) -> list[Item]:
    """The answers that count: those of who takes part, and of who did and was erased since; not
    of who leads, or has given their seat away."""
    return [
        one
        for one in items
        if one.type == "answer"
        and not one.gone
        and one.value("value")
        and owner_of(one.id) in (None, *members)
    ]


def spread(
    items: Iterable[Item], members: Collection[int], asked: Collection[int]
) -> dict[str, Any]:
    """'Are we on the right track?': how many answered, and, when everybody did or the facilitator
    opened it, how the answers spread and why, in an order that tells nothing. `members` may
    answer, and `asked` of them are waited for: a leader without a seat may stay away."""
    items = list(items)
    counted = answers(items, members)
    opened = any(one.id == "settings" and one.value("open") for one in items)
    by = [owner_of(one.id) for one in counted]
    people = len({*asked, *filter(None, by)}) + by.count(None)
    found: dict[str, Any] = {"answered": len(counted), "people": people}
    if (opened or len(counted) >= people) and counted:
        values = [one.value("value") for one in counted]
        found["spread"] = [values.count(one + 1) for one in range(ANSWERS)]
        found["why"] = sorted(filter(None, (one.value("why") for one in counted)))
    found["open"] = opened
    return found
