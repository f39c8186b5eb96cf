"""The check of rounds and shifts: a pure function over plain data.

It finds keepers who would be in two places, stands without anybody in shopping time, rounds that
do not fit their part, pitches of stands that are not there, and stands that no round has.
`tests/test_stands_check.py` compares it, minute by minute, with an oracle that shares no code
with it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

#: Who somebody is: two keepers' rows of one colleague are one person.
Person = Hashable


class Trouble(StrEnum):
    """What can be wrong."""

    TWO_PLACES = "two_places"
    UNMANNED = "unmanned"
    TOO_LONG = "too_long"
    NOT_THERE = "not_there"
    NO_SPEAKER = "no_speaker"
    NO_PITCH = "no_pitch"


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A part of the programme. `pitches`: a round; `shopping`: stands must be manned."""

    id: int
    starts: dt.datetime
    ends: dt.datetime
    pitches: bool = False
    shopping: bool = False

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.ends - self.starts).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """A pitch: of which stand, in which round, by whom (None: nobody yet)."""

    id: int
    stand_id: int
    part_id: int
    person: Person | None
    position: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """Somebody is at a stand for the length of a part."""

    person: Person
    stand_id: int
    part_id: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the check needs. `stands`: the ids of those that are confirmed."""

    parts: Sequence[PartFacts]
    stands: frozenset[int]
    slots: Sequence[SlotFacts] = ()
    shifts: Sequence[ShiftFacts] = ()
    change_over: int = 1


@dataclass(frozen=True, slots=True)
class Doing:
    """Where a person is, and when: at a stand for a part, or pitching (`slot_id`)."""

    person: Person
    starts: dt.datetime
    ends: dt.datetime
    stand_id: int
    part_id: int
    slot_id: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. What is filled in depends on `trouble`: `doings` are the two places,
    `gaps` the times without anybody, `over` the minutes that a round is too long."""

    trouble: Trouble
    part_id: int
    stand_id: int | None = None
    slot_id: int | None = None
    person: Person | None = None
    over: int = 0
    doings: tuple[Doing, ...] = ()
    gaps: tuple[tuple[dt.datetime, dt.datetime], ...] = field(default=())


def check(plan: Plan) -> list[Problem]:
    """Everything that is wrong, rounds first, in the order of the day."""
    parts = {part.id: part for part in plan.parts}
    pitching = pitches(plan)
    standing = [
        Doing(
            one.person,
            parts[one.part_id].starts,
            parts[one.part_id].ends,
            one.stand_id,
            one.part_id,
        )
        for one in plan.shifts
        if one.part_id in parts and one.stand_id in plan.stands
    ]
    found = [
        *_rounds(plan),
        *_unheard(plan),
        *_two_places([*pitching, *standing]),
        *_unmanned(plan, standing, pitching),
    ]
    starts = {part.id: part.starts for part in plan.parts}
    order = {trouble: number for number, trouble in enumerate(Trouble)}
    found.sort(key=lambda one: (starts[one.part_id], one.part_id, order[one.trouble]))
    return found


def running_order(plan: Plan, part: PartFacts) -> list[tuple[SlotFacts, dt.datetime, dt.datetime]]:
    """The pitches of a round with their times, one after the other with a change-over between."""
    at, found = part.starts, []
    slots = sorted(
        (slot for slot in plan.slots if slot.part_id == part.id),
        key=lambda slot: (slot.position, slot.id),
    )
    for slot in slots:
        ends = at + dt.timedelta(minutes=slot.minutes)
        found.append((slot, at, ends))
        at = ends + dt.timedelta(minutes=plan.change_over)
    return found


def pitches(plan: Plan) -> list[Doing]:
    """Who pitches when."""
    return [
        Doing(slot.person, starts, ends, slot.stand_id, part.id, slot.id)
        for part in plan.parts
        for slot, starts, ends in running_order(plan, part)
        if slot.person is not None
    ]


def overlap(one: Doing, other: Doing) -> bool:
    """Whether two things are at the same time; that one ends as the other begins is fine."""
    return max(one.starts, other.starts) < min(one.ends, other.ends)


def clash(one: Doing, other: Doing) -> bool:
    """Whether one person cannot do both: at the same time, and not at one stand both times."""
    if one.slot_id is None and other.slot_id is None and one.stand_id == other.stand_id:
        return False
    return overlap(one, other)


def _rounds(plan: Plan) -> Iterator[Problem]:
    for part in plan.parts:
        order = running_order(plan, part)
        for slot, _starts, _ends in order:
            if slot.stand_id not in plan.stands or not part.pitches:
                yield Problem(Trouble.NOT_THERE, part.id, slot.stand_id, slot.id)
            elif slot.person is None:
                yield Problem(Trouble.NO_SPEAKER, part.id, slot.stand_id, slot.id)
        if order and order[-1][2] > part.ends:
            over = -(-int((order[-1][2] - part.ends).total_seconds()) // 60)
            yield Problem(Trouble.TOO_LONG, part.id, over=over)


def _unheard(plan: Plan) -> Iterator[Problem]:
    """Stands in no round, where there are rounds; said of the first one."""
    rounds = sorted((one for one in plan.parts if one.pitches), key=lambda one: one.starts)
    heard = {slot.stand_id for slot in plan.slots if slot.part_id in {one.id for one in rounds}}
    for stand_id in sorted(plan.stands - heard) if rounds else ():
        yield Problem(Trouble.NO_PITCH, rounds[0].id, stand_id)


def _two_places(doings: Iterable[Doing]) -> Iterator[Problem]:
    by_person: Mapping[Person, list[Doing]] = defaultdict(list)
    for doing in doings:
        by_person[doing.person].append(doing)
    for person, theirs in by_person.items():
        theirs.sort(key=lambda one: (one.starts, one.part_id, one.slot_id or 0, one.stand_id))
        for number, one in enumerate(theirs):
            for other in theirs[number + 1 :]:
                if other.starts >= one.ends:
                    break
                if clash(one, other):
                    yield Problem(
                        Trouble.TWO_PLACES,
                        other.part_id,
                        other.stand_id,
                        other.slot_id,
                        person,
                        doings=(one, other),
                    )


def _unmanned(
    plan: Plan, standing: Sequence[Doing], pitching: Sequence[Doing]
) -> Iterator[Problem]:
    away: Mapping[Person, list[Doing]] = defaultdict(list)
    for doing in pitching:
        away[doing.person].append(doing)
    there: Mapping[int, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    for doing in standing:
        there[doing.stand_id] += _without(doing, away[doing.person])
    for part in plan.parts:
        if not part.shopping:
            continue
        for stand_id in sorted(plan.stands):
            gaps = _gaps(part.starts, part.ends, there[stand_id])
            if gaps:
                yield Problem(Trouble.UNMANNED, part.id, stand_id, gaps=tuple(gaps))


def _without(doing: Doing, away: Iterable[Doing]) -> list[tuple[dt.datetime, dt.datetime]]:
    """The times of `doing` that are left when the person goes away for a pitch."""
    return _gaps(doing.starts, doing.ends, [(one.starts, one.ends) for one in away])


def _gaps(
    starts: dt.datetime, ends: dt.datetime, taken: Iterable[tuple[dt.datetime, dt.datetime]]
) -> list[tuple[dt.datetime, dt.datetime]]:
    """What of a time is left over by others."""
    found, at = [], starts
    for begins, stops in sorted(taken):
        if begins >= ends:
            break
        if begins > at:
            found.append((at, begins))
        at = max(at, stops)
    if at < ends:
        found.append((at, ends))
    return found
