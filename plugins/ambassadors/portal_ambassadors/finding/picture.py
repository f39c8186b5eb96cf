"""The organisation's picture: which unit has whom, and where there is no one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy.orm import Session

from portal.api import Actor

from ..facts import Facts
from ..places import Place
from .directory import Directory

#: Faces beside a unit; the rest is a number that leads to the list.
SHOWN = 3


@dataclass(slots=True)
class Node:
    """A unit in the tree. `here` are its own ambassadors, `number` those here and below, each
    once; `empty` how many units here and below have no one."""

    place: Place
    here: list[Facts]
    number: int
    children: list[Node] = field(default_factory=list)
    units: int = 1
    empty: int = 0

    @property
    def faces(self) -> list[Facts]:
        """The first of its own."""
        return self.here[:SHOWN]


class Picture:
    """The tree of open units with their ambassadors. Constant queries."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.all = Directory(session, actor)

    @cached_property
    def _here(self) -> Mapping[int, list[Facts]]:
        found: dict[int, list[Facts]] = {}
        for one in self.all.everyone:
            for unit_id in dict.fromkeys(unit_id for unit_id, _function in one.units):
                found.setdefault(unit_id, []).append(one)
        return found

    @cached_property
    def tops(self) -> list[Node]:
        """The tops of the tree."""
        return self._below(None)

    def _below(self, parent_id: int | None) -> list[Node]:
        return [
            self._grow(place)[0]
            for place in self.all.places.children.get(parent_id, [])
            if not place.closed
        ]

    def _grow(self, place: Place) -> tuple[Node, set[int]]:
        here = self._here.get(place.id, [])
        node, people = Node(place, here, 0), {one.id for one in here}
        for below in self.all.places.children.get(place.id, []):
            if not below.closed:
                child, more = self._grow(below)
                node.children.append(child)
                people |= more
                node.units += child.units
                node.empty += child.empty
        node.number = len(people)
        node.empty += not people
        return node, people

    @cached_property
    def rows(self) -> list[tuple[int, Node]]:
        """Every unit with its depth, as rows of a table."""
        found: list[tuple[int, Node]] = []

        def walk(nodes: list[Node], depth: int) -> None:
            for node in nodes:
                found.append((depth, node))
                walk(node.children, depth + 1)

        walk(self.tops, 0)
        return found

    @property
    def nowhere(self) -> list[Facts]:
        """Ambassadors who belong to no unit."""
        return [one for one in self.all.everyone if not one.units]

    @property
    def covered(self) -> int:
        """How many units have somebody, themselves or below."""
        return sum(1 for _depth, node in self.rows if node.number)
