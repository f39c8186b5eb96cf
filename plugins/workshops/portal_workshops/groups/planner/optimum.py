"""The best proposal: a mixed-integer program, solved by HiGHS (https://highs.dev) through SciPy.

Two programs, one after the other: the most points, then, with these points kept, the groups as
even as can be. What ends a search that is not at its end is an amount of work (nodes of the
search, by the size of the program), which is the same on every machine, and so are the groups. The
clock is only the guard of it, with patience for a machine that is busy; where it ends a search
after all, the proposal says so (`cut`).

A large program is first solved without asking for whole people, which takes a second: that gives a
bound, and the few groups that are worth opening. Among these the best is found soon, and nearly
always it is the best of all. Whether it is, the whole program says if there is time for it.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from .greedy import first
from .problem import Key, Problem
from .scoring import Group, Proposal, breaches, value

#: How many times the time asked for the clock waits for a search to come to its end.
PATIENCE = 3
#: What an ordinary machine does in a second: nodes times the coefficients of the program.
WORK = 500_000
#: Programs of more coefficients than these are solved for the groups worth opening first.
MODERATE = 12_000
#: As many groups of the dearest, where even that is not known in time.
FEW = 40
#: Below this much time it is not worth asking whether there is anything better.
WORTH = 0.5


def plan(problem: Problem, seconds: float = 9.0) -> Proposal:
    """The best proposal that so many seconds' work of an ordinary machine finds; never worse than
    the greedy one. The same problem gives the same groups wherever the clock did not end the
    search (`cut`)."""
    return _Search(problem.ordered(), seconds).plan()


class _Search:
    """The time there is, and the best so far."""

    def __init__(self, problem: Problem, seconds: float) -> None:
        self.problem, self.seconds = problem, seconds
        self.began = time.monotonic()
        self.best = first(problem)
        self.cut = False

    def plan(self) -> Proposal:
        """Carries it out."""
        problem = self.problem
        if not problem.candidates:
            return Proposal((), self.best.value, "optimum", 0, True)
        whole = Program(problem)
        if whole.size <= MODERATE:
            bound = self._take(self._most(whole))
            self._even([group.key for group in self.best.groups])
        else:
            bound, keys = whole.relaxed(self._guard())
            self._take(self._most(Program(problem, keys or _dearest(problem))))
            self._even([group.key for group in self.best.groups])
            if self.best.value.points < bound and self._left() > WORTH:
                bound = min(bound, self._prove(whole))
        points = self.best.value.points
        even = self.best.value.spread == 0
        if not even and whole.size <= MODERATE // 2:
            solved = self._evener(whole)
            self._take(solved)
            even = solved.bound >= self.best.value.spread
        bound = max(bound, points)
        return replace(
            self.best, how="optimum", bound=bound, proven=points >= bound and even, cut=self.cut
        )

    def _most(self, program: Program) -> Solved:
        return program.most_points(program.nodes(self.seconds), self._guard())

    def _prove(self, whole: Program) -> int:
        """What is left of the time goes to the whole program. What it finds counts where it came
        to its end by itself: half of a search would be another one on another machine."""
        solved = whole.most_points(whole.nodes(self.seconds), self._left())
        found = value(self.problem, solved.groups).points if solved.groups is not None else 0
        if not solved.cut and found > self.best.value.points:
            self._take(solved)
            self._even([group.key for group in self.best.groups])
        return solved.bound

    def _even(self, keys: Iterable[Key]) -> None:
        """The same groups, only their people moved about."""
        if self.best.value.spread:
            self._take(self._evener(Program(self.problem, keys)))

    def _evener(self, program: Program) -> Solved:
        best = self.best.value
        return program.most_even(
            best.points, best.spread, program.nodes(self.seconds / 4), self._guard()
        )

    def _take(self, solved: Solved) -> int:
        """Keeps what is better; returns the bound."""
        self.cut = self.cut or solved.cut
        if solved.groups is not None:
            self.best = _better(self.problem, self.best, solved.groups)
        return solved.bound

    def _left(self) -> float:
        return self.seconds - (time.monotonic() - self.began)

    def _guard(self) -> float:
        return max(PATIENCE * self.seconds - (time.monotonic() - self.began), 0.05)


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


def _better(problem: Problem, best: Proposal, groups: tuple[Group, ...]) -> Proposal:
    reached = value(problem, groups)
    if breaches(problem, groups) or not reached.better_than(best.value):
        return best
    return Proposal(groups, reached, "optimum")


class Solved:
    """What one program came to: groups, if any were found, how good it can be at most, and whether
    the clock ended it (`cut`)."""

    def __init__(self, groups: tuple[Group, ...] | None, bound: int, cut: bool = False) -> None:
        self.groups, self.bound, self.cut = groups, bound, cut


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

    @property
    def size(self) -> int:
        """How many coefficients there are."""
        return sum(len(terms) for terms, _low, _high in self.rows)

    def nodes(self, seconds: float) -> int:
        """How many nodes of the search are so many seconds' work."""
        return max(1, int(seconds * WORK / max(1, self.size)))

    def relaxed(self, seconds: float) -> tuple[int, list[Key]]:
        """The points that nothing can exceed, and the groups that are opened, at least in part,
        where people may be divided; no groups where even that takes too long."""
        cost = self._gains()
        matrix, low, high = self._matrix(self.rows, len(cost))
        equal = low == high
        above, below = np.isfinite(high) & ~equal, np.isfinite(low) & ~equal
        answer = linprog(
            cost,
            A_ub=vstack([matrix[above], -matrix[below]]),
            b_ub=np.concatenate([high[above], -low[below]]),
            A_eq=matrix[equal] if equal.any() else None,
            b_eq=low[equal] if equal.any() else None,
            bounds=(0, 1),
            method="highs-ds",
            options={"time_limit": seconds},
        )
        if answer.status != 0:
            return self._at_most(), []
        keys = [key for key in self.keys if answer.x[self.names["open", key]] > 1e-7]
        return math.floor(-answer.fun + 1e-6), keys

    def most_points(self, nodes: int, seconds: float) -> Solved:
        """The most points that can be had."""
        groups, least, cut = self._solve(self._gains(), self.rows, nodes, seconds, whole=True)
        # Points are whole: a bound between two of them is the lower one.
        most = math.floor(-least + 1e-6) if np.isfinite(least) else self._at_most()
        return Solved(groups, most, cut)

    def _gains(self) -> np.ndarray:
        cost = np.zeros(len(self.names))
        for variable, gain in self.gain.items():
            cost[variable] = -gain
        return cost

    def most_even(self, points: int, spread: int, nodes: int, seconds: float) -> Solved:
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
        groups, least, cut = self._solve(cost, rows, nodes, seconds, whole=False)
        return Solved(groups, math.ceil(least - 1e-6) if np.isfinite(least) else 0, cut)

    def _at_most(self) -> int:
        """Everybody's dearest wish, and every pair together."""
        problem = self.problem
        wishes = sum(problem.rules.worth(0) for one in problem.people if one.wishes)
        return wishes + problem.rules.mates * len(problem.pairs)

    @staticmethod
    def _matrix(
        rows: list[tuple[dict[int, float], float, float]], count: int
    ) -> tuple[csr_array, np.ndarray, np.ndarray]:
        """The coefficients, and what each row may come to."""
        data: list[float] = []
        column: list[int] = []
        start = [0]
        for terms, _low, _high in rows:
            column.extend(terms.keys())
            data.extend(terms.values())
            start.append(len(data))
        matrix = csr_array((data, column, start), shape=(len(rows), count))
        low = np.array([low for _terms, low, _high in rows], dtype=float)
        return matrix, low, np.array([high for _terms, _low, high in rows], dtype=float)

    def _solve(
        self,
        cost: np.ndarray,
        rows: list[tuple[dict[int, float], float, float]],
        nodes: int,
        seconds: float,
        *,
        whole: bool,
    ) -> tuple[tuple[Group, ...] | None, float, bool]:
        """(groups, a bound of the cost from below, whether the clock ended it); no groups where
        none were found until then."""
        count = len(cost)
        matrix, low, high = self._matrix(rows, count)
        constraint = LinearConstraint(matrix, low, high)
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
            options={"node_limit": nodes, "time_limit": seconds, "mip_rel_gap": 0.0},
        )
        bound = answer.mip_dual_bound
        least = float(bound) if bound is not None else -np.inf
        cut = "time limit" in str(answer.message).lower()
        return None if answer.x is None else self._read(answer.x), least, cut

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
