"""Making and filling a round of planning. Nothing here commits; everything raises NotAllowed for
who does not plan, and InvalidPlan for what cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from portal.api import (
    Actor,
    Function,
    Membership,
    NotAllowed,
    PortalError,
    User,
    may,
    now,
    record,
)

from ..models import (
    Plan,
    PlanAnswer,
    PlanDate,
    PlanFacilitator,
    PlanPair,
    PlanPerson,
    PlanPractice,
    PlanRoom,
    Room,
)
from ..permissions import PLAN
from ..series.data import HalfData, InvalidSeries
from ..wishes.gathering import Practice, Wishes
from .states import (
    DATES_MAX,
    FUNCTIONS,
    PEOPLE_MAX,
    PRACTICES_MAX,
    ROOMS_MAX,
    SECONDS_MAX,
    WISHES_MAX,
    PlanStatus,
)

KIND = "workshop_plan"
#: What a wish made in earnest is worth above one made in passing, in the order of wishes.
_EARNEST = {"commitment": 0, "card": 1, "button": 2}


class InvalidPlan(InvalidSeries):
    """What was written cannot be saved; `errors` by the name of the field."""


def create_plan(
    session: Session,
    actor: Actor,
    *,
    title: str,
    size_min: int = 4,
    size_max: int = 16,
    seconds: int = 10,
    practices: Collection[str] = (),
) -> Plan:
    """A round of planning for these practices (keys of `wishes.gathering.Practice`): with the
    people who wish for them, and the leaders of their educations."""
    require(session, actor)
    plan = Plan(planner_id=actor.user_id)
    session.add(plan)
    _set(plan, title, size_min, size_max, seconds)
    session.flush()
    found = [one for one in Wishes(session, actor).practices if one.key in practices]
    add_wishes(session, actor, plan, found)
    record(session, actor, "workshop_plan.created", KIND, plan.id, title=plan.title)
    return plan


def change_plan(
    session: Session,
    actor: Actor,
    plan: Plan,
    *,
    title: str,
    size_min: int,
    size_max: int,
    seconds: int,
) -> None:
    """Title, sizes, and how long to look."""
    require(session, actor, plan)
    _set(plan, title, size_min, size_max, seconds)
    touch(session, plan)


def add_wishes(session: Session, actor: Actor, plan: Plan, practices: Sequence[Practice]) -> None:
    """Takes practices in, with everyone who still waits for them; commitments count before
    cards, and older wishes before newer."""
    require(session, actor, plan)
    if len(plan.practices) + len(practices) > PRACTICES_MAX:
        raise InvalidPlan(
            {"practices": _("Choose at most %(most)d practices.", most=PRACTICES_MAX)}
        )
    wishes: dict[int, list[tuple[Any, int]]] = {}
    units: dict[int, int | None] = {}
    for practice in practices:
        row = next(
            (one for one in plan.practices if _same(one, practice)),
            None,
        )
        if row is None:
            row = PlanPractice(sheet_id=practice.sheet_id, title=practice.title[:200])
            plan.practices.append(row)
            session.flush()
        for one in practice.wanted:
            user_id = one.wish.user_id
            if user_id is None or not one.is_open:
                continue
            order = (
                _EARNEST.get(str(one.wish.kind), 3),
                one.wish.made_at or now(),
                row.id,
            )
            wishes.setdefault(user_id, []).append((order, row.id))
            units[user_id] = units.get(user_id) or one.wish.unit_id
    ranked = {
        user_id: list(dict.fromkeys(key for _order, key in sorted(found)))
        for user_id, found in wishes.items()
    }
    add_people(session, actor, plan, ranked, units)
    _add_leaders(session, actor, plan)


def add_people(
    session: Session,
    actor: Actor,
    plan: Plan,
    wishes: Mapping[int, Sequence[int]],
    units: Mapping[int, int | None] | None = None,
) -> None:
    """People with ranked wishes (ids of practices); who is there already keeps their own, and
    gets these behind them. Their education and function are looked up."""
    require(session, actor, plan)
    active = set(session.scalars(select(User.id).where(User.id.in_(list(wishes)), User.active)))
    there = {one.user_id: one for one in plan.people}
    if len(set(there) | active) > PEOPLE_MAX:
        raise InvalidPlan({"people": _("A round takes at most %(most)d people.", most=PEOPLE_MAX)})
    roles = _roles(session, active)
    known = {one.id for one in plan.practices}
    for user_id in sorted(active):
        asked = [one for one in wishes[user_id] if one in known]
        person = there.get(user_id)
        if person is None:
            unit_id, function = _role(roles.get(user_id, []), (units or {}).get(user_id))
            person = PlanPerson(
                user_id=user_id, unit_id=unit_id, function=function, together=function != "staff"
            )
            person.wishes = []
            plan.people.append(person)
        person.wishes = list(dict.fromkeys([*person.wishes, *asked]))[:WISHES_MAX]
    touch(session, plan)


def change_person(
    session: Session,
    actor: Actor,
    plan: Plan,
    person: PlanPerson,
    *,
    wishes: Sequence[int],
    function: str,
    together: bool,
    can: Collection[int],
    mates: Collection[int] = (),
    unit_id: int | None = None,
) -> None:
    """Wishes in their order, education, function, dates, and whom they would like to be with
    (people of the plan)."""
    require(session, actor, plan)
    known = {one.id for one in plan.practices}
    person.wishes = [one for one in dict.fromkeys(wishes) if one in known][:WISHES_MAX]
    person.function = function if function in FUNCTIONS else "staff"
    person.together = together
    person.unit_id = unit_id
    answer(session, person, {one.id: one.id in can for one in plan.dates})
    everyone = {one.id for one in plan.people}
    session.execute(
        delete(PlanPair).where((PlanPair.person_id == person.id) | (PlanPair.other_id == person.id))
    )
    for other in sorted({one for one in mates if one in everyone and one != person.id}):
        session.add(PlanPair(person_id=min(other, person.id), other_id=max(other, person.id)))
    touch(session, plan)


def remove_person(session: Session, actor: Actor, plan: Plan, person: PlanPerson) -> None:
    """Takes somebody out of the round."""
    require(session, actor, plan)
    plan.people.remove(person)
    touch(session, plan)


def remove_practice(session: Session, actor: Actor, plan: Plan, practice: PlanPractice) -> None:
    """Takes a practice out, and everyone's wish for it."""
    require(session, actor, plan)
    for person in plan.people:
        if practice.id in person.wishes:
            person.wishes = [one for one in person.wishes if one != practice.id]
    plan.practices.remove(practice)
    touch(session, plan)


