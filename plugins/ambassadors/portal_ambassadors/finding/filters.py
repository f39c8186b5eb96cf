"""What a reader asks of the list, read from an address that may say anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.api import name_key

from ..profiles.data import as_reference
from ..vocabulary import LEVEL_MAX, ROLES

GROUPS = ("unit", "role", "language", "community")
SORTS = ("name", "-name", "unit", "-unit", "level")
VIEWS = ("cards", "table")
MAX_TEXT, MAX_VALUES = 160, 40


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows and orders the list. `chosen`: values by group; any of a group will do, and
    each group must fit. `level`: at least so well. `near`: a reference such as 'factsheet:12'."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    competence: int | None = None
    level: int = 1
    near: str = ""
    sort: str = ""
    view: str = "cards"

    def of(self, group: str) -> tuple[str, ...]:
        """The values chosen in a group."""
        return self.chosen.get(group, ())

    @property
    def count(self) -> int:
        """How many filters are on, the text not counted."""
        return sum(map(len, self.chosen.values())) + bool(self.competence) + bool(self.near)

    @property
    def narrows(self) -> bool:
        """Whether this is less than the whole list."""
        return bool(self.text) or self.count > 0

    def without(self, group: str, value: str = "") -> Filters:
        """The same without one value."""
        if group in GROUPS:
            left = tuple(one for one in self.of(group) if one != value)
            chosen = {**self.chosen, group: left}
            return replace(self, chosen={name: found for name, found in chosen.items() if found})
        if group == "competence":
            return replace(self, competence=None, level=1)
        return replace(self, near="") if group == "near" else replace(self, text="")

    def as_args(self, **changed: Any) -> dict[str, Any]:
        """The arguments of an address that asks for the same, with some of them changed."""
        args: dict[str, Any] = {name: list(values) for name, values in self.chosen.items()}
        args |= {"q": self.text, "near": self.near, "sort": self.sort}
        if self.competence:
            args |= {"competence": str(self.competence)}
            args |= {"level": str(self.level)} if self.level > 1 else {}
        args["view"] = "" if self.view == "cards" else self.view
        return {name: value for name, value in {**args, **changed}.items() if value}


def read_filters(args: MultiDict[str, str]) -> Filters:
    """The filters of an address; whatever makes no sense is left out."""
    chosen = {group: _values(group, args.getlist(group)) for group in GROUPS}
    level = args.get("level", "")
    near = args.get("near", "")[:60]
    return Filters(
        text=" ".join(args.get("q", "").replace("\x00", "").split())[:MAX_TEXT],
        chosen={group: values for group, values in chosen.items() if values},
        competence=as_number(args.get("competence", "")),
        level=int(level) if level in map(str, range(1, LEVEL_MAX + 1)) else 1,
        near=near if as_reference(near) is not None else "",
        sort=args.get("sort", "") if args.get("sort") in SORTS else "",
        view=args.get("view", "") if args.get("view") in VIEWS else "cards",
    )


def as_number(text: str) -> int | None:
    """An id in an address; None for anything else."""
    if text.isascii() and text.isdigit() and len(text) < 11 and 0 < int(text) < 2**31:
        return int(text)
    return None


def _values(group: str, values: list[str]) -> tuple[str, ...]:
    found = [value.strip() for value in values[:MAX_VALUES]]
    if group == "unit":
        found = [str(number) for value in found if (number := as_number(value)) is not None]
    elif group == "role":
        found = [value for value in found if value in ROLES]
    elif group == "language":
        found = [value for value in found if value.isascii() and value.isalpha()]
        found = [value for value in found if len(value) <= 10]
    else:
        found = [key for value in found if (key := name_key(value[:200]))]
    return tuple(dict.fromkeys(found))
