"""Ways out of an empty answer: what of the question can be left out, and how much there is then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from portal.search.engine.query import wider

MOST = 6
Filters = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Way:
    """What is left out, in words; the question without it; how many answers there are."""

    without: str
    text: str
    filters: Filters
    total: int


def ways_on(
    text: str,
    filters: Filters,
    title_of: Callable[[str, str], str | None],
    total_of: Callable[[str, Filters], int],
) -> list[Way]:
    """The question with one narrowing thing less, where that finds anything.

    `title_of` a filter's value is in words; `total_of` a question counts what this reader may see.
    """
    found = []
    for without, less, others in _one_less(text, filters, title_of):
        total = total_of(less, others)
        if total:
            found.append(Way(without, less, others, total))
    return found


def _one_less(
    text: str, filters: Filters, title_of: Callable[[str, str], str | None]
) -> Iterator[tuple[str, str, Filters]]:
    tried = 0
    for name, values in filters.items():
        for value in sorted(values):
            title = title_of(name, value)
            if title is not None and tried < MOST:
                tried += 1
                yield title, text, {**filters, name: values - {value}}
    for part, less in wider(text):
        if tried < MOST and (less or any(filters.values())):
            tried += 1
            yield part, less, filters
