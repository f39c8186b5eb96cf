"""Which unit short or misspelt words most likely mean: offered for an answer, never taken."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.api import lists

#: As near as this it is offered, and nearer than any other by so much.
_NEAR, _AHEAD = 0.7, 0.05
_ENDINGS = re.compile(r"(uddannelserne|uddannelsen|uddannelse|udd|skolen|skole)$")


@dataclass(frozen=True, slots=True)
class UnitQuestion(lists.Question):
    """A question about a unit. `suggested`: the choice that is ticked beforehand, '' for none."""

    suggested: str = ""


def likeliest(words: str, within: str, choices: Iterable[tuple[str, str]]) -> str:
    """The choice (id, path) that is called nearly that; '' where none is, or several are. With
    `within`, where units lie below that, only they count."""
    found = list(choices)
    above = lists.fold(within)
    inside = [one for one in found if above and above in lists.fold(one[1].rpartition(" / ")[0])]
    rated = sorted(
        ((_alike(words, path.rpartition(" / ")[2]), value) for value, path in inside or found),
        reverse=True,
    )
    if not rated or rated[0][0] < _NEAR:
        return ""
    if len(rated) > 1 and rated[0][0] - rated[1][0] < _AHEAD:
        return ""
    return rated[0][1]


def _alike(words: str, name: str) -> float:
    short, whole = _stem(words), _stem(name)
    if not short or not whole:
        return 0.0
    if short == whole:
        return 1.0
    matcher = difflib.SequenceMatcher(None, short, whole)
    quick = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    ratio = matcher.ratio() if quick >= _NEAR - _AHEAD else 0.0
    if len(short) >= 4 and whole.startswith(short):
        ratio = max(ratio, 0.9)
    parts = [lists.fold(one) for one in re.split(r"\W+", name) if one]
    if 2 <= len(short) <= 6 and len(parts) > 1 and _abbreviates(short, parts):
        ratio = max(ratio, 0.85)
    return ratio


def _stem(text: str) -> str:
    return _ENDINGS.sub("", lists.fold(text)) or lists.fold(text)


def _abbreviates(short: str, parts: list[str]) -> bool:
    """Whether the letters are the beginnings of the words, in their order: 'sosu' of 'social og
    sundhedsskolen'; words may be passed over, the first may not."""
    if not short.startswith(parts[0][:1]):
        return False
    ends = {0}
    for number, part in enumerate(parts):
        new = {
            at + size
            for at in ends
            for size in range(1, len(part) + 1)
            if short[at : at + size] == part[:size] and at + size <= len(short)
        }
        ends = new if number == 0 else ends | new
    return len(short) in ends
