"""What the planner is given, as plain data: it knows no database and no request.

A group takes one practice home on one option (the dates of its two half days); of each pair of
practice and option there is at most one. Everybody is in one group at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

#: A group: (practice, option).
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Person:
    """One who wishes to take part. `wishes` are practices, the dearest first; `free` the dates on
    which they can; `mates` colleagues they would like to be with."""

    id: int
    wishes: tuple[int, ...]
    free: frozenset[int]
    education: int | None = None
    leads: bool = False
    teaches: bool = False
    mates: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Date:
    """A half day on which something can take place; aware times."""

    id: int
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Option:
    """The dates of one series, usually two."""

    id: int
    dates: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Who can lead a series; `practices` empty: any. `person`: the same human being among the
    people, who cannot lead one group and be in another (or in that one) at the same time."""

    id: int
    free: frozenset[int]
    practices: frozenset[int] = frozenset()
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """Where a series can be."""

    id: int
    seats: int
    free: frozenset[int]


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits, and what a wish is worth.

    A person placed with the wish of rank r earns `points[r]` (the last one counts for every rank
    behind it), two colleagues who are together where one of them asked for it earn `mates`.
    """

    smallest: int = 4
    largest: int = 16
    points: tuple[int, ...] = (12, 8, 5, 3, 2)
    mates: int = 2

    def worth(self, rank: int) -> int:
        """The points of a wish by its rank; 0 is the first."""
        return self.points[min(rank, len(self.points) - 1)]


@dataclass(frozen=True)
class Problem:
    """Everything the planner decides on. Without facilitators, or rooms, they are not asked for."""

    people: tuple[Person, ...]
    dates: tuple[Date, ...]
    options: tuple[Option, ...]
    facilitators: tuple[Facilitator, ...] = ()
    rooms: tuple[Room, ...] = ()
    rules: Rules = field(default_factory=Rules)

    def ordered(self) -> Problem:
        """The same, whatever order it was written in: the same input gives the same groups."""
        return Problem(
            tuple(sorted(self.people, key=lambda one: one.id)),
            tuple(sorted(self.dates, key=lambda one: one.id)),
            tuple(sorted(self.options, key=lambda one: one.id)),
            tuple(sorted(self.facilitators, key=lambda one: one.id)),
            tuple(sorted(self.rooms, key=lambda one: one.id)),
            self.rules,
        )

    @cached_property
    def person(self) -> Mapping[int, Person]:
        """People by their ids."""
        return {one.id: one for one in self.people}

    @cached_property
    def option(self) -> Mapping[int, Option]:
        """Options by their ids."""
        return {one.id: one for one in self.options}

    @cached_property
    def practices(self) -> tuple[int, ...]:
        """Every practice somebody wishes."""
        return tuple(sorted({wish for one in self.people for wish in one.wishes}))

    @cached_property
    def leaders(self) -> Mapping[int, tuple[int, ...]]:
        """Who leads each education that has leaders here."""
        found: dict[int, list[int]] = {}
        for one in self.people:
            if one.leads and one.education is not None:
                found.setdefault(one.education, []).append(one.id)
        return {education: tuple(sorted(ids)) for education, ids in found.items()}

    @cached_property
    def teams(self) -> Mapping[int, tuple[int, ...]]:
        """The leaders and teachers of each education: together, or not placed."""
        found: dict[int, list[int]] = {}
        for one in self.people:
            if one.education is not None and (one.leads or one.teaches):
                found.setdefault(one.education, []).append(one.id)
        return {education: tuple(sorted(ids)) for education, ids in found.items()}

    @cached_property
    def joined(self) -> Mapping[int, frozenset[int]]:
        """For each leader the practices of the education's teachers: a leader goes along."""
        found: dict[int, frozenset[int]] = {}
        for education, leaders in self.leaders.items():
            wanted = frozenset(
                wish for one in self.teams[education] for wish in self.person[one].wishes
            )
            found.update(dict.fromkeys(leaders, wanted))
        return found

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Colleagues of whom one asked to be with the other, each pair once."""
        return tuple(
            sorted(
                {
                    (min(one.id, mate), max(one.id, mate))
                    for one in self.people
                    for mate in one.mates
                    if mate in self.person and mate != one.id
                }
            )
        )

    @cached_property
    def clashes(self) -> Mapping[int, frozenset[int]]:
        """For each option those that take place at the same time, itself among them."""
        at = {one.id: (one.starts_at, one.ends_at) for one in self.dates}

        def overlap(one: Option, other: Option) -> bool:
            return one.id == other.id or any(
                at[a][0] < at[b][1] and at[b][0] < at[a][1] for a in one.dates for b in other.dates
            )

        return {
            one.id: frozenset(other.id for other in self.options if overlap(one, other))
            for one in self.options
        }

    def can(self, free: frozenset[int], option: int) -> bool:
        """Whether somebody who is free on those dates can come on every date of the option."""
        return all(date in free for date in self.option[option].dates)

    def points(self, person: int, practice: int) -> int:
        """What the person earns in a group of that practice."""
        wishes = self.person[person].wishes
        return self.rules.worth(wishes.index(practice)) if practice in wishes else 0

    def may_join(self, person: int, key: Key) -> bool:
        """Whether the person wishes that practice, or leads one who does, and can come."""
        one = self.person[person]
        wished = key[0] in one.wishes or key[0] in self.joined.get(person, ())
        return wished and self.can(one.free, key[1])

    @cached_property
    def candidates(self) -> tuple[Key, ...]:
        """Every group that enough people could join, and a facilitator and a room be had for."""
        return tuple(
            (practice, option.id)
            for practice in self.practices
            for option in self.options
            if sum(self.may_join(one.id, (practice, option.id)) for one in self.people)
            >= self.rules.smallest
            and (not self.facilitators or self.facilitators_for((practice, option.id)))
            and (not self.rooms or self.rooms_for((practice, option.id)))
        )

    def facilitators_for(self, key: Key) -> list[Facilitator]:
        """Who could lead that group."""
        practice, option = key
        return [
            one
            for one in self.facilitators
            if (not one.practices or practice in one.practices) and self.can(one.free, option)
        ]

    def rooms_for(self, key: Key) -> list[Room]:
        """Where that group could be, the smallest first."""
        found = [
            one
            for one in self.rooms
            if one.seats >= self.rules.smallest and self.can(one.free, key[1])
        ]
        return sorted(found, key=lambda one: (one.seats, one.id))

    def as_json(self) -> dict[str, Any]:
        """For keeping: what was decided is explained from what was given."""

        def plain(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: plain(one) for key, one in value.items()}
            if isinstance(value, frozenset):
                return sorted(value)
            if isinstance(value, list | tuple):
                return [plain(one) for one in value]
            return value.isoformat() if isinstance(value, dt.datetime) else value

        ordered = self.ordered()
        kept = {
            part: [plain(asdict(one)) for one in getattr(ordered, part)]
            for part in ("people", "dates", "options", "facilitators", "rooms")
        }
        return {**kept, "rules": plain(asdict(self.rules))}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Problem:
        """What `as_json` wrote."""
        return cls(
            people=tuple(
                Person(
                    id=one["id"],
                    wishes=tuple(one["wishes"]),
                    free=frozenset(one["free"]),
                    education=one["education"],
                    leads=one["leads"],
                    teaches=one["teaches"],
                    mates=frozenset(one["mates"]),
                )
                for one in data["people"]
            ),
            dates=tuple(
                Date(
                    one["id"],
                    dt.datetime.fromisoformat(one["starts_at"]),
                    dt.datetime.fromisoformat(one["ends_at"]),
                )
                for one in data["dates"]
            ),
            options=tuple(Option(one["id"], tuple(one["dates"])) for one in data["options"]),
            facilitators=tuple(
                Facilitator(
                    one["id"],
                    frozenset(one["free"]),
                    frozenset(one["practices"]),
                    one.get("person"),
                )
                for one in data["facilitators"]
            ),
            rooms=tuple(
                Room(one["id"], one["seats"], frozenset(one["free"])) for one in data["rooms"]
            ),
            rules=Rules(**{**data["rules"], "points": tuple(data["rules"]["points"])}),
        )
