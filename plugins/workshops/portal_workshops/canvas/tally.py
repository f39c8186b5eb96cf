"""What dots and answers add up to, without saying whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

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


def spread(items: Iterable[Item], people: int) -> dict[str, Any]:
    """'Are we on the right track?': how many answered, and, when everybody did or the facilitator
    opened it, how the answers spread and why, in an order that tells nothing."""
    answers, opened = [], False
    for item in items:
        if item.type == "answer" and not item.gone and item.value("value"):
            answers.append(item)
        elif item.id == "settings":
            opened = item.value("open")
    found: dict[str, Any] = {"answered": len(answers), "people": people}
    if (opened or len(answers) >= people > 0) and answers:
        values = [one.value("value") for one in answers]
        found["spread"] = [values.count(one + 1) for one in range(ANSWERS)]
        found["why"] = sorted(filter(None, (one.value("why") for one in answers)))
    found["open"] = opened
    return found