def add_date(session: Session, actor: Actor, plan: Plan, first: HalfData, second: HalfData) -> None:
    """Two half days that belong together, on which every facilitator and room is asked for."""
    require(session, actor, plan)
    errors = {}
    for number, half in ((1, first), (2, second)):
        name = f"half{number}"
        if half.day is None or not 2000 <= half.day.year <= 2099:
            errors[f"{name}_day"] = _("Choose a day.")
        elif half.starts is None or half.ends is None or half.ends <= half.starts:
            errors[f"{name}_ends"] = _("Choose a time after the beginning.")
    if errors:
        raise InvalidPlan(errors)
    try:
        (first_starts, first_ends), (second_starts, second_ends) = first.moments(), second.moments()
    except PortalError as problem:
        raise InvalidPlan({"half1_starts": str(problem)}) from None
    if second_starts < first_ends:
        raise InvalidPlan({"half2_day": _("Workshop 2 comes after workshop 1.")})
    if first_starts <= now():
        raise InvalidPlan({"half1_day": _("Choose a day to come.")})
    if len(plan.dates) >= DATES_MAX:
        raise InvalidPlan({"half1_day": _("Choose at most %(most)d dates.", most=DATES_MAX)})
    if any(one.first_starts == first_starts and one.second_starts == second_starts
           for one in plan.dates):  # fmt: skip
        raise InvalidPlan({"half1_day": _("These half days are there already.")})
    date = PlanDate(
        first_starts=first_starts,
        first_ends=first_ends,
        second_starts=second_starts,
        second_ends=second_ends,
    )
    plan.dates.append(date)
    session.flush()
    for lead in plan.facilitators:
        lead.dates = sorted({*lead.dates, date.id})
    for room in plan.rooms:
        room.dates = sorted({*room.dates, date.id})
    touch(session, plan)


