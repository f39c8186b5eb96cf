"""The tree of units as the pages of ambassadors need it, read once a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy.orm import Session

from portal.api import UnitRow, danish_order, unit_rows


@dataclass(frozen=True, slots=True)
class Place:
    """One unit. `town` is where it is, its own or that of the nearest unit above that says."""

    id: int
    name: str
    parent_id: int | None
    closed: bool
    town: str = field(default="")


class Places:
    """Every unit, in one query."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def by_id(self) -> Mapping[int, Place]:
        """The units by their ids."""
        units = unit_rows(self._session)
        found = {}
        for unit in units.values():
            town, seen = "", set[int]()
            above: UnitRow | None = unit
            while above is not None and not town and above.id not in seen:
                seen.add(above.id)
                town = above.town
                above = units.get(above.parent_id or 0)
            found[unit.id] = Place(
                unit.id, unit.name, unit.parent_id, unit.closed_at is not None, town
            )
        return found

    @cached_property
    def children(self) -> Mapping[int | None, list[Place]]:
        """What is directly below each unit (None: the tops), in Danish order."""
        found: dict[int | None, list[Place]] = {}
        for place in sorted(
            self.by_id.values(), key=lambda place: (danish_order(place.name), place.id)
        ):
            found.setdefault(place.parent_id, []).append(place)
        return found

    def above(self, unit_id: int) -> list[Place]:
        """The unit and those above it, from the unit up."""
        found: dict[int, Place] = {}
        here = self.by_id.get(unit_id)
        while here is not None and here.id not in found:
            found[here.id] = here
            here = self.by_id.get(here.parent_id or 0)
        return list(found.values())

    def path(self, unit_id: int) -> str:
        """'Education, Institution'"""
        line = self.above(unit_id)
        if not line:
            return ""
        return line[0].name if len(line) == 1 else f"{line[0].name}, {line[-1].name}"

    def towns(self, unit_ids: Iterable[int]) -> list[str]:
        """The towns of the units, each once."""
        found = [self.by_id[one].town for one in unit_ids if one in self.by_id]
        return list(dict.fromkeys(town for town in found if town))
