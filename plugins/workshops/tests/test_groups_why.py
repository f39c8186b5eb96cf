"""Why somebody is where they are, held against the stored input by code that knows nothing of the
planner: plain data in, one question for each reason."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from portal_workshops.groups.planner import (
    Date,
    Facilitator,
    Option,
    Person,
    Problem,
    Room,
    Rules,
    explain,
    plan,
)

BEGIN = dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)


def a_round(seed: int) -> Problem:
    """Twenty people of four educations, five practices, three pairs of dates."""
    draw = random.Random(seed)
    moments = [BEGIN + dt.timedelta(days=number // 2, hours=number % 2 * 2) for number in range(6)]
    people = []
    for number in range(1, 21):
        part = draw.choice(["leads", "teaches", "teaches", "neither"])
        people.append(
            Person(
                number,
                tuple(draw.sample(range(1, 6), draw.randint(1, 3))),
                frozenset(one for one in range(6) if draw.random() < 0.65),
                draw.choice([1, 2, 3, 4, None]),
                leads=part == "leads",
                teaches=part == "teaches",
            )
        )
    return Problem(
        tuple(people),
        tuple(Date(key, at, at + dt.timedelta(hours=3)) for key, at in enumerate(moments)),
        tuple(Option(key, (key, key + 3)) for key in range(3)),
        tuple(
            Facilitator(
                key,
                frozenset(one for one in range(6) if draw.random() < 0.7),
                person=draw.choice([None, draw.randint(1, 20)]),
            )
            for key in range(3)
        ),
        tuple(
            Room(key, draw.randint(3, 8), frozenset(one for one in range(6) if draw.random() < 0.8))
            for key in range(1, 4)
        ),
        Rules(smallest=3, largest=6),
    )


class Told:
    """The stored data, and what can be read off it."""

    def __init__(self, given: dict[str, Any], groups: list[dict[str, Any]]) -> None:
        self.given, self.groups = given, groups
        self.people = {one["id"]: one for one in given["people"]}
        self.halves = {one["id"]: set(one["dates"]) for one in given["options"]}
        self.spans = {one["id"]: (one["starts_at"], one["ends_at"]) for one in given["dates"]}
        self.place = {person: one for one in groups for person in one["people"]}

    def options_of(self, person: int) -> set[int]:
        free = set(self.people[person]["free"])
        return {option for option, halves in self.halves.items() if halves <= free}

    def overlap(self, one: int, other: int) -> bool:
        return any(
            self.spans[a][0] < self.spans[b][1] and self.spans[b][0] < self.spans[a][1]
            for a in self.halves[one]
            for b in self.halves[other]
        )

    def leads_at(self, person: int) -> list[int]:
        own = {one["id"] for one in self.given["facilitators"] if one["person"] == person}
        return [one["option"] for one in self.groups if one["facilitator"] in own]

    def education(self, person: int, *parts: str) -> list[int]:
        mine = self.people[person]["education"]
        return [
            key
            for key, one in self.people.items()
            if key != person
            and mine is not None
            and one["education"] == mine
            and any(one[part] for part in parts)
        ]

    def holds(self, reason: dict[str, Any], person: int) -> bool:
        """Whether what was said is so."""
        me, options = self.people[person], self.options_of(person)
        of_it = [one for one in self.groups if one["practice"] == reason["practice"]]
        mine = [one for one in of_it if one["option"] in options]
        leaders = self.education(person, "leads")
        needs = me["teaches"] and not me["leads"] and bool(leaders)
        why = reason["why"]
        if why == "no_date":
            return not options
        if why == "leader":
            return needs and not any(self.options_of(one) & options for one in leaders)
        if why == "other_dates":
            return bool(of_it) and not mine
        busy = self.leads_at(person)
        open_to = [one for one in mine if not any(self.overlap(one["option"], at) for at in busy)]
        if why == "leading":
            return bool(mine) and not open_to
        if why in ("too_few", "no_facilitator", "no_room"):
            return not of_it and self.cannot_open(why, person, reason["practice"], options)
        bound = me["leads"] or me["teaches"]
        if why == "education":
            home = self.place.get(person)
            others = [self.place.get(one) for one in self.education(person, "leads", "teaches")]
            there = [one for one in others if one is not None]
            return bound and bool(there) and (home is None or home in there)
        left = [self.most(one) - len(one["people"]) for one in open_to]
        if why == "full":
            return not any(left)
        if why == "one_seat":
            return max(left) == 1 and needs and not self.placed_with(person)
        assert why == "others"
        return bool(open_to) or not of_it

    def placed_with(self, person: int) -> bool:
        return any(one in self.place for one in self.education(person, "leads", "teaches"))

    def most(self, group: dict[str, Any]) -> int:
        seats = {one["id"]: one["seats"] for one in self.given["rooms"]}
        return min(self.given["rules"]["largest"], seats[group["room"]])

    def cannot_open(self, why: str, person: int, practice: int, options: set[int]) -> bool:
        """Step by step: on which of the options could enough come, be led, be somewhere?"""
        wants = {
            key
            for key, one in self.people.items()
            if practice in one["wishes"]
            or (
                one["leads"]
                and any(
                    practice in self.people[other]["wishes"]
                    for other in self.education(key, "leads", "teaches")
                )
            )
        }

        def comes(key: int, option: int) -> bool:
            me, leaders = self.people[key], self.education(key, "leads")
            alone = not leaders or me["leads"] or not me["teaches"]
            return option in self.options_of(key) and (
                alone or any(one in wants and option in self.options_of(one) for one in leaders)
            )

        smallest = self.given["rules"]["smallest"]
        here = {option: {key for key in wants if comes(key, option)} for option in options}
        enough = {option for option in options if len(here[option]) >= smallest}
        if why == "too_few":
            return not enough
        led = {
            option
            for option in enough
            for one in self.given["facilitators"]
            if self.halves[option] <= set(one["free"])
            and one["person"] != person
            and len(here[option] - {one["person"]}) >= smallest
        }
        if why == "no_facilitator":
            return bool(enough) and not led
        roomy = {
            option
            for option in led
            for one in self.given["rooms"]
            if self.halves[option] <= set(one["free"]) and one["seats"] >= smallest
        }
        return bool(led) and not roomy


@pytest.mark.parametrize("seed", range(4200, 4230))
def test_thirty_rounds_of_twenty(seed: int) -> None:
    problem = a_round(seed)
    proposal = plan(problem)
    told = Told(problem.as_json(), proposal.as_json()["groups"])
    stored = Problem.from_json(problem.as_json())
    for person in told.people:
        said = explain(stored, proposal, person)
        here = told.place.get(person)
        assert said.key == ((here["practice"], here["option"]) if here else None)
        wishes = told.people[person]["wishes"]
        rank = wishes.index(here["practice"]) if here and here["practice"] in wishes else None
        assert said.rank == rank
        if here and rank is None:
            # Along with the education, and only so.
            with_them = told.education(person, "leads", "teaches")
            assert any(told.place.get(one) is here for one in with_them)
        dearer = wishes if rank is None else wishes[:rank]
        assert [one.practice for one in said.missed] == list(dearer)
        for one in said.missed:
            reason = {"practice": one.practice, "why": one.why.value}
            assert told.holds(reason, person), (seed, person, reason)