def remove_date(session: Session, actor: Actor, plan: Plan, date: PlanDate) -> None:
    """Takes a date out, with what people answered to it."""
    require(session, actor, plan)
    session.execute(delete(PlanAnswer).where(PlanAnswer.date_id == date.id))
    for lead in plan.facilitators:
        lead.dates = [key for key in lead.dates if key != date.id]
    for room in plan.rooms:
        room.dates = [key for key in room.dates if key != date.id]
    plan.dates.remove(date)
    touch(session, plan)


def set_facilitators(session: Session, actor: Actor, plan: Plan, user_ids: Collection[int]) -> None:
    """Exactly these lead; who is new can on every date until it is said otherwise."""
    require(session, actor, plan)
    wanted = set(session.scalars(select(User.id).where(User.id.in_(user_ids), User.active)))
    for one in list(plan.facilitators):
        if one.user_id not in wanted:
            plan.facilitators.remove(one)
    there = {one.user_id for one in plan.facilitators}
    dates = [one.id for one in plan.dates]
    plan.facilitators.extend(
        PlanFacilitator(user_id=one, dates=dates) for one in sorted(wanted - there)
    )
    touch(session, plan)


def set_rooms(session: Session, actor: Actor, plan: Plan, room_ids: Collection[int]) -> None:
    """Exactly these rooms; a new one can be had on every date until it is said otherwise."""
    require(session, actor, plan)
    wanted = set(session.scalars(select(Room.id).where(Room.id.in_(room_ids), ~Room.closed)))
    if len(wanted) > ROOMS_MAX:
        raise InvalidPlan({"rooms": _("Choose at most %(most)d rooms.", most=ROOMS_MAX)})
    for one in list(plan.rooms):
        if one.room_id not in wanted:
            plan.rooms.remove(one)
    there = {one.room_id for one in plan.rooms}
    dates = [one.id for one in plan.dates]
    plan.rooms.extend(PlanRoom(room_id=one, dates=dates) for one in sorted(wanted - there))
    touch(session, plan)


def set_free(
    session: Session,
    actor: Actor,
    plan: Plan,
    leads: Collection[tuple[int, int]],
    rooms: Collection[tuple[int, int]],
) -> None:
    """(person, date) and (room, date) of what can be had when; the rest cannot."""
    require(session, actor, plan)
    dates = [one.id for one in plan.dates]
    for lead in plan.facilitators:
        lead.dates = [one for one in dates if (lead.user_id, one) in leads]
    for room in plan.rooms:
        room.dates = [one for one in dates if (room.room_id, one) in rooms]
    touch(session, plan)


def answer(session: Session, person: PlanPerson, can: Mapping[int, bool]) -> None:
    """What somebody says of these dates; two clicks at once are one after the other."""
    session.flush()
    session.refresh(person, ["answered_at"], with_for_update={"of": PlanPerson})
    session.refresh(person, ["answers"])
    there = {one.date_id: one for one in person.answers}
    for date_id, word in can.items():
        if date_id in there:
            there[date_id].can = word
        else:
            person.answers.append(PlanAnswer(date_id=date_id, can=word))
    person.answered_at = now()
    session.flush()


def require(session: Session, actor: Actor, plan: Plan | None = None) -> None:
    """NotAllowed for who does not plan; PortalError for a round that is over. The round is read
    anew, and nobody else changes it before our commit."""
    if not may(session, actor, PLAN):
        raise NotAllowed(_("Only planners propose groups."))
    if plan is not None:
        _lock(session, plan)
    if plan is not None and plan.status == PlanStatus.ACCEPTED:
        raise PortalError(_("Series were made of this round. It stays as it was."))


def _lock(session: Session, plan: Plan) -> None:
    session.flush()
    session.refresh(plan, with_for_update={"of": Plan})
    session.refresh(plan, ["practices", "dates", "people", "facilitators", "rooms"])


def touch(session: Session, plan: Plan) -> None:
    """The round is another now. What was proposed before stays to be seen, of what it was."""
    plan.version += 1
    session.flush()


