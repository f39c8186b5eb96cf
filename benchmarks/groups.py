"""Proposing groups: the optimum within ten seconds, beside the greedy proposal in the same run.

    python benchmarks/groups.py [--people 300] [--practices 30] [--seconds 9] [--seeds 3]

Invented people of 45 educations with three ranked wishes, six pairs of dates, eight facilitators
and five rooms. Reports for each seed the points of both, the gap that is left, who got which wish,
and the time as a ratio to the greedy proposal's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "plugins" / "workshops"))

from portal_workshops.groups.planner import (
    Date,
    Facilitator,
    Option,
    Person,
    Problem,
    Room,
    Rules,
    breaches,
    first,
    plan,
)

MORNING = dt.datetime(2027, 2, 1, 8, tzinfo=dt.UTC)


def invented(people: int, practices: int, seed: int) -> Problem:
    """A case like a real bazaar's: a few practices are dear to many, most to some."""
    chance = random.Random(seed)
    dates = []
    for number in range(12):
        starts = MORNING + dt.timedelta(days=number // 2 * 3, hours=(number % 2) * 4)
        dates.append(Date(number, starts, starts + dt.timedelta(hours=3)))
    options = [Option(number, (number, number + 6)) for number in range(6)]
    weights = [1 / (1 + number) ** 0.5 for number in range(practices)]

    def wishes() -> tuple[int, ...]:
        return tuple(dict.fromkeys(chance.choices(range(1, practices + 1), weights, k=3)))

    everybody = []
    of_education = {number: wishes() for number in range(1, 46)}
    for number in range(1, people + 1):
        education = chance.randint(1, 45)
        own = of_education[education] if chance.random() < 0.5 else wishes()
        free = frozenset(day for day in range(12) if chance.random() < 0.75)
        function = "leads" if number <= 45 else chance.choice(["teaches", "teaches", "staff"])
        if number <= 45:
            education = number
        everybody.append(
            Person(
                number,
                own,
                free,
                education,
                leads=function == "leads",
                teaches=function == "teaches",
                mates=frozenset(chance.sample(range(1, people + 1), 1))
                if chance.random() < 0.2
                else frozenset(),
            )
        )
    facilitators = [
        Facilitator(number, frozenset(day for day in range(12) if chance.random() < 0.9))
        for number in range(8)
    ]
    rooms = [
        Room(number, 10 + 4 * number, frozenset(day for day in range(12) if chance.random() < 0.95))
        for number in range(1, 6)
    ]
    return Problem(
        tuple(everybody),
        tuple(dates),
        tuple(options),
        tuple(facilitators),
        tuple(rooms),
        Rules(smallest=6, largest=20),
    )


def main() -> None:
    """Plans and reports."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--practices", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=9)
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args()
    for seed in range(given.seeds):
        problem = invented(given.people, given.practices, seed)
        began = time.perf_counter()
        at_once = first(problem)
        greedy_took = time.perf_counter() - began
        began = time.perf_counter()
        best = plan(problem, given.seconds)
        took = time.perf_counter() - began
        assert breaches(problem, best.groups) == []
        ranks: Counter[str] = Counter()
        placed = best.placed()
        for one in problem.people:
            key = placed.get(one.id)
            ranks[
                "nowhere"
                if key is None
                else f"wish {one.wishes.index(key[0]) + 1}"
                if key[0] in one.wishes
                else "with the education"
            ] += 1
        words = ", ".join(f"{what} {count}" for what, count in sorted(ranks.items()))
        print(
            f"seed {seed}: greedy {at_once.value.points} points, spread {at_once.value.spread};"
            f" optimum {best.value.points}, spread {best.value.spread}, {len(best.groups)} groups,"
            f" bound {best.bound}, gap {best.gap:.1%}, {'proven' if best.proven else 'not proven'};"
            f" {took:.1f} s, {took / greedy_took:.0f} times the greedy one's; {words}"
        )


if __name__ == "__main__":
    main()
