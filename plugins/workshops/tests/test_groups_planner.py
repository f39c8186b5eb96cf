"""The planner against an exhaustive search that knows nothing of it."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from portal_workshops.groups.planner import (
    Date,
    Facilitator,
    Group,
    Option,
    Person,
    Problem,
    Proposal,
    Room,
    Rule,
    Rules,
    Why,
    breaches,
    explain,
    first,
    move,
    optimum,
    plan,
    value,
)

MORNING = dt.datetime(2027, 2, 1, 8, tzinfo=dt.UTC)
POINTS = (12, 8, 5, 3, 2)


def date(number: int, hours: float = 0, length: float = 3) -> Date:
    starts = MORNING + dt.timedelta(days=number, hours=hours)
    return Date(number, starts, starts + dt.timedelta(hours=length))


def make_case(seed: int, most_people: int = 8) -> Problem:
    """A random small case with everything in it."""
    chance = random.Random(seed)
    dates = tuple(date(number) for number in range(4))
    if chance.random() < 0.4:
        # Two that overlap.
        dates = (
            *dates[:3],
            Date(3, dates[0].starts_at + dt.timedelta(hours=2), dates[1].starts_at),
        )
    options = tuple(
        Option(number, tuple(sorted(chance.sample(range(4), 2))))
        for number in range(chance.randint(1, 2))
    )
    practices = list(range(10, 10 + chance.randint(1, 3)))
    count = chance.choice([3, 4, 5, 6, 6, 7, 7, most_people])
    people = []
    for number in range(1, count + 1):
        wishes = chance.sample(practices, chance.randint(1, len(practices)))
        education = chance.choice([None, 1, 1, 2])
        function = chance.choice(["leads", "teaches", "teaches", "other"])
        mates = chance.sample(range(1, count + 1), min(count, 2)) if chance.random() < 0.3 else []
        people.append(
            Person(
                number,
                tuple(wishes),
                frozenset(one for one in range(4) if chance.random() < 0.85),
                education,
                leads=education is not None and function == "leads",
                teaches=education is not None and function == "teaches",
                mates=frozenset(mates) - {number},
            )
        )
    facilitators = tuple(
        Facilitator(
            number,
            frozenset(one for one in range(4) if chance.random() < 0.8),
            frozenset(chance.sample(practices, 1)) if chance.random() < 0.3 else frozenset(),
            chance.randint(1, count) if chance.random() < 0.3 else None,
        )
        for number in range(1, chance.choice([1, 2, 3, 4]))
    )
    rooms = tuple(
        Room(
            number,
            chance.randint(1, 6),
            frozenset(one for one in range(4) if chance.random() < 0.8),
        )
        for number in range(1, chance.choice([1, 1, 3]))
    )
    smallest = chance.choice([1, 2, 2, 3])
    rules = Rules(smallest, smallest + chance.randint(0, 4), POINTS, chance.choice([0, 2, 5]))
    return Problem(tuple(people), dates, options, facilitators, rooms, rules)


def best_of_all(problem: Problem) -> tuple[int, int]:
    """(points, -spread) of the best there is, by trying everything. Written from the rules in
    words, with nothing of the planner but its data."""
    at = {one.id: one for one in problem.dates}
    days = {one.id: one.dates for one in problem.options}
    keys = [(wish, option.id) for wish in problem.practices for option in problem.options]

    def meet(one: int, other: int) -> bool:
        return one == other or any(
            max(at[a].starts_at, at[b].starts_at) < min(at[a].ends_at, at[b].ends_at)
            for a in days[one]
            for b in days[other]
        )

    def choices(one: Person) -> list[tuple[int, int] | None]:
        wanted = set(one.wishes)
        if one.leads:
            wanted |= {
                wish
                for other in problem.people
                if other.education == one.education and (other.leads or other.teaches)
                for wish in other.wishes
            }
        return [None, *(key for key in keys if key[0] in wanted and set(days[key[1]]) <= one.free)]

    def led(
        groups: dict[tuple[int, int], int],
        resources: str,
        place: dict[int, tuple[int, int] | None],
    ) -> bool:
        """Whether every group gets one of its own, no one twice at a time, and nobody who is in
        a group then."""
        open_keys = sorted(groups)

        def fits(one: Facilitator | Room, key: tuple[int, int]) -> bool:
            if not set(days[key[1]]) <= one.free:
                return False
            if isinstance(one, Room):
                return one.seats >= groups[key]
            mine = place.get(one.person or 0)
            if mine is not None and meet(mine[1], key[1]):
                return False
            return not one.practices or key[0] in one.practices

        def assign(index: int, taken: list[tuple[int, int]]) -> bool:
            if index == len(open_keys):
                return True
            key = open_keys[index]
            return any(
                fits(one, key)
                and all(one.id != who or not meet(option, key[1]) for who, option in taken)
                and assign(index + 1, [*taken, (one.id, key[1])])
                for one in getattr(problem, resources)
            )

        return not getattr(problem, resources) or assign(0, [])

    rules = problem.rules
    teams = {
        education: [
            p for p in problem.people if p.education == education and (p.leads or p.teaches)
        ]
        for education in {p.education for p in problem.people if p.education is not None}
    }
    asked = {
        frozenset((p.id, mate))
        for p in problem.people
        for mate in p.mates
        if any(mate == q.id for q in problem.people)
    }
    # Sizes and bookings are the same for many placings: asked once each.
    bookable: dict[tuple, bool] = {}
    best = (0, 0)
    for where in itertools.product(*(choices(one) for one in problem.people)):
        sizes: dict[tuple[int, int], int] = {}
        for key in where:
            if key is not None:
                sizes[key] = sizes.get(key, 0) + 1
        if any(not rules.smallest <= size <= rules.largest for size in sizes.values()):
            continue
        points = 0
        place = {}
        for one, key in zip(problem.people, where, strict=True):
            place[one.id] = key
            if key is not None and key[0] in one.wishes:
                points += POINTS[min(one.wishes.index(key[0]), 4)]
        for pair in asked:
            one, other = sorted(pair)
            if place[one] is not None and place[one] == place[other]:
                points += rules.mates
        spread = max(sizes.values()) - min(sizes.values()) if sizes else 0
        if (points, -spread) <= best:
            continue
        apart = False
        for team in teams.values():
            homes = {place[one.id] for one in team} - {None}
            leading = any(one.leads for one in team)
            led_there = any(one.leads and place[one.id] is not None for one in team)
            apart = apart or len(homes) > 1 or (leading and bool(homes) and not led_there)
        if apart:
            continue
        leading = tuple(place.get(one.person or 0) for one in problem.facilitators)
        shape = (tuple(sorted(sizes.items())), leading)
        if shape not in bookable:
            bookable[shape] = led(sizes, "facilitators", place) and led(sizes, "rooms", place)
        if bookable[shape]:
            best = (points, -spread)
    return best


def check(problem: Problem) -> None:
    found = plan(problem, seconds=20)
    assert breaches(problem, found.groups) == []
    assert value(problem, found.groups) == found.value
    assert (found.value.points, -found.value.spread) == best_of_all(problem)
    assert found.proven
    assert found.gap == 0.0
    at_once = first(problem)
    assert breaches(problem, at_once.groups) == []
    assert not at_once.value.better_than(found.value)


@pytest.mark.parametrize("seed", range(1000, 1200))
def test_two_hundred_cases_equal_exhaustive_search(seed):
    check(make_case(seed))


@pytest.mark.parametrize("seed", range(500, 520))
def test_the_same_input_gives_the_same_groups_in_whatever_order_it_comes(seed):
    problem = make_case(seed)
    chance = random.Random(seed)

    def shuffled(values):
        return tuple(chance.sample(values, len(values)))

    other = Problem(
        *(
            shuffled(getattr(problem, part))
            for part in ("people", "dates", "options", "facilitators", "rooms")
        ),
        problem.rules,
    )
    assert plan(problem) == plan(other)
    assert first(problem) == first(other)
    again = Problem.from_json(problem.as_json())
    assert again == problem.ordered()
    assert Proposal.from_json(plan(problem).as_json()) == plan(problem)


@pytest.mark.parametrize("seed", range(700, 760))
def test_explanations_recomputed_from_the_stored_input_agree_and_are_true(seed):
    problem = make_case(seed)
    proposal = plan(problem)
    kept = Problem.from_json(problem.as_json())
    groups = Proposal.from_json(proposal.as_json())
    for one in problem.people:
        said = explain(problem, proposal, one.id)
        assert explain(kept, groups, one.id) == said
        assert said.key == proposal.placed().get(one.id)
        wanted = one.wishes if said.rank is None else one.wishes[: said.rank]
        assert [reason.practice for reason in said.missed] == list(wanted)
        for reason in said.missed:
            assert is_true(problem, proposal, one, reason)


def is_true(problem, proposal, one, reason):
    """Each reason, looked up in the data."""
    days = {option.id: set(option.dates) for option in problem.options}
    mine = [option for option, dates in days.items() if dates <= one.free]
    offered = [group for group in proposal.groups if group.practice == reason.practice]
    here = [group for group in offered if group.option in mine]
    if reason.why is Why.NO_DATE:
        return not mine
    leaders = [
        other
        for other in problem.people
        if other.leads and other.education == one.education and one.education is not None
    ]
    bound = bool(leaders) and one.teaches and not one.leads
    if reason.why is Why.LEADER:
        return bound and not any(days[option] <= lead.free for lead in leaders for option in mine)
    if reason.why is Why.OTHER_DATES:
        return bool(offered) and not here
    mine_too = {lead.id for lead in problem.facilitators if lead.person == one.id}
    led = {group.option for group in proposal.groups if group.facilitator in mine_too}
    if reason.why is Why.LEADING:
        return bool(here) and all(led & problem.clashes[group.option] for group in here)
    here = [group for group in here if not led & problem.clashes[group.option]]
    if reason.why in (Why.TOO_FEW, Why.NO_FACILITATOR, Why.NO_ROOM):
        return not offered
    if reason.why in (Why.FULL, Why.ONE_SEAT):
        rooms = {room.id: room.seats for room in problem.rooms}
        placed = proposal.placed()
        team = problem.teams.get(one.education, ())
        comes_first = bound and not any(other in placed for other in team if other != one.id)
        left = max(
            min(problem.rules.largest, rooms.get(group.room, 99)) - len(group.people)
            for group in here
        )
        return left == 0 if reason.why is Why.FULL else left == 1 and comes_first
    if reason.why is Why.EDUCATION:
        group = next(group for group in proposal.groups if group.key == reason.key)
        return any(
            problem.person[other].education == one.education and other != one.id
            for other in group.people
        )
    # Others would lose more: going there alone breaks a rule or is worth no more.
    costs = [move(problem, proposal, [one.id], group.key) for group in here]
    return all(cost.breaks or not cost.after.better_than(cost.before) for cost in costs)


def simple(people, **rules):
    return Problem(people, (date(0), date(1)), (Option(1, (0, 1)),), rules=Rules(**rules))


BOTH = frozenset({0, 1})


def test_a_leader_goes_along_where_the_teachers_want_to_go():
    people = (
        Person(1, (7,), BOTH, 5, leads=True),
        Person(2, (8,), BOTH, 5, teaches=True),
        Person(3, (8,), BOTH, 5, teaches=True),
        Person(4, (8,), BOTH, 5, teaches=True),
    )
    found = plan(simple(people, smallest=2, largest=4))
    assert [group.people for group in found.groups] == [(1, 2, 3, 4)]
    assert found.groups[0].practice == 8
    said = explain(simple(people, smallest=2, largest=4), found, 1)
    assert said.rank is None
    assert [reason.why for reason in said.missed] == [Why.TOO_FEW]


def test_teachers_are_not_placed_without_their_leader():
    people = (
        Person(1, (7,), frozenset({0}), 5, leads=True),
        Person(2, (7,), BOTH, 5, teaches=True),
        Person(3, (7,), BOTH, None),
    )
    found = plan(simple(people, smallest=1, largest=4))
    assert [group.people for group in found.groups] == [(3,)]
    (missed,) = explain(simple(people, smallest=1, largest=4), found, 2).missed
    assert missed.why is Why.LEADER


def test_what_could_not_be_led_for_want_of_others_is_not_said_to_cost_them():
    # The only one who could lead it is one of the three who are needed.
    people = tuple(Person(number, (7,), BOTH) for number in range(1, 4))
    problem = replace(
        simple(people, smallest=3, largest=4), facilitators=(Facilitator(9, BOTH, person=2),)
    )
    assert plan(problem).groups == ()
    for one in people:
        (missed,) = explain(problem, plan(problem), one.id).missed
        assert missed.why is Why.NO_FACILITATOR


def test_teachers_whose_leader_cannot_are_not_counted_among_those_who_could_come():
    people = (
        Person(1, (8,), frozenset({0}), 5, leads=True),
        Person(2, (7,), BOTH, 5, teaches=True),
        Person(3, (7,), BOTH),
    )
    problem = simple(people, smallest=2, largest=4)
    (missed,) = explain(problem, plan(problem), 3).missed
    assert missed.why is Why.TOO_FEW


def test_a_seat_for_one_of_two_is_not_called_no_seat():
    people = (
        *(Person(number, (7,), BOTH) for number in range(1, 5)),
        Person(5, (8,), BOTH, 5, leads=True),
        Person(6, (7, 8), BOTH, 5, teaches=True),
    )
    problem = simple(people, smallest=2, largest=5)
    groups = (Group(7, 1, (1, 2, 3, 4), None, None), Group(8, 1, (), None, None))
    proposal = replace(plan(problem), groups=groups)
    assert next(one.why for one in explain(problem, proposal, 6).missed) is Why.ONE_SEAT
    full = replace(proposal, groups=(replace(groups[0], people=(1, 2, 3, 4, 5)), groups[1]))
    assert next(one.why for one in explain(problem, full, 6).missed) is not Why.ONE_SEAT


def test_a_move_says_what_it_costs_and_which_rule_breaks():
    people = (
        *(Person(number, (7, 8), BOTH) for number in range(1, 5)),
        Person(5, (8,), BOTH, 5, leads=True),
        Person(6, (8,), BOTH, 5, teaches=True),
    )
    problem = simple(people, smallest=2, largest=4)
    found = plan(problem)
    assert found.value.points == 6 * 12
    cost = move(problem, found, [1], (8, 1))
    assert cost.before.points - cost.after.points == 4
    assert cost.breaks == ()
    apart = move(problem, found, [6], (7, 1))
    assert {breach.rule for breach in apart.breaks} == {
        Rule.APART,
        Rule.NOT_WISHED,
        Rule.TOO_FEW,
        Rule.TOO_MANY,
    }
    with pytest.raises(KeyError):
        move(problem, found, [1], (99, 1))


def test_nothing_to_plan_is_a_proposal_too():
    assert plan(simple((), smallest=2)).groups == ()
    alone = simple((Person(1, (7,), BOTH),), smallest=2)
    assert plan(alone).groups == ()
    assert explain(alone, plan(alone), 1).missed[0].why is Why.TOO_FEW


@pytest.fixture
def as_if_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every program takes the way of the large ones."""
    monkeypatch.setattr(optimum, "MODERATE", 0)


