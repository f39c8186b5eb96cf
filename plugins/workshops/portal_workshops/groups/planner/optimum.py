"""The best proposal: a mixed-integer program, solved by HiGHS (https://highs.dev) through SciPy.

Two programs, one after the other: the most points, then, with these points kept, the groups as
even as can be. A time limit ends either; what was found until then counts, and the gap to what
could be at most is told. Where there is much to choose from, small programs come before the large
ones: a busy machine has a good proposal then, too.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from .greedy import first
from .problem import Key, Problem
from .scoring import Group, Proposal, breaches, value

#: Of the time there is, what the first program may take.
FIRST_SHARE = 0.7
#: With more groups to choose from than these, the dearest of them are solved for first.
FEW, FEW_SHARE = 40, 0.35


def plan(problem: Problem, seconds: float = 9.0) -> Proposal:
    """The best proposal that is found within that time; never worse than the greedy one.

    The same problem gives the same groups wherever it was solved to the end (`proven`).
    """
    until = time.monotonic() + seconds
    problem = problem.ordered()
    best = first(problem)
    if not problem.candidates:
        return Proposal((), best.value, "optimum", 0, True)
    if len(problem.candidates) > FEW:
        # A small program first, for a good proposal however busy the machine is.
        dear = Program(problem, _dearest(problem))
        found = dear.most_points(_left(until) * FEW_SHARE).groups
        if found is not None:
            best = _better(problem, best, found)
    program = Program(problem)
    solved = program.most_points(_left(until) * FIRST_SHARE)
    bound = max(solved.bound, best.value.points)
    if solved.groups is not None:
        best = _better(problem, best, solved.groups)
    proven = best.value.points >= bound
    if len(problem.candidates) > FEW and best.value.spread:
        # The same groups, only their people moved about.
        there = Program(problem, [group.key for group in best.groups])
        found = there.most_even(best.value.points, best.value.spread, _left(until) / 2).groups
        if found is not None:
            best = _better(problem, best, found)
    evened = program.most_even(best.value.points, best.value.spread, _left(until))
    if evened.groups is not None:
        best = _better(problem, best, evened.groups)
    # A solution that is as even as the best can be, with points that nothing exceeds.
    even = evened.bound >= best.value.spread or best.value.spread == 0
    return Proposal(best.groups, best.value, "optimum", bound, proven and even)


def _dearest(problem: Problem) -> list[Key]:
    """The groups that could earn most, each for itself."""

    def earned(key: Key) -> int:
        points = (
            problem.points(one.id, key[0])
            for one in problem.people
            if problem.may_join(one.id, key)
        )
        return sum(sorted(points, reverse=True)[: problem.rules.largest])

    return sorted(problem.candidates, key=lambda key: (-earned(key), key))[:FEW]


def _left(until: float) -> float:
    return max(until - time.monotonic(), 0.05)


def _better(problem: Problem, best: Proposal, groups: tuple[Group, ...]) -> Proposal:
    reached = value(problem, groups)
    if breaches(problem, groups) or not reached.better_than(best.value):
        return best
    return Proposal(groups, reached, "optimum")


class Solved:
    """What one program came to: groups, if any were found, and how good it can be at most."""

    def __init__(self, groups: tuple[Group, ...] | None, bound: int) -> None:
        self.groups, self.bound = groups, bound


class Program:
    """The variables and the constraints, made once for both programs.

    For each group that could be: is it open; who is in it; which education's team has it as its
    home; who leads it; which room it has; which pairs are together in it.
    """

    def __init__(self, problem: Problem, keys: Iterable[Key] | None = None) -> None:
        self.problem = problem
        self.keys = problem.candidates if keys is None else tuple(sorted(keys))
        self.names: dict[tuple[object, ...], int] = {}
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self._declare()
        self._people()
        self._booking()

    def _variable(self, *name: object) -> int:
        return self.names.setdefault(name, len(self.names))

    def _row(self, terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        kept: dict[int, float] = defaultdict(float)
        for variable, factor in terms:
            kept[variable] += factor
        self.rows.append((kept, low, high))

    def _declare(self) -> None:
        problem = self.problem
        self.members: dict[Key, list[int]] = {}
        for key in self.keys:
            self._variable("open", key)
            self.members[key] = [one.id for one in problem.people if problem.may_join(one.id, key)]
            for person in self.members[key]:
                self._variable("in", key, person)
        self.gain: dict[int, float] = {
            number: problem.points(name[2], name[1][0])  # type: ignore[arg-type,index]
            for name, number in self.names.items()
            if name[0] == "in"
        }
        for one, other in problem.pairs:
            for key in self.keys:
                if ("in", key, one) in self.names and ("in", key, other) in self.names:
                    both = self._variable("pair", key, one, other)
                    self.gain[both] = problem.rules.mates
                    for person in (one, other):
                        inside = self.names["in", key, person]
                        self._row([(both, 1), (inside, -1)], -np.inf, 0)

    def _people(self) -> None:
        problem, rules = self.problem, self.problem.rules
        in_groups: dict[int, list[int]] = defaultdict(list)
        for key, people in self.members.items():
            is_open = self.names["open", key]
            inside = self._inside(key, people)
            sizes = [(variable, 1.0) for variable in inside]
            self._row([*sizes, (is_open, -rules.smallest)], 0, np.inf)
            self._row([*sizes, (is_open, -min(rules.largest, len(people)))], -np.inf, 0)
            for person, variable in zip(people, inside, strict=True):
                in_groups[person].append(variable)
                self._row([(variable, 1), (is_open, -1)], -np.inf, 0)
        for variables in in_groups.values():
            self._row([(variable, 1) for variable in variables], -np.inf, 1)
        for education, team in problem.teams.items():
            homes = []
            leaders = problem.leaders.get(education, ())
            for key in self.keys:
                inside = self._inside(key, team)
                if not inside:
                    continue
                leading = self._inside(key, leaders)
                if len(leading) == 1:
                    home = leading[0]
                else:
                    home = self._variable("home", education, key)
                    if leaders:
                        self._row([(home, 1), *((one, -1) for one in leading)], -np.inf, 0)
                homes.append(home)
                for variable in inside:
                    if variable != home:
                        self._row([(variable, 1), (home, -1)], -np.inf, 0)
            self._row([(home, 1) for home in homes], -np.inf, 1)

    def _inside(self, key: Key, people: Iterable[int]) -> list[int]:
        """The variables of those of the people who could join that group."""
        names = (("in", key, person) for person in people)
        return [self.names[name] for name in names if name in self.names]

    def _booking(self) -> None:
        problem = self.problem
        led: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for key in self.keys:
            is_open = self.names["open", key]
            if problem.facilitators:
                leads = []
                for lead in problem.facilitators_for(key):
                    variable = self._variable("lead", key, lead.id)
                    leads.append(variable)
                    led[lead.id][key[1]].append(variable)
                self._row([*((one, 1) for one in leads), (is_open, -1)], 0, 0)
            if problem.rooms:
                rooms = []
                for room in problem.rooms_for(key):
                    variable = self._variable("room", key, room.id)
                    rooms.append((variable, room.seats))
                    led[-room.id - 1][key[1]].append(variable)
                self._row([*((one, 1) for one, _seats in rooms), (is_open, -1)], 0, 0)
                inside = [(one, 1) for one in self._inside(key, self.members[key])]
                self._row([*inside, *((one, -seats) for one, seats in rooms)], -np.inf, 0)
        # Who leads is in no group at that time.
        for lead in problem.facilitators:
            for key in self.keys:
                their = self.names.get(("in", key, lead.person))
                if their is not None and lead.id in led:
                    led[lead.id][key[1]].append(their)
        for options in led.values():
            for together in self._at_once(options):
                self._row([(one, 1) for one in together], -np.inf, 1)

    def _at_once(self, options: dict[int, list[int]]) -> list[list[int]]:
        """What cannot be done at the same time. Half days that overlap at one moment all have it
        in common, so the beginnings of the dates are moments enough."""
        problem = self.problem
        at = {one.id: (one.starts_at, one.ends_at) for one in problem.dates}
        found: dict[tuple[int, ...], list[int]] = {}
        for date in problem.dates:
            busy = tuple(
                option
                for option in sorted(options)
                if any(
                    at[one][0] <= date.starts_at < at[one][1]
                    for one in problem.option[option].dates
                )
            )
            if busy:
                found[busy] = [variable for option in busy for variable in options[option]]
        return list(found.values())

    def most_points(self, seconds: float) -> Solved:
        """The most points that can be had."""
        cost = np.zeros(len(self.names))
        for variable, gain in self.gain.items():
            cost[variable] = -gain
        groups, least = self._solve(cost, self.rows, seconds, whole=True)
        # Points are whole: a bound between two of them is the lower one.
        most = math.floor(-least + 1e-6) if np.isfinite(least) else self._at_most()
        return Solved(groups, most)

    def most_even(self, points: int, spread: int, seconds: float) -> Solved:
        """With that many points at least, the least difference between two groups' sizes."""
        if spread == 0:
            return Solved(None, 0)
        count = len(self.names)
        largest, smallest = count, count + 1
        most = self.problem.rules.largest
        rows = list(self.rows)
        rows.append((dict(self.gain), points, np.inf))
        for key, people in self.members.items():
            is_open = self.names["open", key]
            sizes = {self.names["in", key, person]: 1.0 for person in people}
            rows.append(({**sizes, largest: -1.0}, -np.inf, 0))
            # smallest <= size + most * (1 - open)
            rows.append(({**sizes, smallest: -1.0, is_open: -float(most)}, -float(most), np.inf))
        rows.append(({largest: 1.0, smallest: -1.0}, 0, np.inf))
        cost = np.zeros(count + 2)
        cost[largest], cost[smallest] = 1, -1
        groups, least = self._solve(cost, rows, seconds, whole=False)
        return Solved(groups, math.ceil(least - 1e-6) if np.isfinite(least) else 0)

    def _at_most(self) -> int:
        """Everybody's dearest wish, and every pair together."""
        problem = self.problem
        wishes = sum(problem.rules.worth(0) for one in problem.people if one.wishes)
        return wishes + problem.rules.mates * len(problem.pairs)

    def _solve(
        self,
        cost: np.ndarray,
        rows: list[tuple[dict[int, float], float, float]],
        seconds: float,
        *,
        whole: bool,
    ) -> tuple[tuple[Group, ...] | None, float]:
        """(groups, a bound of the cost from below); no groups where the time was too short."""
        count = len(cost)
        data: list[float] = []
        column: list[int] = []
        start = [0]
        for terms, _low, _high in rows:
            column.extend(terms.keys())
            data.extend(terms.values())
            start.append(len(data))
        matrix = csr_array((data, column, start), shape=(len(rows), count))
        constraint = LinearConstraint(
            matrix, [low for _terms, low, _high in rows], [high for _terms, _low, high in rows]
        )
        upper = np.ones(count)
        integral = np.ones(count)
        if not whole:
            upper[-2:] = self.problem.rules.largest
        for name, number in self.names.items():
            # Between two whole people a pair is whole by itself.
            if name[0] == "pair":
                integral[number] = 0
        answer = milp(
            cost,
            constraints=constraint,
            bounds=Bounds(0, upper),
            integrality=integral,
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        bound = answer.mip_dual_bound
        least = float(bound) if bound is not None else -np.inf
        if answer.x is None:
            return None, least
        return self._read(answer.x), least

    def _read(self, found: np.ndarray) -> tuple[Group, ...]:
        people: dict[Key, list[int]] = defaultdict(list)
        leads: dict[Key, int] = {}
        rooms: dict[Key, int] = {}
        for name, number in self.names.items():
            if found[number] < 0.5:
                continue
            key: Key = name[1]  # type: ignore[assignment]
            if name[0] == "in":
                people[key].append(name[2])  # type: ignore[arg-type]
            elif name[0] == "lead":
                leads[key] = name[2]  # type: ignore[assignment]
            elif name[0] == "room":
                rooms[key] = name[2]  # type: ignore[assignment]
        return tuple(
            Group(*key, tuple(sorted(inside)), leads.get(key), rooms.get(key))
            for key, inside in sorted(people.items())
        )
