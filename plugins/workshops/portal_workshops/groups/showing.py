"""A proposal as it is shown: groups with their people, what it is worth, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.api import Actor

from ..models import Plan, PlanPerson, Series
from .planner import Placement, Problem, breaches, explain
from .planner.problem import Key
from .solving import BY_HAND, before_hand, names_of, problem_of, proposal_of
from .states import PlanStatus
from .words import Names, breach_words, moved_words, put_words, reason_words, where_words


@dataclass(frozen=True, slots=True)
class Member:
    """One person in a group. `rank`: the wish that was met, from 1; 0 for who goes along."""

    id: int
    name: str
    unit: str
    rank: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One group; `key` as addresses write it ('3-7')."""

    key: str
    title: str
    practice: str
    date: str
    facilitator: str
    room: str
    members: tuple[Member, ...]
    seats: int
    series_id: int | None


def proposal_shown(session: Session, plan: Plan, names: Names) -> Mapping[str, Any] | None:
    """What the page shows of the proposal, or None where there is none."""
    found = proposal_of(plan)
    if found is None:
        return None
    problem, proposal = found
    people = {one.id: one for one in plan.people}
    leads = names_of(session, [one.facilitator for one in proposal.groups if one.facilitator])
    rooms = {one.room_id: one.room.name for one in plan.rooms}
    seats = {one.id: one.seats for one in problem.rooms}
    series = {
        (one.id, int(date)): number for one in plan.practices for date, number in one.series.items()
    }
    ranks: Counter[int] = Counter()
    groups = []
    for group in proposal.groups:
        members = []
        for person in group.people:
            rank = _rank(problem, person, group.practice)
            ranks[rank] += 1
            members.append(_member(people.get(person), person, rank))
        groups.append(
            Shown(
                key=f"{group.practice}-{group.option}",
                title=names.group(group.key),
                practice=names.practice(group.practice),
                date=names.date(group.option),
                facilitator=leads.get(group.facilitator or 0, ""),
                room=rooms.get(group.room or 0, ""),
                members=tuple(sorted(members, key=lambda one: (one.unit, one.name.casefold()))),
                seats=min(problem.rules.largest, seats.get(group.room or 0, problem.rules.largest)),
                series_id=series.get(group.key),
            )
        )
    placed = proposal.placed()
    nowhere = [
        _member(people.get(one.id), one.id, 0) for one in problem.people if one.id not in placed
    ]
    return {
        "groups": groups,
        "nowhere": sorted(nowhere, key=lambda one: one.name.casefold()),
        "points": proposal.value.points,
        "spread": proposal.value.spread,
        "bound": proposal.bound,
        "gap": proposal.gap,
        "proven": proposal.proven,
        "cut": proposal.cut,
        "how": proposal.how,
        "ranks": [(rank, ranks[rank]) for rank in sorted(ranks) if rank],
        "along": ranks[0],
        "placed": len(placed),
        "everyone": len(problem.people),
        "broken": [breach_words(names, one) for one in breaches(problem, proposal.groups)],
        "seconds": plan.report.get("seconds"),
        "greedy": plan.report.get("greedy"),
        "by_hand": proposal.how == BY_HAND,
        "stale": plan.status == PlanStatus.PROPOSED
        and problem_of(session, plan).as_json() != plan.input,
    }


def own_place(plan: Plan, actor: Actor) -> PlanPerson | None:
    """The person's own row; once series were made of the proposal it is for them to read."""
    if plan.status != PlanStatus.ACCEPTED:
        return None
    return next((one for one in plan.people if one.user_id == actor.user_id), None)


def plan_of(session: Session, actor: Actor, series: Series) -> int | None:
    """The round that put the actor into this series."""
    rows = session.scalars(
        select(Plan)
        .join(PlanPerson, PlanPerson.plan_id == Plan.id)
        .where(
            PlanPerson.user_id == (actor.user_id or 0),
            Plan.status == PlanStatus.ACCEPTED,
        )
        .options(selectinload(Plan.practices))
        .order_by(Plan.id.desc())
    )
    for plan in rows:
        if any(series.id in one.series.values() for one in plan.practices):
            return plan.id
    return None


def place_shown(plan: Plan, person: PlanPerson, names: Names) -> Mapping[str, Any] | None:
    """Where somebody is and why, computed from what was solved and what stands proposed."""
    found = proposal_of(plan)
    if found is None or person.id not in found[0].person:
        return None
    problem, proposal = found
    proposed = before_hand(plan) or proposal
    placement = explain(problem, proposed, person.id)
    key = proposal.placed().get(person.id)
    moved = key != placement.key
    said = _("The planner has moved others by hand since.") if proposal.how == BY_HAND else ""
    reasons = [
        (one.rank + 1, names.practice(one.practice), reason_words(problem, names, one))
        for one in placement.missed
    ]
    if moved:
        said = moved_words(names, placement, key)
        reasons = _of_moved(problem, names, placement, key, reasons)
    practice = next((one for one in plan.practices if key and one.id == key[0]), None)
    return {
        "where": put_words(names, key) if moved else where_words(names, placement),
        "placed": key is not None,
        "reasons": reasons,
        "wishes": [names.practice(one) for one in problem.person[person.id].wishes],
        "moved": said,
        "series_id": practice.series.get(str(key[1])) if practice is not None and key else None,
    }


def _of_moved(
    problem: Problem,
    names: Names,
    was: Placement,
    key: Key | None,
    reasons: list[tuple[int, str, str]],
) -> list[tuple[int, str, str]]:
    """The wishes dearer than the one somebody was moved to: those the proposal could not meet,
    with its reasons, and those the planner's hand took away."""
    wishes = problem.person[was.person].wishes
    now_rank = _rank(problem, was.person, key[0]) if key is not None else 0
    told = {rank: text for rank, _title, text in reasons}
    found = []
    for rank, practice in enumerate(wishes, start=1):
        if now_rank and rank >= now_rank:
            break
        by_hand = _("The planner moved you by hand.")
        if was.rank is not None and rank == was.rank + 1:
            by_hand = _("It was proposed for you; the planner moved you by hand.")
        found.append((rank, names.practice(practice), told.get(rank, by_hand)))
    return found


def _rank(problem: Problem, person: int, practice: int) -> int:
    wishes = problem.person[person].wishes
    return wishes.index(practice) + 1 if practice in wishes else 0


def _member(row: PlanPerson | None, person: int, rank: int) -> Member:
    if row is None:  # left the round, or the portal, since
        return Member(person, _("Somebody who has left"), "", rank)
    return Member(person, row.user.name, row.unit.name if row.unit else "", rank)
