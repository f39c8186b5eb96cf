"""What a person keeps, or what stands in a unit: answered by hooks, handed over through hooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l


class Part(StrEnum):
    """What somebody is to a thing."""

    RESPONSIBLE = "responsible"
    OWNER = "owner"
    ORGANISER = "organiser"
    #: Of a unit: the thing stands in it.
    PLACE = "place"


PART_WORDS: Mapping[str, Any] = {
    Part.RESPONSIBLE: _l("Responsible"),
    Part.OWNER: _l("Owner"),
    Part.ORGANISER: _l("Organiser"),
    Part.PLACE: _l("Place"),
}

#: (kind, id, part): one person is one thing's owner and another's organiser.
Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One thing that a person keeps, or that stands in a unit.

    `kind` and `id` are the registry's reference where there is one; a kind that is not in the
    registry brings `words`, what to call it, and its title is shown to whoever looks after
    accounts. `count` says how many things this one stands for. `needs_successor`: nobody keeps it
    when this person does not. `unit_id`: the unit whose leader has to hear that nobody does.
    """

    kind: str
    id: int
    title: str
    url: str = ""
    part: str = Part.RESPONSIBLE
    count: int = 1
    needs_successor: bool = True
    unit_id: int | None = None
    words: Any = ""

    @property
    def key(self) -> Key:
        """What makes it one and the same at a later asking."""
        return self.kind, self.id, str(self.part)
