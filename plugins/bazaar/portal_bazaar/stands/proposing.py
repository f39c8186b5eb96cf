"""A proposal for what is not planned yet: pitches for stands that have none, and somebody at each
stand in shopping time. Pure, like the check; what is planned stays as it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .check import (
    Doing,
    PartFacts,
    Person,
    Plan,
    ShiftFacts,
    SlotFacts,
    clash,
    pitches,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to add. `left_out`: stands for which no round has room; `unmanned`: (stand, part)
    for which nobody is free. The slots' ids are made up."""

    slots: tuple[SlotFacts, ...] = ()
    shifts: tuple[ShiftFacts, ...] = ()
    left_out: tuple[int, ...] = ()
    unmanned: tuple[tuple[int, int], ...] = ()


def propose(
    plan: Plan,
    keepers: Mapping[int, Sequence[Person]],
    themes: Mapping[int, int | None],
    *,
    minutes: int = 3,
) -> Proposal:
    """Fills rounds and shifts. `keepers`: who keeps each stand; `themes`: pitches of one theme
    come together."""
    slots, left_out = _slots(plan, keepers, themes, minutes)
    filled = Plan(plan.parts, plan.stands, [*plan.slots, *slots], plan.shifts, plan.change_over)
    shifts, unmanned = _shifts(filled, keepers)
    return Proposal(tuple(slots), tuple(shifts), tuple(left_out), tuple(unmanned))


def _slots(
    plan: Plan,
    keepers: Mapping[int, Sequence[Person]],
    themes: Mapping[int, int | None],
    minutes: int,
) -> tuple[list[SlotFacts], list[int]]:
    rounds = sorted((part for part in plan.parts if part.pitches), key=lambda part: part.starts)
    pitched = {slot.stand_id for slot in plan.slots}
    groups: dict[int | None, list[int]] = defaultdict(list)
    for stand_id in sorted(plan.stands - pitched):
        groups[themes.get(stand_id)].append(stand_id)
    slots, left_out = list(plan.slots), []
    for _theme, stand_ids in sorted(groups.items(), key=lambda one: (-len(one[1]), one[1])):
        room = {part.id: _room(plan, slots, part, minutes) for part in rounds}
        rounds.sort(key=lambda part: (room[part.id] < len(stand_ids), -room[part.id], part.starts))
        for stand_id in stand_ids:
            slot = _first_fit(plan, slots, rounds, stand_id, keepers.get(stand_id, ()), minutes)
            if slot is None:
                left_out.append(stand_id)
            else:
                slots.append(slot)
    return slots[len(plan.slots) :], sorted(left_out)


def _room(plan: Plan, slots: Sequence[SlotFacts], part: PartFacts, minutes: int) -> int:
    """How many pitches of that length fit into a round beside those that are there."""
    mine = [slot for slot in slots if slot.part_id == part.id]
    taken = sum(slot.minutes + plan.change_over for slot in mine)
    return max(0, part.minutes - taken + plan.change_over) // (minutes + plan.change_over)


def _first_fit(
    plan: Plan,
    slots: Sequence[SlotFacts],
    rounds: Iterable[PartFacts],
    stand_id: int,
    people: Sequence[Person],
    minutes: int,
) -> SlotFacts | None:
    for part in rounds:
        if not _room(plan, slots, part, minutes):
            continue
        position = max((one.position for one in slots if one.part_id == part.id), default=-1) + 1
        number = min((one.id for one in slots), default=0)
        new = min(number, 0) - 1
        for person in [*people, None]:
            slot = SlotFacts(new, stand_id, part.id, person, position, minutes)
            tried = Plan(plan.parts, plan.stands, [*slots, slot], plan.shifts, plan.change_over)
            if person is None or _free(tried, person, slot):
                return slot
    return None


def _free(plan: Plan, person: Person, slot: SlotFacts) -> bool:
    doings = [one for one in [*pitches(plan), *_standing(plan)] if one.person == person]
    mine = next(one for one in doings if one.slot_id == slot.id)
    return not any(clash(mine, other) for other in doings if other is not mine)


def _standing(plan: Plan) -> list[Doing]:
    parts = {part.id: part for part in plan.parts}
    return [
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


def _shifts(
    plan: Plan, keepers: Mapping[int, Sequence[Person]]
) -> tuple[list[ShiftFacts], list[tuple[int, int]]]:
    doings = [*pitches(plan), *_standing(plan)]
    load = Counter(one.person for one in _standing(plan))
    found: list[ShiftFacts] = []
    unmanned: list[tuple[int, int]] = []
    for part in sorted(plan.parts, key=lambda one: one.starts):
        if not part.shopping or part.minutes <= 0:
            continue
        manned = {one.stand_id for one in plan.shifts if one.part_id == part.id}
        open_stands = sorted(plan.stands - manned)
        able: dict[int, list[Person]] = {}
        for stand_id in open_stands:
            here = {
                person: Doing(person, part.starts, part.ends, stand_id, part.id)
                for person in keepers.get(stand_id, ())
            }
            free = [
                person
                for person, doing in here.items()
                if not any(clash(doing, other) for other in doings if other.person == person)
            ]
            able[stand_id] = sorted(free, key=lambda person: load[person])
        for stand_id, person in _matched(able).items():
            found.append(ShiftFacts(person, stand_id, part.id))
            doings.append(Doing(person, part.starts, part.ends, stand_id, part.id))
            load[person] += 1
        taken = {one.stand_id for one in found if one.part_id == part.id}
        unmanned += [(stand_id, part.id) for stand_id in open_stands if stand_id not in taken]
    return found, unmanned


def _matched(able: Mapping[int, Sequence[Person]]) -> dict[int, Person]:
    """A person for as many stands as can be, nobody twice (augmenting paths)."""
    holder: dict[Person, int] = {}

    def seat(stand_id: int, tried: set[Person]) -> bool:
        for person in able[stand_id]:
            if person in tried:
                continue
            tried.add(person)
            if person not in holder or seat(holder[person], tried):
                holder[person] = stand_id
                return True
        return False

    for stand_id in able:
        seat(stand_id, set())
    return dict(sorted((stand_id, person) for person, stand_id in holder.items()))
