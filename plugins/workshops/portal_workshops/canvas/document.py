"""What a canvas may hold: the types of items, their fields, and what fits into each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

LINE, NAME, NOTE, PITCH = 200, 80, 2_000, 1_500
#: A canvas is for a group of people, not for a machine.
ITEMS_MAX, OPERATIONS_MAX = 800, 200
#: Coordinates are thousandths of the arena's half: (0, 0) is the education itself.
EDGE = 1_000
DOTS, DOTS_MAX = 3, 20

CHOICES = ("keep", "adapt", "leave", "new")
PAGES = ("arena", "words", "redesign", "pitch", "track", "design")
ITEM = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


class Unfit(ValueError):
    """A value that does not go into its field; the text is a code, see `wording.REFUSALS`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `clean` makes a fitting value or raises Unfit. `loose`: the last one counts (a
    place, a number of dots); else two who have not seen each other's value get both."""

    clean: Callable[[Any], Any]
    empty: Any = ""
    loose: bool = False


def text(most: int, lines: bool = True) -> Field:
    """Words: without NUL, in one line or several, at most so many characters."""

    def clean(value: Any) -> str:
        if not isinstance(value, str):
            raise Unfit("text")
        value = value.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        # A lone half of a character, which a script can send and no database can store.
        value = value.encode("utf-8", "ignore").decode("utf-8").strip()
        value = value if lines else " ".join(value.split())
        if len(value) > most:
            raise Unfit("long")
        return value

    return Field(clean)


def whole(least: int, most: int, empty: int = 0) -> Field:
    """A whole number between two others; outside it is brought to the nearer one."""

    def clean(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise Unfit("number")
        try:
            number = round(float(value))
        except (ValueError, OverflowError):
            raise Unfit("number") from None
        return max(least, min(most, number))

    return Field(clean, empty, loose=True)


def one_of(*values: str) -> Field:
    """One of some words, or none."""

    def clean(value: Any) -> str:
        if value not in ("", *values):
            raise Unfit("choice")
        return str(value)

    return Field(clean)


def _flag(value: Any) -> bool:
    return value in (True, "1", "true", "on", 1)


def _day(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("day")
    try:
        return "" if value == "" else dt.date.fromisoformat(value).isoformat()
    except ValueError:
        raise Unfit("day") from None


def _people(value: Any) -> list[int]:
    if not isinstance(value, list) or len(value) > 40:
        raise Unfit("people")
    # type(), for True is an int too, and a database that is strict does not take it for one.
    if not all(type(one) is int and 0 < one < 2**31 for one in value):
        raise Unfit("people")
    return sorted(set(value))


def _item(value: Any) -> str:
    if value != "" and not (isinstance(value, str) and ITEM.match(value)):
        raise Unfit("item")
    return str(value)


FLAG = Field(_flag, False, loose=True)
DAY = Field(_day)
PEOPLE = Field(_people, [])
REFERENCE = Field(_item, "", loose=True)
TITLE, WORDS = text(LINE, lines=False), text(NOTE)

TYPES: Mapping[str, Mapping[str, Field]] = {
    "stakeholder": {
        "name": text(NAME, lines=False),
        "x": whole(-EDGE, EDGE),
        "y": whole(-EDGE, EDGE),
        "sees": WORDS,
        "needs": WORDS,
        "expects": WORDS,
        "contributes": WORDS,
    },
    "word": {
        "text": text(60, lines=False),
        "into": REFERENCE,
        "chosen": FLAG,
        "codex": text(500),
    },
    "vote": {"n": whole(0, DOTS_MAX)},
    "element": {"choice": one_of(*CHOICES), "text": TITLE, "how": WORDS},
    "pitch": {"text": text(PITCH), "presenter": TITLE, "presented": FLAG, "heard": WORDS},
    "answer": {"value": whole(0, 5), "why": text(500)},
    "codex": {"text": WORDS},
    "step": {
        "what": TITLE,
        "people": PEOPLE,
        "who": TITLE,
        "due": DAY,
        "order": whole(0, 1_000_000),
    },
    "sign": {"text": TITLE, "how": TITLE},
    "final": {"title": text(160, lines=False), "practice": WORDS, "review": DAY},
    "help": {"wanted": FLAG, "about": TITLE},
    "settings": {"dots": whole(1, DOTS_MAX, DOTS), "open": FLAG},
    "advice": {"text": WORDS, "about": one_of(*PAGES)},
}
#: What there is one of; the item is called like its type.
SINGLE = frozenset({"pitch", "codex", "final", "help", "settings"})
#: What belongs to one person: an answer is called `answer-<person>`, so that each has one, and
#: dots `vote-<person>-<word>`.
OWN = frozenset({"vote", "answer"})
OWN_NAME = re.compile(r"(answer-[1-9][0-9]{0,9}|vote-[1-9][0-9]{0,9}-[a-z0-9-]+)\Z")
#: What an operation can do.
DOES = frozenset({"add", "set", "remove", "restore", "settle"})
#: Only who facilitates may change these.
LED = frozenset({("settings", "open")})


def implied_type(item: str) -> str | None:
    """The type that an item's name says, for those that need not be added first."""
    first = item.split("-")[0]
    if item in SINGLE or (first == "element" and "-" in item) or OWN_NAME.match(item):
        return first
    return None


def owner_of(item: str) -> int | None:
    """Whose an own item is."""
    parts = item.split("-")
    known = len(parts) > 1 and parts[0] in OWN and parts[1].isdecimal() and len(parts[1]) < 11
    return int(parts[1]) if known else None
