"""What a reader asks of the map, read from an address that may say anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.api import today

from ..adoption.words import STATUSES
from .family import Family
from .nodes import Node

#: In the address, for those of whom nobody has said how it goes.
UNSAID_KEY = "unsaid"


@dataclass(frozen=True, slots=True)
class Filters:
    """`status`, `place` (a unit's key), `institution` and `programme` narrow; `month` is how many
    months after the beginning one looks, None for today."""

    status: str = ""
    place: str = ""
    institution: str = ""
    programme: int | None = None
    month: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether some practices are pushed into the background."""
        return bool(self.status or self.place or self.institution or self.programme)

    def fits(self, node: Node) -> bool:
        """Whether a practice is asked for."""
        said = node.status or UNSAID_KEY
        return (
            (not self.status or said == self.status)
            and (not self.place or node.unit_key == self.place)
            and (not self.institution or node.institution == self.institution)
            and (self.programme is None or node.programme_id == self.programme)
        )

    def as_args(self, **changed: Any) -> dict[str, Any]:
        """The arguments of an address that asks for the same, with some of them changed."""
        args = {
            "status": self.status,
            "place": self.place,
            "institution": self.institution,
            "programme": self.programme,
            "month": self.month,
        }
        return {key: value for key, value in {**args, **changed}.items() if value not in ("", None)}


def read_filters(args: Mapping[str, str]) -> Filters:
    """The filters of an address; what makes no sense is left out."""
    status = args.get("status", "")
    return Filters(
        status=status if status in STATUSES or status == UNSAID_KEY else "",
        place=args.get("place", "").replace("\x00", "")[:200],
        institution=args.get("institution", "").replace("\x00", "")[:200],
        programme=_number(args.get("programme", "")),
        month=_number(args.get("month", "")),
    )


def months(first: dt.date, last: dt.date) -> int:
    """How many months lie between two days."""
    return (last.year - first.year) * 12 + last.month - first.month


def last_day(first: dt.date, after: int) -> dt.date:
    """The last day of the month that comes `after` months after `first`'s."""
    number = first.year * 12 + first.month - 1 + after + 1
    return dt.date(number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)


def span(family: Family) -> tuple[dt.date, int]:
    """The month in which a family begins, and how many months it has lasted until today."""
    first = min(one.since for one in family.nodes).replace(day=1)
    return first, max(0, months(first, today()))


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
