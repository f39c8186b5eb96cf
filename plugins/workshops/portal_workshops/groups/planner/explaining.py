"""Why each person is where they are, and what it costs to move somebody: computed from what was
given and what was proposed, so that it can be checked at any time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .problem import Key, Problem
from .scoring import Breach, Group, Proposal, Value, breaches, value


class Why(StrEnum):
    """What kept somebody from a wish, the plainest first."""

    #: No option has dates on which they can, whatever others do.
    NO_DATE = "no_date"
    #: They lead another group at that time.
    LEADING = "leading"
    #: The leader of their education cannot come on any of their dates.
    LEADER = "leader"
    #: On none of their dates enough people could come for that practice.
    TOO_FEW = "too_few"
    #: Nobody can lead it on those of their dates on which enough people could come.
    NO_FACILITATOR = "no_facilitator"
    #: There is no room on those of them on which somebody can.
    NO_ROOM = "no_room"
    #: It takes place, but not on their dates.
    OTHER_DATES = "other_dates"
    #: It takes place on their dates and has no seat left.
    FULL = "full"
    #: It has a seat left, and they come only together with the leader of their education.
    ONE_SEAT = "one_seat"
    #: They go where the leader and the teachers of their education go.
    EDUCATION = "education"
    #: There is no way to it by which others would not lose as much at least.
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one wish was not met. `rank` 0 is the dearest; `key` the group that it hangs on."""

    practice: int
    rank: int
    why: Why
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a person is. `rank` is that of the wish that was met; None: they lead their education
    there, or are nowhere (`key` None)."""

    person: int
    key: Key | None
    rank: int | None
    missed: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What moving somebody comes to: worth before and after, and the rules it breaks then."""

    groups: tuple[Group, ...]
    before: Value
    after: Value
    breaks: tuple[Breach, ...]


def explain(problem: Problem, proposal: Proposal, person: int) -> Placement:
    """Where the person is, and for every wish dearer than that one what kept them from it.

    Raises KeyError for somebody who is not part of the problem.
    """
    wishes = problem.person[person].wishes
    key = proposal.placed().get(person)
    rank = wishes.index(key[0]) if key is not None and key[0] in wishes else None
    dearer = wishes if rank is None else wishes[:rank]
    missed = tuple(
        _missed(problem, proposal, person, practice, number)
        for number, practice in enumerate(dearer)
    )
    return Placement(person, key, rank, missed)


def _missed(problem: Problem, proposal: Proposal, person: int, practice: int, rank: int) -> Reason:
    free = problem.person[person].free
    mine = [option.id for option in problem.options if problem.can(free, option.id)]
    if not mine:
        return Reason(practice, rank, Why.NO_DATE)
    if not _leader_can(problem, person, mine):
        return Reason(practice, rank, Why.LEADER)
    groups = [group for group in proposal.groups if group.practice == practice]
    here = [group for group in groups if group.option in mine]
    if groups and not here:
        return Reason(practice, rank, Why.OTHER_DATES, groups[0].key)
    led = _led(problem, proposal, person)
    if here and all(led & problem.clashes[group.option] for group in here):
        return Reason(practice, rank, Why.LEADING, here[0].key)
    here = [group for group in here if not led & problem.clashes[group.option]]
    if not groups:
        return Reason(practice, rank, _closed(problem, person, practice, mine))
    home = _home(problem, proposal, person)
    if home is not None and home not in {group.key for group in here}:
        return Reason(practice, rank, Why.EDUCATION, home)
    # Who comes first of an education brings its leader, who needs a seat as well.
    seats = 2 if home is None and _needs_leader(problem, person) else 1
    left = [_most(problem, group) - len(group.people) for group in here]
    if max(left) < seats:
        why = Why.FULL if max(left) < 1 else Why.ONE_SEAT
        return Reason(practice, rank, why, here[0].key)
    return Reason(practice, rank, Why.OTHERS, here[0].key)


def _led(problem: Problem, proposal: Proposal, person: int) -> set[int]:
    """The options on which the person leads a group."""
    mine = {one.id for one in problem.facilitators if one.person == person}
    return {group.option for group in proposal.groups if group.facilitator in mine}


def _needs_leader(problem: Problem, person: int) -> bool:
    """Whether the person comes only where a leader of their education does."""
    one = problem.person[person]
    return one.teaches and not one.leads and bool(problem.leaders.get(one.education or 0))


def _leader_can(problem: Problem, person: int, options: Iterable[int]) -> bool:
    """Whether there is nobody to wait for, or a leader who can on one of these options."""
    if not _needs_leader(problem, person):
        return True
    leaders = problem.leaders[problem.person[person].education or 0]
    return any(
        problem.can(problem.person[leader].free, option) for leader in leaders for option in options
    )


def _closed(problem: Problem, person: int, practice: int, options: Iterable[int]) -> Why:
    """Why a practice is not offered on any of these options."""
    comers = {
        (practice, option): {
            one.id for one in problem.people if _could_come(problem, one.id, (practice, option))
        }
        for option in options
    }
    least = problem.rules.smallest
    possible = [key for key, people in comers.items() if len(people) >= least]
    if not possible:
        return Why.TOO_FEW
    # Who leads it is not one of those who come.
    led = [
        key
        for key in possible
        if not problem.facilitators
        or any(
            one.person != person and len(comers[key] - {one.person}) >= least
            for one in problem.facilitators_for(key)
        )
    ]
    if not led:
        return Why.NO_FACILITATOR
    if problem.rooms and not any(problem.rooms_for(key) for key in led):
        return Why.NO_ROOM
    return Why.OTHERS


def _could_come(problem: Problem, person: int, key: Key) -> bool:
    """Whether the person could be in that group, with a leader of their education if they come
    only with one."""
    if not problem.may_join(person, key):
        return False
    leaders = problem.leaders.get(problem.person[person].education or 0, ())
    return not _needs_leader(problem, person) or any(
        problem.may_join(leader, key) for leader in leaders
    )


def _home(problem: Problem, proposal: Proposal, person: int) -> Key | None:
    """Where the rest of the person's education is, when that binds them."""
    one = problem.person[person]
    if one.education is None or not (one.leads or one.teaches):
        return None
    placed = proposal.placed()
    leaders = [other for other in problem.leaders.get(one.education, ()) if other != person]
    team = [other for other in problem.teams[one.education] if other != person]
    for other in (*leaders, *team):
        if other in placed:
            return placed[other]
    return None


def _most(problem: Problem, group: Group) -> int:
    """How many the group can hold in the room it has."""
    seats = [room.seats for room in problem.rooms if room.id == group.room]
    return min([problem.rules.largest, *seats])


def move(problem: Problem, proposal: Proposal, people: Iterable[int], to: Key | None) -> Move:
    """What it comes to when these people go to that group, or out of every group (None). Groups
    that nobody is left in are gone. Nothing is forbidden here: the rules that break are told.

    Raises KeyError for a group that the proposal does not have.
    """
    moving = set(people)
    if to is not None and to not in {group.key for group in proposal.groups}:
        raise KeyError(to)
    changed = []
    for group in proposal.groups:
        inside = set(group.people) - moving
        if group.key == to:
            inside |= moving
        if inside:
            changed.append(Group(*group.key, tuple(sorted(inside)), group.facilitator, group.room))
    return Move(
        tuple(changed),
        value(problem, proposal.groups),
        value(problem, changed),
        tuple(breaches(problem, changed)),
    )
