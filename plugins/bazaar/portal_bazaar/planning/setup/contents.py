"""What a column holds, told by what stands in it: where the words over it say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from portal.api import fold

from .columns import PEOPLE, STANDS

Rows = Sequence[tuple[int, list[str]]]
#: So many rows are looked at, and so many are needed to say anything.
_LOOKED_AT, _ENOUGH = 200, 3
_MOSTLY = 0.7
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
#: Two to five words that begin with a capital letter: 'Ane Holm', 'Holm, Ane Marie'.
_NAME = re.compile(
    r"[^\W\d_a-zæøå][\w.'’-]*(?:,? (?:(?:de|von|van|af|la) )?[^\W\d_a-zæøå][\w.'’-]*){1,4}"
)


def by_content(name: str, known: set[str], body: Rows, free: Iterable[int]) -> dict[int, str]:
    """(place -> column) for columns nothing is said of: e-mails, and of people their names."""
    found: dict[int, str] = {}
    places = list(free)
    column = {PEOPLE: "email", STANDS: "keepers"}.get(name, "")
    if column and column not in known:
        at = next((at for at in places if _mostly(_ADDRESS, _values(body, at))), None)
        if at is not None:
            found[at] = column
    if name == PEOPLE and not known & {"name", "first", "last"}:
        for at in places:
            values = _values(body, at)
            distinct = len({fold(one) for one in values})
            if at not in found and _mostly(_NAME, values) and distinct > _MOSTLY * len(values):
                found[at] = "name"
                break
    return found


def names_each_once(body: Rows, at: int) -> bool:
    """Whether what stands in the column hardly ever stands there again."""
    values = _values(body, at)
    return len({fold(one) for one in values}) > 0.9 * len(values)


def _values(body: Rows, at: int) -> list[str]:
    cells = (row[at].strip() for _number, row in body[:_LOOKED_AT] if at < len(row))
    return [" ".join(cell.split()) for cell in cells if cell]


def _mostly(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    hits = sum(1 for one in values if pattern.match(one[:200]))
    return len(values) >= _ENOUGH and hits >= _MOSTLY * len(values)
