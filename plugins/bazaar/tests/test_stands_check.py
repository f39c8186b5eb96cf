"""The check of rounds and shifts against an oracle that walks through the day minute by minute."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from portal_bazaar.stands.check import (
    PartFacts,
    Plan,
    ShiftFacts,
    SlotFacts,
    Trouble,
    check,
    running_order,
)
from portal_bazaar.stands.proposing import propose

DAY = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
PEOPLE = ("ane", "bo", "carl", "dorte", 5)


def at(minute):
    return DAY + dt.timedelta(minutes=minute)


@st.composite
def plans(draw):
    """A day with parallel parts, rounds and shopping, and anything wrong in it."""
    parts = []
    for number in range(draw(st.integers(1, 4))):
        begins, length = draw(st.integers(0, 40)), draw(st.integers(0, 25))
        kind = draw(st.sampled_from(["pitches", "shopping", "other"]))
        parts.append(
            PartFacts(
                number + 1, at(begins), at(begins + length), kind == "pitches", kind == "shopping"
            )
        )
    ids = [part.id for part in parts]
    stands = frozenset(draw(st.sets(st.integers(1, 4))))
    slots = [
        SlotFacts(
            number,
            draw(st.integers(1, 5)),
            draw(st.sampled_from(ids)),
            draw(st.sampled_from([None, *PEOPLE])),
            draw(st.integers(0, 3)),
            draw(st.integers(1, 8)),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    shifts = draw(
        st.lists(
            st.builds(ShiftFacts, st.sampled_from(PEOPLE), st.integers(1, 5), st.sampled_from(ids)),
            max_size=8,
            unique=True,
        )
    )
    return Plan(parts, stands, slots, shifts, draw(st.integers(0, 3)))


def oracle(plan):
    """(what is wrong, in which words) found by walking through every minute of the day."""
    where = defaultdict(lambda: defaultdict(set))  # minute -> person -> what they do
    found = set()
    for part in plan.parts:
        minute = round((part.starts - DAY).total_seconds() / 60)
        end = round((part.ends - DAY).total_seconds() / 60)
        mine = [slot for slot in plan.slots if slot.part_id == part.id]
        mine.sort(key=lambda slot: slot.id)
        mine.sort(key=lambda slot: slot.position)
        last = None
        for slot in mine:
            if last is not None:
                minute += plan.change_over
            for _ in range(slot.minutes):
                if slot.person is not None:
                    where[minute][slot.person].add(("pitch", slot.id))
                minute += 1
            last = slot
            if not part.pitches or slot.stand_id not in plan.stands:
                found.add(("not_there", slot.id))
            elif slot.person is None:
                found.add(("no_speaker", slot.id))
        if last is not None and minute > end:
            found.add(("too_long", part.id, minute - end))
        for shift in plan.shifts:
            if shift.part_id == part.id and shift.stand_id in plan.stands:
                for moment in range(round((part.starts - DAY).total_seconds() / 60), end):
                    where[moment][shift.person].add(("stand", shift.stand_id, part.id))
    rounds = [part.id for part in plan.parts if part.pitches]
    for stand in plan.stands if rounds else ():
        if not any(slot.stand_id == stand and slot.part_id in rounds for slot in plan.slots):
            found.add(("no_pitch", stand))
    for people in where.values():
        for person, doing in people.items():
            for one, other in combinations(doing, 2):
                if one[0] == other[0] == "stand" and one[1] == other[1]:
                    continue
                found.add(("two_places", person, frozenset([one, other])))
    for part in plan.parts:
        if not part.shopping:
            continue
        for stand in plan.stands:
            empty = 0
            for moment in range(
                round((part.starts - DAY).total_seconds() / 60),
                round((part.ends - DAY).total_seconds() / 60),
            ):
                empty += not any(
                    any(what[:2] == ("stand", stand) for what in doing)
                    and not any(what[0] == "pitch" for what in doing)
                    for doing in where[moment].values()
                )
            if empty:
                found.add(("unmanned", part.id, stand, empty))
    return found


def said(plan):
    """The check's answer in the oracle's words."""
    found = set()
    for one in check(plan):
        if one.trouble == Trouble.TWO_PLACES:
            pair = frozenset(
                ("pitch", doing.slot_id)
                if doing.slot_id is not None
                else ("stand", doing.stand_id, doing.part_id)
                for doing in one.doings
            )
            key = ("two_places", one.person, pair)
        elif one.trouble == Trouble.UNMANNED:
            empty = sum((ends - starts).total_seconds() / 60 for starts, ends in one.gaps)
            key = ("unmanned", one.part_id, one.stand_id, empty)
        elif one.trouble == Trouble.TOO_LONG:
            key = ("too_long", one.part_id, one.over)
        elif one.trouble == Trouble.NO_PITCH:
            key = ("no_pitch", one.stand_id)
        else:
            key = (str(one.trouble), one.slot_id)
        assert key not in found, "said twice"
        found.add(key)
    return found


@settings(max_examples=600, deadline=None)
@given(plans())
def test_the_check_finds_what_walking_through_the_day_finds(plan):
    assert said(plan) == oracle(plan)


def test_what_the_oracle_is_to_find():
    """So that the two cannot agree on nothing: every kind of trouble, by hand."""
    parts = [
        PartFacts(1, at(0), at(10), pitches=True),
        PartFacts(2, at(5), at(30), shopping=True),
        PartFacts(3, at(30), at(40), shopping=True),
    ]
    plan = Plan(
        parts,
        frozenset({1, 2}),
        [
            SlotFacts(1, 1, 1, "ane", 0, 3),
            SlotFacts(2, 2, 1, "bo", 1, 4),
            SlotFacts(3, 9, 1, "carl", 2, 3),
            SlotFacts(4, 1, 1, None, 3, 1),
        ],
        [ShiftFacts("ane", 1, 2), ShiftFacts("bo", 2, 2), ShiftFacts("ane", 1, 3),
         ShiftFacts("ane", 2, 3)],
        1,
    )  # fmt: skip
    expected = {
        ("not_there", 3),
        ("no_speaker", 4),
        ("too_long", 1, 4),
        ("two_places", "bo", frozenset([("pitch", 2), ("stand", 2, 2)])),
        ("two_places", "ane", frozenset([("stand", 1, 3), ("stand", 2, 3)])),
        ("unmanned", 2, 2, 3),
    }
    assert oracle(plan) == expected == said(plan)
    silent = Plan(parts[:1], frozenset({1, 2}), [SlotFacts(1, 1, 1, "ane", 0, 3)])
    assert oracle(silent) == {("no_pitch", 2)} == said(silent)


def test_a_round_that_just_fits_and_a_shift_that_begins_as_the_pitch_ends():
    parts = [
        PartFacts(1, at(0), at(7), pitches=True),
        PartFacts(2, at(7), at(20), shopping=True),
    ]
    slots = [SlotFacts(1, 1, 1, "ane", 0, 3), SlotFacts(2, 2, 1, "bo", 1, 3)]
    shifts = [ShiftFacts("ane", 1, 2), ShiftFacts("bo", 2, 2)]
    assert check(Plan(parts, frozenset({1, 2}), slots, shifts, 1)) == []
    late = check(Plan(parts, frozenset({1, 2}), slots, shifts, 2))
    assert [one.over for one in late if one.trouble == Trouble.TOO_LONG] == [1]
    assert Trouble.TWO_PLACES in {one.trouble for one in late}, "the stand waits for its keeper"


@settings(max_examples=300, deadline=None)
@given(plans(), st.data())
def test_a_proposal_makes_nothing_worse_and_keeps_what_is_there(plan, data):
    keepers = {
        stand: data.draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))
        for stand in plan.stands
    }
    before = said(plan)
    found = propose(plan, keepers, {stand: stand % 2 for stand in plan.stands}, minutes=3)
    assert {(one.stand_id, one.part_id) for one in found.slots}.isdisjoint(
        {(one.stand_id, one.part_id) for one in plan.slots}
    )
    assert not set(found.shifts) & set(plan.shifts)
    after = Plan(
        plan.parts,
        plan.stands,
        [*plan.slots, *found.slots],
        [*plan.shifts, *found.shifts],
        plan.change_over,
    )
    for kind in ("two_places", "too_long", "not_there"):
        assert {one for one in said(after) if one[0] == kind} <= {
            one for one in before if one[0] == kind
        }, kind


def test_a_proposal_for_an_ordinary_day_leaves_nothing_to_mend():
    parts = [
        PartFacts(1, at(0), at(45), pitches=True),
        PartFacts(2, at(45), at(90), shopping=True),
        PartFacts(3, at(90), at(135), pitches=True),
        PartFacts(4, at(135), at(180), shopping=True),
    ]
    stands = frozenset(range(1, 21))
    keepers = {stand: [f"a{stand}", f"b{stand}"] for stand in stands}
    keepers[1] = ["both", "a1"]
    keepers[2] = ["both"]
    plan = Plan(parts, stands)
    found = propose(plan, keepers, {stand: stand % 4 for stand in stands}, minutes=3)
    assert found.left_out == ()
    whole = Plan(parts, stands, found.slots, found.shifts)
    assert check(whole) == []
    # Those who are two take turns, so that each sees the other stands.
    for stand in range(3, 21):
        assert {one.person for one in found.shifts if one.stand_id == stand} == set(keepers[stand])
    # A theme's pitches follow one another.
    for part in parts[::2]:
        themes = [slot.stand_id % 4 for slot, _, _ in running_order(whole, part)]
        assert len([1 for a, b in pairwise(themes) if a != b]) <= len(set(themes))
