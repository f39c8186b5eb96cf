"""A first proposal at once: the group that earns most is opened, again and again, then people move
where it helps. Not the best, but a proposal that keeps every rule."""

from __future__ import annotations

from collections.abc import Iterable

from .problem import Facilitator, Key, Problem, Room
from .scoring import Group, Proposal, Value, breaches, value

#: Rounds of moving people about; each is worth at least one point, so it ends by itself.
ROUNDS = 50


class Draft:
    """Groups while they are being made: who is where, who leads what, and in which room."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people: dict[Key, set[int]] = {}
        self.led: dict[Key, Facilitator | None] = {}
        self.rooms: dict[Key, Room | None] = {}
        self.where: dict[int, Key] = {}

    def groups(self) -> tuple[Group, ...]:
        """As they stand."""
        return tuple(
            Group(
                *key,
                tuple(sorted(people)),
                lead.id if (lead := self.led[key]) else None,
                room.id if (room := self.rooms[key]) else None,
            )
            for key, people in sorted(self.people.items())
        )

    def room_left(self, key: Key) -> int:
        """How many more fit into an open group."""
        room = self.rooms[key]
        most = self.problem.rules.largest
        return min(most, room.seats if room else most) - len(self.people[key])

    def booking(self, key: Key, people: int) -> tuple[Facilitator | None, Room | None] | None:
        """A facilitator and a room for a new group of so many; None where there is none. The one
        who can do least else, and the smallest room that is large enough, else the largest."""
        busy = self.problem.clashes[key[1]]
        taken = [other for other in self.people if other[1] in busy]
        lead = room = None
        if self.problem.facilitators:
            leads = [
                one
                for one in self.problem.facilitators_for(key)
                if all(self.led[other] != one for other in taken)
                and self.where.get(one.person or 0) not in taken
            ]
            if not leads:
                return None
            lead = min(leads, key=lambda one: (len(one.free), -len(one.practices), one.id))
        if self.problem.rooms:
            rooms = [
                one
                for one in self.problem.rooms_for(key)
                if all(self.rooms[other] != one for other in taken)
            ]
            if not rooms:
                return None
            wanted = min(people, self.problem.rules.largest)
            room = next((one for one in rooms if one.seats >= wanted), rooms[-1])
        return lead, room

    def can_join(self, person: int, key: Key) -> bool:
        """Whether the person may, and does not lead another group at that time."""
        return self.problem.may_join(person, key) and not any(
            lead is not None and lead.person == person and other[1] in self.problem.clashes[key[1]]
            for other, lead in self.led.items()
        )

    def put(self, person: int, key: Key | None) -> None:
        """Moves a person, out of every group where `key` is None."""
        if (old := self.where.pop(person, None)) is not None:
            self.people[old].discard(person)
        if key is not None:
            self.people[key].add(person)
            self.where[person] = key


def first(problem: Problem) -> Proposal:
    """A proposal that keeps every rule; the same for the same problem."""
    problem = problem.ordered()
    draft = Draft(problem)
    while (found := _best_opening(draft)) is not None:
        key, people, (lead, room) = found
        draft.people[key], draft.led[key], draft.rooms[key] = set(), lead, room
        for person in people:
            draft.put(person, key)
    _improve(draft)
    groups = draft.groups()
    return Proposal(groups, value(problem, groups), "greedy")


def _best_opening(
    draft: Draft,
) -> tuple[Key, list[int], tuple[Facilitator | None, Room | None]] | None:
    """The group to open next: what it earns by people who are nowhere yet."""
    best = None
    for key in draft.problem.candidates:
        if key in draft.people:
            continue
        willing = sum(len(team) for team in _teams_for(draft, key))
        booking = draft.booking(key, willing)
        if booking is None:
            continue
        room = booking[1]
        most = min(draft.problem.rules.largest, room.seats if room else willing)
        people = _filled(draft, key, most, booking[0].person if booking[0] else None)
        if len(people) < draft.problem.rules.smallest:
            continue
        earned = sum(draft.problem.points(person, key[0]) for person in people)
        rank = (earned, len(people), (-key[0], -key[1]))
        if best is None or rank > best[0]:
            best = rank, (key, people, booking)
    return best[1] if best else None


def _teams_for(draft: Draft, key: Key, but: int | None = None) -> list[tuple[int, ...]]:
    """Who could come into a new group: an education's leaders and teachers at once, leaders first,
    others one by one; the dearest first. `but` leads it."""
    problem = draft.problem
    units: list[tuple[int, ...]] = []
    in_team: set[int] = set()
    for education, team in problem.teams.items():
        in_team.update(team)
        if any(person in draft.where for person in team):
            continue
        leaders = problem.leaders.get(education, ())
        coming = [person for person in team if person != but and draft.can_join(person, key)]
        if leaders and not any(person in leaders for person in coming):
            continue
        # Who comes only to lead is worth bringing only with somebody who wishes it.
        if coming and any(problem.points(person, key[0]) for person in coming):
            first_leaders = sorted(coming, key=lambda person: (person not in leaders, person))
            units.append(tuple(first_leaders))
    units.extend(
        (one.id,)
        for one in problem.people
        if one.id not in in_team
        and one.id not in draft.where
        and one.id != but
        and draft.can_join(one.id, key)
    )

    def worth(unit: tuple[int, ...]) -> tuple[float, int]:
        earned = sum(problem.points(person, key[0]) for person in unit)
        return -earned / len(unit), unit[0]

    return sorted(units, key=worth)


def _filled(draft: Draft, key: Key, most: int, but: int | None = None) -> list[int]:
    people: list[int] = []
    for unit in _teams_for(draft, key, but):
        # A team that does not fit comes with as many as do; its leaders stand first.
        people.extend(unit[: most - len(people)])
    return people


def _improve(draft: Draft) -> None:
    """Moves people, and educations whole, while it earns something."""
    problem = draft.problem
    units = [
        *problem.teams.values(),
        *((one.id,) for one in problem.people),
    ]
    current = value(problem, draft.groups())
    for _round in range(ROUNDS):
        before = current
        for unit in units:
            for key in sorted(draft.people):
                current = _tried(draft, unit, key, current)
        if current == before:
            return


def _tried(draft: Draft, unit: Iterable[int], key: Key, current: Value) -> Value:
    """Moves those of `unit` who may to `key`, unless that breaks a rule or earns nothing."""
    problem = draft.problem
    moving = [
        person
        for person in unit
        if problem.may_join(person, key) and draft.where.get(person) != key
    ]
    if not moving or draft.room_left(key) < len(moving):
        return current
    gain = sum(
        problem.points(person, key[0])
        - (problem.points(person, old[0]) if (old := draft.where.get(person)) else 0)
        for person in moving
    )
    # Colleagues add a little more; what cannot pay even with them is not worth counting.
    if gain + problem.rules.mates * len(problem.pairs) < 0:
        return current
    old_places = {person: draft.where.get(person) for person in moving}
    for person in moving:
        draft.put(person, key)
    groups = draft.groups()
    reached = value(problem, groups)
    if reached.better_than(current) and not breaches(problem, groups):
        return reached
    for person, place in old_places.items():
        draft.put(person, place)
    return current
