"""From a round of planning to a problem, to a proposal, and to series."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    JobContext,
    NotAllowed,
    PortalError,
    Unit,
    aside,
    enqueue,
    may,
    now,
    own_session,
    people_names,
    record,
)

from ..models import HalfDay, Plan, PlanDate, Series, SeriesFacilitator
from ..permissions import PLAN
from ..series.data import HalfData
from ..series.services import add_education, create_series, open_series
from ..vocabulary import ALIVE, SeriesStatus
from . import plans
from .planner import (
    Date,
    Facilitator,
    Group,
    Move,
    Option,
    Person,
    Problem,
    Proposal,
    Room,
    Rules,
    breaches,
    first,
    move,
    value,
)
from .planner import (
    plan as best,
)
from .states import PlanStatus

TOPIC = "workshops.groups"
BY_HAND = "by hand"


def problem_of(session: Session, plan: Plan) -> Problem:
    """The problem as the round stands. Who and what is booked by other series on a date is not to
    be had on it."""
    pairs = plans.pairs_of(session, plan)
    mates: dict[int, set[int]] = {}
    for person_id, other_id in pairs:
        mates.setdefault(person_id, set()).add(other_id)
    people = tuple(
        Person(
            id=one.id,
            wishes=tuple(one.wishes),
            free=frozenset(
                half for answer in one.answers if answer.can for half in _halves(answer.date_id)
            ),
            education=one.unit_id,
            leads=one.together and one.function == "leader",
            teaches=one.together and one.function == "teacher",
            mates=frozenset(mates.get(one.id, ())),
        )
        for one in plan.people
    )
    dates, options = [], []
    for date in plan.dates:
        low, high = _halves(date.id)
        dates.append(Date(low, date.first_starts, date.first_ends))
        dates.append(Date(high, date.second_starts, date.second_ends))
        options.append(Option(date.id, (low, high)))
    busy = _busy(session, plan)
    rows = {one.user_id: one.id for one in plan.people}
    return Problem(
        people=people,
        dates=tuple(dates),
        options=tuple(options),
        facilitators=tuple(
            Facilitator(
                one.user_id,
                _free(one.dates, busy, ("person", one.user_id)),
                person=rows.get(one.user_id),
            )
            for one in plan.facilitators
        ),
        rooms=tuple(
            Room(one.room_id, one.room.seats, _free(one.dates, busy, ("room", one.room_id)))
            for one in plan.rooms
        ),
        rules=Rules(smallest=plan.size_min, largest=plan.size_max),
    ).ordered()


def what_is_missing(plan: Plan) -> list[str]:
    """What stands in the way of a proposal, in words."""
    found = []
    if not plan.practices:
        found.append(_("Choose at least one practice."))
    if not plan.people:
        found.append(_("Nobody is in the round yet."))
    if not plan.dates:
        found.append(_("Add at least one pair of half days."))
    if not plan.facilitators:
        found.append(_("Choose who can lead."))
    if not plan.rooms:
        found.append(_("Choose the rooms."))
    if (
        plan.dates
        and plan.people
        and not any(answer.can for person in plan.people for answer in person.answers)
    ):
        found.append(_("Nobody has said yet on which dates they can."))
    return found


def propose(session: Session, actor: Actor, plan: Plan) -> None:
    """A first proposal at once, and a job that looks for the best one. The same input that was
    solved before gives the same groups without being solved again."""
    plans.require(session, actor, plan)
    missing = what_is_missing(plan)
    if missing:
        raise PortalError(missing[0])
    problem = problem_of(session, plan)
    kept = problem.as_json()
    digest = digest_of(kept, plan.seconds)
    if plan.report.get("digest") == digest and plan.report.get("solved"):
        plan.proposal = plan.report["solved"]
        plan.status = PlanStatus.PROPOSED
        session.flush()
        return
    started = time.monotonic()
    greedy = first(problem)
    took = time.monotonic() - started
    plan.input = kept
    plan.proposal = greedy.as_json()
    plan.report = {
        "digest": digest,
        "greedy": {"points": greedy.value.points, "spread": greedy.value.spread},
        "greedy_seconds": round(took, 2),
    }
    plan.run += 1
    plan.status, plan.progress, plan.started_at = PlanStatus.SOLVING, "", now()
    plan.version += 1
    session.flush()
    enqueue(session, TOPIC, {"plan": plan.id, "run": plan.run})
    record(session, actor, "workshop_plan.proposed", plans.KIND, plan.id, title=plan.title)


@aside
def solve(job: JobContext) -> None:
    """The worker's part: the best proposal. The database is let go while it looks."""
    job.session.rollback()
    plan_id, run = int(job.payload["plan"]), int(job.payload["run"])
    with own_session("read") as session:
        plan = session.get(Plan, plan_id)
        if plan is None or plan.run != run or plan.status != PlanStatus.SOLVING:
            return
        problem, seconds = Problem.from_json(plan.input), plan.seconds
    started = time.monotonic()
    try:
        found: Proposal | None = best(problem, float(seconds))
        failure = ""
    except (ValueError, MemoryError, ArithmeticError) as trouble:
        found, failure = None, str(trouble)[:200]
    took = time.monotonic() - started
    plan = job.session.get(Plan, plan_id, with_for_update=True)
    if plan is None or plan.run != run or plan.status != PlanStatus.SOLVING:
        return  # somebody asked again meanwhile
    plan.status = PlanStatus.PROPOSED
    plan.version += 1
    if found is None:
        # The first proposal stands; why there is no better one is told.
        plan.progress = failure or "?"
        return
    kept = found.as_json()
    plan.proposal = kept
    plan.report = {**plan.report, "solved": kept, "seconds": round(took, 1)}


