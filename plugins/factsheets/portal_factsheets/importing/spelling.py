"""Comparing words that were spelled by different hands."""

from __future__ import annotations


def letters(text: str) -> str:
    """Only the letters and digits of a text, without case: one key for all its spellings."""
    return "".join(char for char in text.casefold() if char.isalnum())


def distance(one: str, other: str, limit: int) -> int:
    """How many letters must be added, dropped or changed; ``limit + 1`` when it is more."""
    far = limit + 1
    if abs(len(one) - len(other)) > limit:
        return far
    if one == other:
        return 0
    row = [min(column, far) for column in range(len(other) + 1)]
    for number, left in enumerate(one, 1):
        # Only the diagonal band of `limit` steps to either side can still end within it.
        first, last = max(1, number - limit), min(len(other), number + limit)
        above, row[first - 1] = row[first - 1], min(number, far) if first == 1 else far
        best = row[first - 1]
        for column in range(first, last + 1):
            right = row[column] if column < number + limit else far
            changed = above + (left != other[column - 1])
            above, row[column] = row[column], min(right + 1, row[column - 1] + 1, changed, far)
            best = min(best, row[column])
        if best > limit:
            return far
    return row[-1]
