"""Sheets that no marker announces: each begins with a title above its first heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .headings import Headings, is_bullet
from .lines import Line
from .problem import ImportProblem
from .spelling import letters

MAX_SHEETS = 5_000
_MAX_TITLE = 120
#: How far above its first heading a title may stand, with a few lines of introduction between.
_REACH = 12
_TITLE_LINES = 3


def titled_starts(lines: Sequence[Line], headings: Headings) -> list[int]:
    """The index of every sheet's title.

    A sheet begins where a heading comes a second time, or one that opened a sheet before, and a
    title stands above it. A heading that is merely repeated has none.
    Raises ImportProblem ``too_many_sheets``.
    """
    starts: list[int] = []
    openers: set[str] = set()
    seen: set[str] = set()
    roles = [head_role(line, headings) for line in lines]
    first = next((index for index, role in enumerate(roles) if role), len(lines))
    # A table of contents, further up, has every title too.
    repeated = _repeated(lines[max(first - _REACH, 0) :])
    last = -1  # the heading above
    for index, role in enumerate(roles):
        if role is None:
            continue
        if not starts or role in seen or role in openers:
            title = title_above(lines, index, last, headings, repeated)
            if title is None:
                title = title_above(lines, index, last, headings, frozenset())
            if title is not None:
                starts.append(title)
                openers.add(role)
                seen = set()
                if len(starts) > MAX_SHEETS:
                    raise ImportProblem("too_many_sheets", limit=MAX_SHEETS)
        seen.add(role)
        last = index
    return starts


def head_role(line: Line, headings: Headings) -> str | None:
    """What a line that is a label or a heading announces."""
    if found := headings.label(line.text):
        return found[0]
    section = headings.section(line.text)
    return section[0] if section else None


def title_above(
    lines: Sequence[Line], head: int, floor: int, headings: Headings, repeated: frozenset[str]
) -> int | None:
    """The first line of the title over the heading at ``head``, below the line ``floor``. What is
    ``repeated`` in the document is no title, but a heading nobody knows."""
    nearest = None
    for index in range(head - 1, max(floor, head - 1 - _REACH), -1):
        words = lines[index].text
        if letters(words) in repeated or letters(words.partition(":")[0]) in repeated:
            continue
        if not may_be_title(lines[index], headings):
            continue
        if lines[index].apart:
            return index
        if nearest is None and index == head - 1:
            nearest = index
        above = lines[index - 1] if index else None
        if nearest == index + 1 and above is not None and not above.text.endswith((".", ":")):
            nearest = index
    return nearest if nearest is not None and floor < nearest else None


def _repeated(lines: Sequence[Line]) -> frozenset[str]:
    """The short lines, and the words before a colon, that come more than once."""
    short = [line.text for line in lines if len(line.text) <= _MAX_TITLE]
    counted = Counter(letters(text) for text in short)
    counted.update(letters(text.partition(":")[0]) for text in short if ":" in text)
    return frozenset(key for key, number in counted.items() if number > 1 and key)


def may_be_title(line: Line, headings: Headings) -> bool:
    """Whether a line looks like a title, or a line of one."""
    text = line.text
    unfit = len(text) > _MAX_TITLE or text.endswith((".", ",", ";", ":"))
    return not (unfit or is_bullet(text) or text[0].islower() or headings.is_known(text))


def split_title(lines: Sequence[Line], headings: Headings, whole: bool) -> int:
    """How many of the lines above the first heading are the title; the rest introduces."""
    count = 1
    while count < min(len(lines), _TITLE_LINES):
        line, above = lines[count], lines[count - 1]
        broken = above.text.endswith("-") or line.text[:1].islower()
        if whole or line.apart or not (broken or may_be_title(line, headings)):
            break
        count += 1
    return count