def digest_of(problem: dict[str, Any], seconds: int) -> str:
    """The same for the same input, and for nothing else."""
    text = json.dumps([problem, seconds], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def proposal_of(plan: Plan) -> tuple[Problem, Proposal] | None:
    """What was solved, and what stands proposed now; None before there is any."""
    if not plan.input or not plan.proposal:
        return None
    return Problem.from_json(plan.input), Proposal.from_json(plan.proposal)


def before_hand(plan: Plan) -> Proposal | None:
    """What was proposed, without what was moved by hand since."""
    kept = plan.report.get("before") or plan.report.get("solved") or plan.proposal
    return Proposal.from_json(kept) if kept else None


def consider(plan: Plan, person_id: int, to: tuple[int, int] | None) -> Move:
    """What moving one person comes to. Raises PortalError where there is no such person or
    group."""
    found = proposal_of(plan)
    if found is None:
        raise PortalError(_("There is no proposal yet."))
    problem, proposal = found
    if person_id not in problem.person:
        raise PortalError(_("There is no such person in this proposal."))
    try:
        return move(problem, proposal, [person_id], to)
    except KeyError:
        raise PortalError(_("There is no such group.")) from None


def carry_out(
    session: Session, actor: Actor, plan: Plan, person_id: int, to: tuple[int, int] | None
) -> Move:
    """Moves one person, whatever it costs: the organiser has seen it."""
    plans.require(session, actor, plan)
    if plan.status == PlanStatus.SOLVING:
        raise PortalError(_("The best groups are being looked for. Wait until they are found."))
    done = consider(plan, person_id, to)
    _problem, proposal = proposal_of(plan) or (None, None)
    assert proposal is not None
    if proposal.how != BY_HAND:
        # What everyone's place is explained by: nobody's reasons are another's hand.
        plan.report = {**plan.report, "before": proposal.as_json()}
    after = Proposal(done.groups, done.after, BY_HAND, proposal.bound)
    plan.proposal = after.as_json()
    plan.version += 1
    session.flush()
    record(session, actor, "workshop_plan.moved", plans.KIND, plan.id, title=plan.title)
    return done


def reset(session: Session, actor: Actor, plan: Plan) -> None:
    """Back to what was proposed, without what was moved by hand."""
    plans.require(session, actor, plan)
    if plan.report.get("solved"):
        plan.proposal = plan.report["solved"]
        plan.version += 1
        session.flush()


#: Rules that cannot be broken in the world: nobody can be in two places.
IMPOSSIBLE = {"twice", "facilitator", "room", "too_many"}


def accept(session: Session, actor: Actor, plan: Plan) -> list[Series]:
    """Series, being planned, with the educations and people of each group. Raises PortalError for
    a proposal that cannot be, or that clashes with what was booked since."""
    plans.require(session, actor, plan)
    session.refresh(plan, with_for_update=True)
    found = proposal_of(plan)
    if found is None or plan.status != PlanStatus.PROPOSED:
        raise PortalError(_("There is no proposal yet."))
    problem, proposal = found
    broken = [one for one in breaches(problem, proposal.groups) if one.rule in IMPOSSIBLE]
    if broken:
        raise PortalError(_("Two groups cannot have one room or facilitator at the same time, "
                            "and none more people than fit. Move somebody first."))  # fmt: skip
    people = {one.id: one for one in plan.people}
    dates = {one.id: one for one in plan.dates}
    practices = {one.id: one for one in plan.practices}
    rooms = {one.id: one for one in problem.rooms}
    made = []
    for group in proposal.groups:
        here = [people[one] for one in group.people if one in people]
        practice, date = practices.get(group.practice), dates.get(group.option)
        if practice is None or date is None:
            raise PortalError(_("The round was changed since. Propose groups again."))
        room = rooms.get(group.room or 0)
        most = min(plan.size_max, room.seats if room else plan.size_max)
        series = create_series(
            session,
            actor,
            practice.sheet_id,
            title=practice.title[:160],
            origin_title="" if practice.sheet_id else practice.title,
            halves=_half_data(date, group),
            facilitator_ids=[group.facilitator] if group.facilitator else [],
            capacity=max(len(here), most),
            minimum=min(plan.size_min, max(len(here), 1)),
            open_signup=False,
        )
        by_unit: dict[int, list[Any]] = {}
        for person in here:
            if person.unit_id is None:
                name = person.user.name
                raise PortalError(_("%(name)s belongs to no education yet.", name=name))
            by_unit.setdefault(person.unit_id, []).append(person)
        for unit_id, persons in sorted(by_unit.items()):
            leader = next((one.user for one in persons if one.function == "leader"), None)
            add_education(
                session,
                actor,
                series,
                session.get_one(Unit, unit_id),
                [one.user for one in persons if one.user is not leader],
                leader=leader,
            )
        practice.series = {**practice.series, str(date.id): series.id}
        made.append(series)
    plan.status = PlanStatus.ACCEPTED
    plan.version += 1
    session.flush()
    record(session, actor, "workshop_plan.accepted", plans.KIND, plan.id, title=plan.title)
    return made


def announce(session: Session, actor: Actor, plan: Plan) -> int:
    """Announces every series that was made of the round and is not announced yet; says how many.
    Raises PortalError where something is missing in one of them."""
    if not may(session, actor, PLAN):
        raise NotAllowed(_("Only planners make series."))
    found = unannounced(session, plan)
    for series in found:
        try:
            open_series(session, actor, series)
        except PortalError as problem:
            raise PortalError(f"{series.title}: {problem}") from problem
    return len(found)


def unannounced(session: Session, plan: Plan) -> list[Series]:
    """The series of the round that nobody was told of yet."""
    ids = sorted({key for one in plan.practices for key in one.series.values()})
    rows = select(Series).where(Series.id.in_(ids), Series.status == SeriesStatus.PLANNING)
    return list(session.scalars(rows.order_by(Series.id)))


def worth(problem: Problem, groups: Iterable[Group]) -> tuple[Any, list[Any]]:
    """What groups are worth, and the rules they break."""
    groups = list(groups)
    return value(problem, groups), breaches(problem, groups)


def _half_data(date: PlanDate, group: Group) -> list[HalfData]:
    return [
        HalfData.at(date.first_starts, date.first_ends, group.room),
        HalfData.at(date.second_starts, date.second_ends, group.room),
    ]


def _halves(date_id: int) -> tuple[int, int]:
    """The two dates of the planner that one pair of half days is."""
    return 2 * date_id, 2 * date_id + 1


def _free(
    dates: Iterable[int], busy: set[tuple[str, int, int]], who: tuple[str, int]
) -> frozenset[int]:
    return frozenset(half for date in dates if (*who, date) not in busy for half in _halves(date))


def _busy(session: Session, plan: Plan) -> set[tuple[str, int, int]]:
    """('person' or 'room', id, date) of what other series have booked. Two queries."""
    if not plan.dates:
        return set()
    rows = session.execute(
        select(HalfDay.series_id, HalfDay.starts_at, HalfDay.ends_at, HalfDay.room_id)
        .join(Series, Series.id == HalfDay.series_id)
        .where(
            Series.status.in_(ALIVE),
            HalfDay.starts_at < max(one.second_ends for one in plan.dates),
            HalfDay.ends_at > min(one.first_starts for one in plan.dates),
        )
    ).all()
    led: dict[int, list[int]] = {}
    leads = select(SeriesFacilitator).where(
        SeriesFacilitator.series_id.in_({row.series_id for row in rows})
    )
    for one in session.scalars(leads):
        led.setdefault(one.series_id, []).append(one.user_id)
    found: set[tuple[str, int, int]] = set()
    for date in plan.dates:
        for row in rows:
            if (row.starts_at < date.first_ends and row.ends_at > date.first_starts) or (
                row.starts_at < date.second_ends and row.ends_at > date.second_starts
            ):
                found.update(("person", lead, date.id) for lead in led.get(row.series_id, ()))
                if row.room_id is not None:
                    found.add(("room", row.room_id, date.id))
    return found


def names_of(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """People's names by id."""
    return people_names(session, ids)
