"""What a reader asks of the list, read from an address that may say anything."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from ..vocabulary import KINDS, OUTCOMES, PHASES, STATUSES, TAG_MAX

#: The groups whose values are ids.
ID_GROUPS = ("programme", "track", "concept", "unit")
#: The groups whose values are among a few.
CHOICES: dict[str, Iterable[Any]] = {
    "kind": [str(key) for key in KINDS],
    "phase": [str(int(key)) for key in PHASES],
    "outcome": [str(key) for key in OUTCOMES],
    "status": [str(key) for key in STATUSES],
}
#: The groups whose values are somebody's words.
WORDS = ("tag", "institution")
GROUPS = (*ID_GROUPS, *CHOICES, *WORDS)
FLAGS = ("ready", "mine")
SORTS = ("newest", "title", "read", "due", "updated")
VIEWS = ("cards", "table")
MAX_TEXT = 100
MAX_VALUES = 40

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows and orders the list. `chosen` holds the values by group, as texts; any of a
    group will do, and each group must fit. `since` and `until` are months."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ready: bool = False
    mine: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    sort: str = "newest"
    view: str = "cards"

    def of(self, group: str) -> tuple[str, ...]:
        """The values chosen in a group."""
        return self.chosen.get(group, ())

    @property
    def count(self) -> int:
        """How many filters are on, the text not counted."""
        on = [self.ready, self.mine, self.since, self.until]
        return sum(map(len, self.chosen.values())) + sum(1 for one in on if one)

    @property
    def narrows(self) -> bool:
        """Whether this is less than the whole list."""
        return bool(self.text) or self.count > 0

    def without(self, group: str, value: str = "") -> Filters:
        """The same without one value, flag, month or the text."""
        if group in GROUPS:
            left = tuple(one for one in self.of(group) if one != value)
            chosen = {**self.chosen, group: left}
            return replace(self, chosen={name: found for name, found in chosen.items() if found})
        empty: dict[str, Any] = {"text": "", "since": None, "until": None}
        return replace(self, **{group: empty.get(group, False)})

    def as_args(self, **changed: Any) -> dict[str, Any]:
        """The arguments of an address that asks for the same, with some of them changed."""
        args: dict[str, Any] = {name: list(values) for name, values in self.chosen.items()}
        args |= {"q": self.text, "since": month(self.since), "until": month(self.until)}
        args |= {name: "1" for name in FLAGS if getattr(self, name)}
        args["sort"] = "" if self.sort == "newest" else self.sort
        args["view"] = "" if self.view == "cards" else self.view
        return {name: value for name, value in {**args, **changed}.items() if value}


def read_filters(args: MultiDict[str, str]) -> Filters:
    """The filters of an address; whatever makes no sense is left out."""
    chosen = {group: _values(group, args.getlist(group)) for group in GROUPS}
    return Filters(
        text=" ".join(args.get("q", "").replace("\x00", "").split())[:MAX_TEXT],
        chosen={group: values for group, values in chosen.items() if values},
        ready=args.get("ready") == "1",
        mine=args.get("mine") == "1",
        since=as_month(args.get("since", "")),
        until=as_month(args.get("until", "")),
        sort=args.get("sort", "") if args.get("sort") in SORTS else "newest",
        view=args.get("view", "") if args.get("view") in VIEWS else "cards",
    )


def _values(group: str, values: list[str]) -> tuple[str, ...]:
    found = [value.strip() for value in values[:MAX_VALUES]]
    if group in ID_GROUPS:
        found = [value for value in found if value.isascii() and value.isdigit()]
        found = [value for value in found if 0 < int(value[:12]) < 2**31]
    elif group in CHOICES:
        found = [value for value in found if value in CHOICES[group]]
    else:
        limit = TAG_MAX if group == "tag" else 200
        found = [value for value in found if value and len(value) <= limit and "\x00" not in value]
        if group == "tag":
            found = [value.lower() for value in found]
    return tuple(dict.fromkeys(found))


def as_month(text: str) -> dt.date | None:
    """'2026-03' as its first day; anything else is None."""
    found = _MONTH.fullmatch(text.strip())
    if found is None or not text.isascii():
        return None
    year, number = int(found[1]), int(found[2])
    return dt.date(year, number, 1) if 1900 <= year <= 2200 and 1 <= number <= 12 else None


def month(day: dt.date | None) -> str:
    """'2026-03'"""
    return f"{day:%Y-%m}" if day else ""
