"""The rule of coverage, against an oracle that tries every way of seating people."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portal_bazaar.attendance.coverage import Invited, Person, Status, coverage

#: A tree: 1 over 2 and 3; educations 4, 5 below 2, 6 below 3; 7 stands alone.
PARENTS = {1: None, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3, 7: None}
LEADER, TEACHER = frozenset({"leader"}), frozenset({"teacher"})


def judged(people: list[Person], functions: Any = None, **values: Any) -> Any:
    """How education 10 in unit 4 stands."""
    return coverage([Invited(10, 4, **values)], people, functions or {}, PARENTS)[10]


def person(number: int, function: str, **values: Any) -> Person:
    """A visitor for education 10 who is user `number`."""
    return Person(number, **{"user_id": number, "education_id": 10, "function": function, **values})


def test_a_leader_and_a_teacher_are_complete_and_guests_can_be_either() -> None:
    assert judged([person(1, "leader"), person(2, "teacher")]).status == Status.COMPLETE
    guests = [person(1, "leader", user_id=None), person(2, "teacher", user_id=None)]
    assert judged(guests).status == Status.COMPLETE


@pytest.mark.parametrize(
    ("people", "status"),
    [
        ([], Status.NO_ANSWER),
        ([person(1, "leader")], Status.LACKS_TEACHER),
        ([person(1, "teacher"), person(2, "teacher")], Status.LACKS_LEADER),
        ([person(1, "other"), person(2, "teacher")], Status.LACKS_LEADER),
        ([person(1, "leader", cancelled=True), person(2, "teacher")], Status.LACKS_LEADER),
        ([person(1, "leader", asked=True), person(2, "teacher")], Status.LACKS_LEADER),
        ([person(1, "leader", asked=True)], Status.LACKS_BOTH),
        ([person(1, "leader", cancelled=True)], Status.NO_ANSWER),
    ],
)
def test_who_lacks_whom(people: list[Person], status: Status) -> None:
    assert judged(people).status == status


def test_one_who_is_both_counts_once_and_as_needed() -> None:
    both = {1: {4: LEADER | TEACHER}, 2: {4: LEADER | TEACHER}}
    alone = judged([person(1, "leader")], both)
    assert (alone.status, alone.has_leader, alone.has_teacher) == (
        Status.LACKS_TEACHER,
        True,
        False,
    )
    assert judged([person(1, "teacher")], both).status == Status.LACKS_LEADER
    assert judged([person(1, "leader"), person(2, "leader")], both).status == Status.COMPLETE
    assert judged([person(1, "teacher"), person(2, "teacher")], both).status == Status.COMPLETE


def test_a_head_above_is_a_leader_only_where_they_come_for() -> None:
    head = {1: {2: LEADER}}
    invited = [Invited(10, 4), Invited(11, 5)]
    found = coverage(invited, [person(1, "leader"), person(2, "teacher")], head, PARENTS)
    assert (found[10].status, found[11].status) == (Status.COMPLETE, Status.NO_ANSWER)
    came_as_teacher = [person(1, "teacher"), person(2, "teacher")]
    assert judged(came_as_teacher, head).status == Status.COMPLETE


def test_who_leads_two_educations_is_there_for_both() -> None:
    functions = {1: {4: LEADER, 5: LEADER}}
    people = [person(1, "leader"), person(2, "teacher", education_id=11)]
    found = coverage([Invited(10, 4), Invited(11, 5)], people, functions, PARENTS)
    assert (found[10].status, found[11].status) == (Status.LACKS_TEACHER, Status.COMPLETE)


def test_declined_closed_and_come_all_the_same() -> None:
    assert judged([person(1, "teacher")], answer="declined").status == Status.DECLINED
    whole = [person(1, "leader"), person(2, "teacher")]
    assert judged(whole, answer="declined").status == Status.COMPLETE
    assert judged(whole, closed=True).status == Status.CLOSED
    assert judged([], answer="coming").status == Status.LACKS_BOTH


def test_who_was_named_is_known() -> None:
    found = judged([person(1, "leader", asked=True), person(2, "teacher")])
    assert (found.named_leaders, found.named_teachers, found.teachers) == ((1,), (), (2,))


def _above(unit: int | None) -> set[int]:
    return set() if unit is None else {unit} | _above(PARENTS[unit])


def oracle(education: Invited, people: list[Person], functions: Any) -> tuple[str, int]:
    """Status, and how many of the two seats are taken: every way to seat them is tried."""
    if education.closed:
        return "closed", 0

    def fits(one: Person, seat: str) -> bool:
        own = functions.get(one.user_id, {}).get(education.unit_id, frozenset())
        if one.education_id != education.id:
            return seat == "leader" and "leader" in own
        if one.function == seat:
            return True
        if seat == "teacher":
            return "teacher" in own
        held = functions.get(one.user_id, {})
        return any("leader" in held.get(unit, ()) for unit in _above(education.unit_id))

    able = [one for one in people if not one.cancelled and one.function != "other"]
    known = [one for one in able if fits(one, "leader") or fits(one, "teacher")]
    ready = [one for one in able if not one.asked]
    best, taken = (0, 0), frozenset[str]()
    for leader, teacher in product([None, *ready], repeat=2):
        if leader is not None and (leader is teacher or not fits(leader, "leader")):
            continue
        if teacher is not None and not fits(teacher, "teacher"):
            continue
        seated = [(one, name) for one, name in ((leader, "leader"), (teacher, "teacher")) if one]
        # The most seats; of ways with as many, what people said they come as.
        worth = (len(seated), sum(one.function == name for one, name in seated))
        if worth > best:
            best, taken = worth, frozenset(name for _one, name in seated)
    if len(taken) == 2:
        return "complete", 2
    if education.answer == "declined":
        return "declined", len(taken)
    if not education.answer and not known:
        return "answer", 0
    missing = {"leader", "teacher"} - taken
    return ("both" if len(missing) == 2 else missing.pop()), len(taken)


functions_of = st.dictionaries(
    st.integers(1, 7),
    st.frozensets(st.sampled_from(["leader", "teacher", "staff", "student"]), min_size=1),
    max_size=4,
)


@st.composite
def fairs(draw: Any) -> Any:
    """Some educations of the tree, people who come for them or for none, and what they are."""
    units = draw(st.lists(st.integers(1, 7), unique=True, max_size=5))
    invited = [
        Invited(
            100 + unit,
            unit,
            draw(st.sampled_from(["", "coming", "declined"])),
            draw(st.sampled_from([False, False, False, True])),
        )
        for unit in units
    ]
    educations = st.sampled_from([None, 999, *(one.id for one in invited)])
    people = [
        Person(
            number,
            # A guest now and then; one person is a visitor once.
            None if draw(st.integers(0, 4)) == 0 else number,
            draw(educations),
            draw(st.sampled_from(["leader", "teacher", "other"])),
            draw(st.booleans()),
            draw(st.sampled_from([False, False, True])),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    functions = {one.user_id: draw(functions_of) for one in people if one.user_id is not None}
    return invited, people, functions


@settings(max_examples=600, deadline=None)
@given(fairs())
def test_the_rule_agrees_with_whoever_tries_everything(fair: Any) -> None:
    invited, people, functions = fair
    found = coverage(invited, people, functions, PARENTS)
    assert set(found) == {one.id for one in invited}
    for one in invited:
        status, seats = oracle(one, people, functions)
        assert found[one.id].status == status, (one, people, functions)
        assert found[one.id].has_leader + found[one.id].has_teacher == seats


@settings(max_examples=200, deadline=None)
@given(fairs(), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(fair: Any, random: Any) -> None:
    invited, people, functions = fair
    shuffled = random.sample(people, len(people))
    before, after = (coverage(invited, one, functions, PARENTS) for one in (people, shuffled))
    assert {key: value.status for key, value in before.items()} == {
        key: value.status for key, value in after.items()
    }
