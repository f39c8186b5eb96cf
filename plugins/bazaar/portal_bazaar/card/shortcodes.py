"""Short codes: four digits, the last of which tells of a slip of the finger.

Digits, because a phone then shows its large keys and nothing is taken for something else. The
last one is Damm's check digit: every single wrong digit and every swapped pair is noticed, so
that a slip never puts another stand on the card.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection

_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
#: Above so many stands four digits would be too crowded.
CROWDED = 400


def new(taken: Collection[str | None]) -> str:
    """A code that is not among `taken`."""
    digits = 3 if len(taken) < CROWDED else 5
    while True:
        number = secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1)
        code = f"{number}{_check(str(number))}"
        if code not in taken:
            return code


def is_whole(code: str) -> bool:
    """Whether its check digit fits: what does not was mistyped."""
    return len(code) in (4, 6) and code.isascii() and code.isdigit() and _check(code) == 0


def normal(text: str) -> str:
    """A code as it is compared, however it was typed ('48 21', '48-21')."""
    return "".join(one for one in text if one.isascii() and one.isalnum()).upper()


def _check(digits: str) -> int:
    state = 0
    for digit in digits:
        state = _TABLE[state][int(digit)]
    return state
