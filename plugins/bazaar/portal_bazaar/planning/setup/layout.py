"""Which list a sheet is, where its headings stand and what each column holds: found by the words
over them, guessed from words that are near, and set right by hand.

What was chosen by hand is kept with the upload, and its headings hold for the bazaar's next one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.api import lists

from .columns import COLUMNS, EDUCATIONS, LISTS, PEOPLE, SHEETS
from .contents import by_content, names_each_once

#: So many rows are offered for the headings.
HEADS_OFFERED = 12
#: Shorter words are part of too many others.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a sheet. `key` finds it again in another file with the same heading; `column`
    is what it holds, '' for nothing; `guessed` where only a word like it stands there."""

    at: int
    title: str
    key: str
    example: str
    column: str
    guessed: bool = False

    @property
    def letter(self) -> str:
        """As spreadsheets name it."""
        return letter(self.at)


@dataclass(frozen=True, slots=True)
class Arranged:
    """A sheet and what it is taken for. `name` is the list, '' for none; `head` the number of the
    row with the headings, 0 where there is none; `missing`: titles of columns it lacks."""

    index: int
    title: str
    name: str
    head: int
    heads: list[Head]
    missing: list[str]
    rows: list[tuple[int, list[str]]]
    first: list[tuple[int, str]]

    @property
    def usable(self) -> bool:
        """Whether its rows can be read."""
        return bool(self.name and not self.missing and self.rows)

    @property
    def guesses(self) -> int:
        """How many columns somebody should look at."""
        return sum(one.guessed for one in self.heads)


def letter(at: int) -> str:
    """The column of a spreadsheet, counted from 0."""
    text, left = "", at + 1
    while left:
        left, rest = divmod(left - 1, 26)
        text = chr(65 + rest) + text
    return text


def arrange(
    sheets: Sequence[tuple[str, list[tuple[int, list[str]]]]], layout: Mapping[str, Any]
) -> list[Arranged]:
    """Every sheet with a row in it. `layout`: {"sheets": {index: [list, row of headings]},
    "heads": {list: {key: column}}} as it was chosen by hand."""
    found = []
    for index, (title, rows) in enumerate(sheets):
        if rows:
            chosen = layout.get("sheets", {}).get(str(index))
            found.append(_arranged(index, title, rows, chosen, layout.get("heads", {})))
    return found


def tables_of(arranged: Sequence[Arranged], *, guarded: bool) -> dict[str, lists.Table]:
    """The lists there are. Raises ListProblem for one that is too long."""
    found: dict[str, list[lists.Sheet]] = {}
    for one in arranged:
        if not one.usable:
            continue
        if len(one.rows) > lists.MAX_ROWS:
            raise lists.ListProblem(
                _("The list is too long: at most %(limit)s rows at once.", limit=lists.MAX_ROWS)
            )
        width = max((head.at for head in one.heads), default=-1) + 1
        titles = [""] * width
        for head in one.heads:
            titles[head.at] = head.title
        sheet = lists.Sheet(
            one.title,
            titles,
            {head.at: head.column for head in one.heads if head.column},
            [head.title for head in one.heads if head.title and not head.column],
            [(number, cells[:width]) for number, cells in one.rows],
            one.head,
        )
        found.setdefault(one.name, []).append(sheet)
    return {name: lists.Table(found[name], guarded=guarded) for name in LISTS if name in found}


def _arranged(
    index: int,
    title: str,
    rows: list[tuple[int, list[str]]],
    chosen: Sequence[Any] | None,
    by_hand: Mapping[str, Mapping[str, str]],
) -> Arranged:
    first = rows[: lists.HEADER_WITHIN]
    if chosen is not None:
        name, head = str(chosen[0]), int(chosen[1])
        at = next((at for at, row in enumerate(first) if row[0] == head), None)
    else:
        name, at = _best(title, first, rows, by_hand)
    cells = first[at][1] if at is not None else []
    body = rows[at + 1 :] if at is not None else rows
    width = max((len(row[1]) for row in rows[:200]), default=0)
    cells = [*cells, *[""] * (width - len(cells))]
    keys = _keys(cells)
    columns, guessed = (
        _with_content(name, _columns(name, cells, keys, by_hand.get(name, {})), keys, body, by_hand)
        if name
        else ({}, set())
    )
    heads = [
        Head(place, _shown(cell), keys[place], _example(body, place), columns.get(place, ""),
             place in guessed)
        for place, cell in enumerate(cells)
        if cell.strip() or _example(body, place)
    ] if at is not None or chosen is not None else []  # fmt: skip
    missing = _missing(name, columns.values()) if name else []
    number = first[at][0] if at is not None else 0
    shown = [(row, _shown(" · ".join(filter(None, texts)))) for row, texts in first[:HEADS_OFFERED]]
    return Arranged(index, title, name, number, heads, missing, body, shown)


