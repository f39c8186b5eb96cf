"""What a proposal is worth, and which rules it breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .problem import Key, Problem


@dataclass(frozen=True, slots=True)
class Group:
    """People who take one practice home on one option."""

    practice: int
    option: int
    people: tuple[int, ...]
    facilitator: int | None = None
    room: int | None = None

    @property
    def key(self) -> Key:
        """Which group it is."""
        return self.practice, self.option


@dataclass(frozen=True, slots=True)
class Value:
    """Points for wishes and colleagues; then how uneven the groups are. More, then less."""

    points: int
    spread: int

    def better_than(self, other: Value) -> bool:
        """Whether it is strictly better."""
        return (self.points, -self.spread) > (other.points, -other.spread)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Groups, and how good they are known to be.

    `bound` is a number of points that no proposal can exceed, None where nobody asked; `proven`
    whether nothing better exists, in points and in evenness; `how` 'greedy' or 'optimum'; `cut`
    whether the clock ended the search, so that another machine may find other groups.
    """

    groups: tuple[Group, ...]
    value: Value
    how: str
    bound: int | None = None
    proven: bool = False
    cut: bool = False

    @property
    def gap(self) -> float | None:
        """How much better the best could be at most, as a part of it: 0.0 is the best."""
        if self.bound is None:
            return None
        return (self.bound - self.value.points) / self.bound if self.bound else 0.0

    def placed(self) -> dict[int, Key]:
        """Where each person is who is somewhere."""
        return {person: group.key for group in self.groups for person in group.people}

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return {
            "groups": [
                {
                    "practice": group.practice,
                    "option": group.option,
                    "people": list(group.people),
                    "facilitator": group.facilitator,
                    "room": group.room,
                }
                for group in self.groups
            ],
            "points": self.value.points,
            "spread": self.value.spread,
            "how": self.how,
            "bound": self.bound,
            "proven": self.proven,
            "cut": self.cut,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Proposal:
        """What `as_json` wrote."""
        groups = tuple(
            Group(
                one["practice"],
                one["option"],
                tuple(one["people"]),
                one["facilitator"],
                one["room"],
            )
            for one in data["groups"]
        )
        return cls(
            groups,
            Value(data["points"], data["spread"]),
            data["how"],
            data["bound"],
            data["proven"],
            data.get("cut", False),
        )


class Rule(StrEnum):
    """What a proposal must keep."""

    TWICE = "twice"
    NOT_WISHED = "not_wished"
    DATES = "dates"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    APART = "apart"
    NO_LEADER = "no_leader"
    FACILITATOR = "facilitator"
    ROOM = "room"


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """A rule that is broken, where, and by whom where it is one person's."""

    rule: Rule
    key: Key
    person: int = 0


def value(problem: Problem, groups: Iterable[Group]) -> Value:
    """What the groups are worth."""
    groups = list(groups)
    sizes = [len(group.people) for group in groups]
    points = sum(
        problem.points(person, group.practice) for group in groups for person in group.people
    )
    where = {person: group.key for group in groups for person in group.people}
    together = sum(
        where.get(one) is not None and where.get(one) == where.get(other)
        for one, other in problem.pairs
    )
    spread = max(sizes) - min(sizes) if sizes else 0
    return Value(points + problem.rules.mates * together, spread)


def breaches(problem: Problem, groups: Iterable[Group]) -> list[Breach]:
    """Every rule that the groups break, in order; none where they are a proposal."""
    groups = list(groups)
    return sorted(
        {
            *_of_people(problem, groups),
            *_of_teams(problem, groups),
            *_of_sizes(problem, groups),
            *_of_booking(problem, groups),
        }
    )


def _of_people(problem: Problem, groups: list[Group]) -> Iterable[Breach]:
    seen: set[int] = set()
    for group in groups:
        for person in group.people:
            if person in seen:
                yield Breach(Rule.TWICE, group.key, person)
            seen.add(person)
            one = problem.person[person]
            wished = group.practice in one.wishes
            if not wished and group.practice not in problem.joined.get(person, ()):
                yield Breach(Rule.NOT_WISHED, group.key, person)
            if not problem.can(one.free, group.option):
                yield Breach(Rule.DATES, group.key, person)


def _of_teams(problem: Problem, groups: list[Group]) -> Iterable[Breach]:
    where = {person: group.key for group in groups for person in group.people}
    for education, team in problem.teams.items():
        placed = [person for person in team if person in where]
        leaders = problem.leaders.get(education, ())
        keys = {where[person] for person in leaders if person in where}
        home = keys or {where[person] for person in placed}
        if len(home) > 1:
            for person in placed:
                yield Breach(Rule.APART, where[person], person)
            continue
        for person in placed:
            if leaders and not keys:
                yield Breach(Rule.NO_LEADER, where[person], person)
            elif where[person] not in home:
                yield Breach(Rule.APART, where[person], person)


def _of_sizes(problem: Problem, groups: list[Group]) -> Iterable[Breach]:
    for group in groups:
        if len(group.people) < problem.rules.smallest:
            yield Breach(Rule.TOO_FEW, group.key)
        if len(group.people) > problem.rules.largest:
            yield Breach(Rule.TOO_MANY, group.key)


def _of_booking(problem: Problem, groups: list[Group]) -> Iterable[Breach]:
    facilitators = {one.id: one for one in problem.facilitators}
    rooms = {one.id: one for one in problem.rooms}
    for group in groups:
        if facilitators:
            lead = facilitators.get(group.facilitator or 0)
            if lead is None or lead not in problem.facilitators_for(group.key):
                yield Breach(Rule.FACILITATOR, group.key)
        if rooms:
            room = rooms.get(group.room or 0)
            fits = room is not None and problem.can(room.free, group.option)
            if not fits or (room is not None and room.seats < len(group.people)):
                yield Breach(Rule.ROOM, group.key)
        leading = facilitators.get(group.facilitator or 0)
        for other in groups:
            at_once = other.option in problem.clashes[group.option]
            if at_once and leading is not None and leading.person in other.people:
                yield Breach(Rule.FACILITATOR, other.key, leading.person or 0)
            if other.key == group.key or not at_once:
                continue
            if facilitators and other.facilitator == group.facilitator:
                yield Breach(Rule.FACILITATOR, group.key)
            if rooms and other.room == group.room:
                yield Breach(Rule.ROOM, group.key)