@pytest.mark.parametrize("seed", range(1000, 1060))
def test_the_way_of_large_programs_comes_to_the_same(seed: int, as_if_large: None) -> None:
    problem = make_case(seed)
    found = plan(problem, seconds=20)
    assert breaches(problem, found.groups) == []
    best, _spread = best_of_all(problem)
    assert (found.value.points, found.cut) == (best, False)
    assert (found.bound or 0) >= best


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_the_bound_without_whole_people_holds(seed: int) -> None:
    problem = make_case(seed).ordered()
    if problem.candidates:
        bound, keys = optimum.Program(problem).relaxed(20)
        assert bound >= best_of_all(problem)[0]
        assert set(keys) <= set(problem.candidates)


@pytest.mark.parametrize("seed", range(2000, 2010))
@pytest.mark.parametrize("slower", [2.5, 40.0])
def test_a_slow_machine_finds_the_same(
    seed: int, slower: float, as_if_large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On one that is so many times slower the clock has gone on so much further."""
    problem = make_case(seed)
    at_once = plan(problem, seconds=9)
    clock, real = SimpleNamespace(calls=0), optimum.time.monotonic

    def later() -> float:
        clock.calls += 1
        return real() * slower

    monkeypatch.setattr(optimum.time, "monotonic", later)
    late = plan(problem, seconds=9)
    assert clock.calls > 1 or not problem.candidates
    assert late.groups == at_once.groups
    assert (late.cut, at_once.cut) == (False, False)


def test_where_the_clock_ends_it_all_the_same_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Any = optimum.milp

    def stopped(*given: Any, **named: Any) -> Any:
        """A machine that comes nowhere in its time."""
        answer = real(*given, **{**named, "options": {**named["options"], "time_limit": 1e-9}})
        answer.x, answer.mip_dual_bound = None, None
        answer.message = "Time limit reached. (HiGHS Status 13: Time limit reached)"
        return answer

    monkeypatch.setattr(optimum, "milp", stopped)
    problem = next(
        one for one in map(make_case, range(3000, 3100)) if first(one.ordered()).value.points
    )
    found = plan(problem)
    assert found.cut and not found.proven
    assert found.groups == first(problem.ordered()).groups
    assert (found.bound or 0) >= found.value.points


def test_nobody_and_nothing(as_if_large: None) -> None:
    assert plan(Problem((), (), ())).groups == ()
