"""Who is complete, who lacks whom: the one rule of coverage, pure, for everything that asks.

An education is complete when two different people come for it, one of whom counts as its leader
and the other as a teacher. What a person can count as:

* for the education they come for, what they come as (leader or teacher); who is both there may
  count as either, as it is needed, but only once. To lead is also to lead a unit above;
* for every further invited education that they themselves lead, as its leader: who leads two
  educations comes for both. Leading a unit above is not enough here, or a head of school who comes
  alone would make every education's leader be there;
* 'other' counts as nobody, and so do those who cancelled. Whom somebody named and who has not said
  yes yet takes no seat either, but is known, to be reminded.

A substitute counts as what they come as, whoever they come for. A delegate counts only by coming.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

LEADER, TEACHER, OTHER = "leader", "teacher", "other"
DECLINED = "declined"


class Status(StrEnum):
    """How an education stands."""

    COMPLETE = "complete"
    LACKS_LEADER = "leader"
    LACKS_TEACHER = "teacher"
    LACKS_BOTH = "both"
    NO_ANSWER = "answer"
    DECLINED = "declined"
    CLOSED = "closed"


#: Those that somebody has to be reminded of.
MISSING = (Status.LACKS_BOTH, Status.LACKS_LEADER, Status.LACKS_TEACHER, Status.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invited education. `closed`: its unit is closed; nobody waits for it."""

    id: int
    unit_id: int
    answer: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A visitor, as far as the rule asks. Guests have no `user_id`."""

    id: int
    user_id: int | None
    education_id: int | None
    function: str
    asked: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Covered:
    """How one education stands. The ids are those of people: who can count as leader and teacher
    (a person may be in both), and whom somebody named for these seats."""

    status: Status
    has_leader: bool = False
    has_teacher: bool = False
    leaders: tuple[int, ...] = ()
    teachers: tuple[int, ...] = ()
    named_leaders: tuple[int, ...] = ()
    named_teachers: tuple[int, ...] = ()


#: user -> unit -> functions there.
Functions = Mapping[int, Mapping[int, frozenset[str]]]


def coverage(
    invited: Iterable[Invited],
    people: Iterable[Person],
    functions: Functions,
    parents: Mapping[int, int | None],
) -> dict[int, Covered]:
    """How each invited education stands, by its id."""
    educations = list(invited)
    by_unit = {one.unit_id: one for one in educations}
    seats: dict[int, list[tuple[Person, frozenset[str]]]] = {one.id: [] for one in educations}
    units = {one.id: one.unit_id for one in educations}
    for person in people:
        if person.cancelled or person.function == OTHER:
            continue
        held = functions.get(person.user_id, {}) if person.user_id is not None else {}
        if person.education_id in seats:
            can = _own(person, units[person.education_id], held, parents)
            seats[person.education_id].append((person, can))
        for unit_id, there in held.items():
            also = by_unit.get(unit_id)
            if also is not None and also.id != person.education_id and LEADER in there:
                seats[also.id].append((person, frozenset({LEADER})))
    return {one.id: _judged(one, seats[one.id]) for one in educations}


def _own(
    person: Person,
    unit_id: int,
    held: Mapping[int, frozenset[str]],
    parents: Mapping[int, int | None],
) -> frozenset[str]:
    """What a person can count as for the education they come for."""
    can = {person.function}
    if person.function == LEADER and TEACHER in held.get(unit_id, ()):
        can.add(TEACHER)
    if person.function == TEACHER and _leads(unit_id, held, parents):
        can.add(LEADER)
    return frozenset(can)


def _leads(
    unit_id: int, held: Mapping[int, frozenset[str]], parents: Mapping[int, int | None]
) -> bool:
    seen: set[int] = set()
    above: int | None = unit_id
    while above is not None and above not in seen:
        if LEADER in held.get(above, ()):
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def _judged(education: Invited, people: list[tuple[Person, frozenset[str]]]) -> Covered:
    if education.closed:
        return Covered(Status.CLOSED)
    coming = [(person, can) for person, can in people if not person.asked]
    leaders = tuple(person.id for person, can in coming if LEADER in can)
    teachers = tuple(person.id for person, can in coming if TEACHER in can)
    has_leader, has_teacher = bool(leaders), bool(teachers)
    if has_leader and has_teacher and len({*leaders, *teachers}) == 1:
        # One alone who could be either counts once, as what they come as.
        only = coming[0][0]
        has_leader, has_teacher = only.function == LEADER, only.function == TEACHER
    return Covered(
        _status(education, has_leader, has_teacher, bool(people)),
        has_leader,
        has_teacher,
        leaders,
        teachers,
        tuple(person.id for person, can in people if person.asked and LEADER in can),
        tuple(person.id for person, can in people if person.asked and TEACHER in can),
    )


def _status(education: Invited, has_leader: bool, has_teacher: bool, anybody: bool) -> Status:
    if has_leader and has_teacher:
        return Status.COMPLETE
    if education.answer == DECLINED:
        return Status.DECLINED
    if not education.answer and not anybody:
        return Status.NO_ANSWER
    if has_leader:
        return Status.LACKS_TEACHER
    return Status.LACKS_LEADER if has_teacher else Status.LACKS_BOTH
