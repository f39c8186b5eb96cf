"""Units against competences: how many, at what level, and where there is no one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from portal.api import Actor

from ..facts import Facts
from ..models import Competence
from ..places import Place
from ..vocabulary import ABLE
from .directory import Directory


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit with all below it, and a competence. `able` are at the level asked for or above."""

    people: int = 0
    able: int = 0
    best: int = 0


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit in which nobody is at the level asked for in these competences."""

    place: Place | None
    competences: list[Competence]
    people: int


class Overview:
    """The overview of one request: the whole organisation, or a unit (`unit_id`) with what is
    directly below it. Constant queries: those of the directory."""

    def __init__(
        self, session: Session, actor: Actor, unit_id: int | None = None, level: int = ABLE
    ) -> None:
        self.all, self.level = Directory(session, actor), level
        self.unit = self.all.places.by_id.get(unit_id or 0)

    @cached_property
    def offered(self) -> list[Competence]:
        """The competences that are in use."""
        return [row for row in self.all.competences.values() if row.retired_at is None]

    @cached_property
    def groups(self) -> list[tuple[str, list[Competence]]]:
        """The competences under their groups."""
        found: dict[int, list[Competence]] = {}
        for row in self.offered:
            found.setdefault(row.group_id, []).append(row)
        return [(self.all.groups[key], rows) for key, rows in found.items()]

    @cached_property
    def places(self) -> list[Place]:
        """The units of the page: what is directly below the one chosen, open or with people."""
        below = self.all.places.children.get(self.unit.id if self.unit else None, [])
        return [place for place in below if not place.closed or self.members.get(place.id)]

    @cached_property
    def every_place(self) -> list[Place]:
        """Every open unit, in the order of the tree."""
        found: list[Place] = []

        def walk(parent_id: int | None) -> None:
            for place in self.all.places.children.get(parent_id, []):
                if not place.closed:
                    found.append(place)
                    walk(place.id)

        walk(self.unit.id if self.unit else None)
        return found

    @cached_property
    def members(self) -> Mapping[int, list[Facts]]:
        """The ambassadors of each unit and those below it, each once; 0 is everyone."""
        found: dict[int, list[Facts]] = {0: list(self.all.everyone)}
        for one in self.all.everyone:
            for unit_id in self.all.units_of(one):
                found.setdefault(unit_id, []).append(one)
        return found

    @cached_property
    def _cells(self) -> Mapping[tuple[int, int], Cell]:
        counts: dict[tuple[int, int], list[int]] = {}
        for unit_id, people in self.members.items():
            for one in people:
                for key, level in one.levels.items():
                    count = counts.setdefault((unit_id, key), [0, 0, 0])
                    count[0] += 1
                    count[1] += level >= self.level
                    count[2] = max(count[2], level)
        return {key: Cell(*count) for key, count in counts.items()}

    def cell(self, unit_id: int, competence_id: int) -> Cell:
        """One cell; unit 0 is the whole organisation."""
        return self._cells.get((unit_id, competence_id), NOTHING)

    @property
    def whole(self) -> int:
        """The row of sums: the unit chosen, or everyone."""
        return self.unit.id if self.unit else 0

    @cached_property
    def trail(self) -> Sequence[Place]:
        """The units above the one chosen, from the top."""
        return self.all.places.above(self.unit.id)[:0:-1] if self.unit else ()

    @cached_property
    def gaps(self) -> list[Gap]:
        """Where nobody is at the level asked for: the whole first, then unit by unit."""
        rows: list[Place | None] = [self.unit, *self.places]
        found = []
        for place in rows:
            unit_id = place.id if place else 0
            missing = [row for row in self.offered if not self.cell(unit_id, row.id).able]
            if missing:
                found.append(Gap(place, missing, len(self.members.get(unit_id, ()))))
        return found

    def has_below(self, place: Place) -> bool:
        """Whether a unit can be unfolded."""
        return any(not one.closed for one in self.all.places.children.get(place.id, []))