def loaded(session: Session, plan_id: int) -> Plan | None:
    """The round with everything in it, in a fixed number of queries."""
    return session.scalar(
        select(Plan)
        .where(Plan.id == plan_id)
        .options(
            selectinload(Plan.practices),
            selectinload(Plan.dates),
            selectinload(Plan.people).selectinload(PlanPerson.user),
            selectinload(Plan.people).selectinload(PlanPerson.unit),
            selectinload(Plan.people).selectinload(PlanPerson.answers),
            selectinload(Plan.facilitators).selectinload(PlanFacilitator.user),
            selectinload(Plan.rooms).selectinload(PlanRoom.room),
        )
        .execution_options(populate_existing=True)
    )


def pairs_of(session: Session, plan: Plan) -> list[tuple[int, int]]:
    """Who wishes to be with whom."""
    ids = select(PlanPerson.id).where(PlanPerson.plan_id == plan.id)
    rows = session.scalars(select(PlanPair).where(PlanPair.person_id.in_(ids)))
    return sorted((one.person_id, one.other_id) for one in rows)


def _set(plan: Plan, title: str, size_min: int, size_max: int, seconds: int) -> None:
    title = " ".join(title.replace("\x00", "").split())
    errors = {}
    if not title:
        errors["title"] = _("Give the round a title.")
    elif len(title) > 160:
        errors["title"] = _("Make it shorter: at most %(max)d characters.", max=160)
    if not 1 <= size_min <= 200:
        errors["size_min"] = _("Write a number between 1 and %(most)d.", most=200)
    if not size_min <= size_max <= 200:
        errors["size_max"] = _("Write a number that is not smaller than the least.")
    if not 1 <= seconds <= SECONDS_MAX:
        errors["seconds"] = _("Write a number between 1 and %(most)d.", most=SECONDS_MAX)
    if errors:
        raise InvalidPlan(errors)
    plan.title, plan.size_min, plan.size_max, plan.seconds = title, size_min, size_max, seconds


def _same(row: PlanPractice, practice: Practice) -> bool:
    if practice.sheet_id is not None:
        return row.sheet_id == practice.sheet_id
    return row.sheet_id is None and row.title.casefold() == practice.title.casefold()


def _roles(session: Session, user_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    rows = session.execute(
        select(Membership.user_id, Membership.unit_id, Membership.function)
        .where(Membership.user_id.in_(list(user_ids)))
        .order_by(Membership.id)
    )
    for user_id, unit_id, function in rows:
        found.setdefault(user_id, []).append((unit_id, function))
    return found


def _role(roles: Sequence[tuple[int, str]], wished_for: int | None) -> tuple[int | None, str]:
    """The education somebody comes for, and as what."""
    rank = {Function.LEADER: 0, Function.TEACHER: 1}
    here = [one for one in roles if one[0] == wished_for] or list(roles)
    if not here:
        return wished_for, "staff"
    unit_id, function = min(here, key=lambda one: rank.get(Function(one[1]), 2))
    return unit_id, function if function in ("leader", "teacher") else "staff"


def _add_leaders(session: Session, actor: Actor, plan: Plan) -> None:
    """A leader of each education whose teachers come and that has none here: leader and teachers
    take a practice home together."""
    units = {one.unit_id for one in plan.people if one.function == "teacher" and one.unit_id}
    units -= {one.unit_id for one in plan.people if one.function == "leader"}
    rows = session.execute(
        select(Membership.unit_id, Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.unit_id.in_(units), Membership.function == Function.LEADER, User.active)
        .order_by(Membership.unit_id, Membership.id)
    )
    first: dict[int, int] = {}
    there = {one.user_id for one in plan.people}
    for unit_id, user_id in rows:
        if user_id not in there:
            first.setdefault(unit_id, user_id)
    if len(plan.people) + len(first) <= PEOPLE_MAX:
        for unit_id, user_id in sorted(first.items()):
            if user_id not in {one.user_id for one in plan.people}:
                person = PlanPerson(user_id=user_id, unit_id=unit_id, function="leader")
                person.wishes = []
                plan.people.append(person)
    session.flush()