def _best(
    title: str,
    first: Sequence[tuple[int, list[str]]],
    rows: Sequence[tuple[int, list[str]]],
    by_hand: Mapping[str, Mapping[str, str]],
) -> tuple[str, int]:
    """(list, place of its headings): by its title, else of whose columns it has the most; a sheet
    that is none has '' and the row that looks most like headings."""
    word = lists.fold(title)
    called = next((one for one, words in SHEETS.items() if word in words), "")
    near = called or next((one for one, words in SHEETS.items() if _near(word, words)), "")
    best: tuple[tuple[int, ...], str, int] | None = None
    for at, (_number, cells) in enumerate(first):
        keys = _keys(cells)
        for name in [called] if called else list(LISTS):
            found = _columns(name, cells, keys, by_hand.get(name, {}))
            if not found[0]:
                continue
            columns, guessed = _with_content(name, found, keys, rows[at + 1 :], by_hand)
            fits = not _missing(name, columns.values())
            sure = len(columns) - len(guessed)
            if not (sure or name == near) or (not fits and name != called):
                continue
            # One guess alone, on a sheet that says nothing of itself, is too little.
            if not sure and len(columns) < 2 and name != called:
                continue
            weight = (int(fits), sure, int(name == near), len(columns), -at)
            if best is None or weight > best[0]:
                best = weight, name, at
    if best is not None:
        return best[1], best[2]
    widest = max(range(len(first)), key=lambda at: (_width(first[at][1]) > 1, -at))
    return called or near, widest


def _columns(
    name: str, cells: Sequence[str], keys: Sequence[str], by_hand: Mapping[str, str]
) -> tuple[dict[int, str], set[int]]:
    """(place -> column, the places that are a guess)."""
    known = COLUMNS[name]
    found: dict[int, str] = {}
    for at, key in enumerate(keys):
        column = by_hand.get(key, "")
        if column in known and column not in found.values():
            found[at] = column
    rest = ["" if key in by_hand else cell for cell, key in zip(cells, keys, strict=True)]
    exact, _ignored = lists.match(rest, known)
    for at, column in exact.items():
        if column not in found.values():
            found[at] = column
    guesses = []
    for at, cell in enumerate(rest):
        if at in found or not cell.strip():
            continue
        for column, one in known.items():
            size = _near(lists.fold(cell), one.words, cell)
            if size and column not in found.values():
                guesses.append((-size, at, column))
    guessed: set[int] = set()
    for _size, at, column in sorted(guesses):
        if at not in found and column not in found.values():
            found[at] = column
            guessed.add(at)
    return found, guessed


def _with_content(
    name: str,
    found: tuple[dict[int, str], set[int]],
    keys: Sequence[str],
    body: Sequence[tuple[int, list[str]]],
    by_hand: Mapping[str, Mapping[str, str]],
) -> tuple[dict[int, str], set[int]]:
    """The columns, with those guessed that only what stands in them can tell: names, addresses.
    A list in which each education stands once is of educations, whoever is named beside them."""
    columns, guessed = found
    if name == EDUCATIONS:
        return found
    units = next((at for at, column in columns.items() if column == "unit"), None)
    if name == PEOPLE and units is not None and names_each_once(body, units):
        return found
    told = by_hand.get(name, {})
    free = [at for at, key in enumerate(keys) if at not in columns and key not in told]
    more = by_content(name, set(columns.values()), body, free)
    return {**columns, **more}, guessed | set(more)


def _near(word: str, words: Sequence[str], text: str = "") -> int:
    """How long the word is with which this one begins or ends, or which stands in it by itself;
    0 for none: 'Arbejdsmail' is a mail, 'Bod nr.' a number."""
    alone = {lists.fold(part) for part in re.split(r"\W+", text)} if text else set()
    sizes = [
        len(one)
        for one in words
        if one in alone or (len(one) >= _SHORTEST and (word.startswith(one) or word.endswith(one)))
    ]
    return max(sizes, default=0)


def _missing(name: str, columns: Any) -> list[str]:
    known = COLUMNS[name]
    return [str(known[one].title) for one in lists.missing(columns, known)]


def _keys(cells: Sequence[str]) -> list[str]:
    """Folded headings; the second of the same bears its number, an empty one its place."""
    seen: dict[str, int] = {}
    keys = []
    for at, cell in enumerate(cells):
        word = lists.fold(cell) or f"#{at}"
        seen[word] = seen.get(word, 0) + 1
        keys.append(word if seen[word] == 1 else f"{word}#{seen[word]}")
    return keys


def _example(rows: Sequence[tuple[int, list[str]]], at: int) -> str:
    for _number, cells in rows[:50]:
        if at < len(cells) and cells[at].strip():
            return _shown(cells[at])
    return ""


def _width(cells: Sequence[str]) -> int:
    # A merged title says the same in every cell.
    return len({cell for cell in cells if cell.strip()})


def _shown(text: str) -> str:
    plain = " ".join("".join(char if char.isprintable() else " " for char in text[:200]).split())
    return plain if len(plain) <= 80 else plain[:79] + "…"
