"""Pitch rounds and shifts as they are stored, and as the check wants them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from ..models import Bazaar, Keeper, PitchSlot, ProgrammePart, Shift, Stand, StandPlan
from ..vocabulary import PartKind, StandStatus
from .check import PartFacts, Person, Plan, Problem, ShiftFacts, SlotFacts, check, running_order

CHANGE_OVER = 1
MINUTES = 3
MINUTES_MAX = 60


@dataclass(frozen=True, slots=True)
class Pitch:
    """One line of a running order."""

    slot: PitchSlot
    stand: Stand
    keeper: Keeper | None
    starts: dt.datetime
    ends: dt.datetime


@dataclass
class Board:
    """Everything about rounds and shifts of one bazaar, read in a handful of queries."""

    bazaar: Bazaar
    parts: Sequence[ProgrammePart]
    stands: dict[int, Stand]
    slots: Sequence[PitchSlot]
    shifts: Sequence[Shift]
    change_over: int
    keepers: dict[int, Keeper] = field(init=False)

    def __post_init__(self) -> None:
        self.keepers = {one.id: one for stand in self.stands.values() for one in stand.keepers}
        self.plan = self._plan()

    @property
    def rounds(self) -> list[ProgrammePart]:
        """The pitch rounds."""
        return [one for one in self.parts if one.kind == PartKind.PITCHES]

    @property
    def shopping(self) -> list[ProgrammePart]:
        """When stands must be manned."""
        return [one for one in self.parts if one.kind == PartKind.SHOPPING]

    @property
    def confirmed(self) -> list[Stand]:
        """The stands that take part, by number."""
        found = [one for one in self.stands.values() if one.status == StandStatus.CONFIRMED]
        return sorted(found, key=lambda one: (one.number is None, one.number or 0, one.id))

    @property
    def without_pitch(self) -> list[Stand]:
        """Stands that are in no round."""
        rounds = {one.id for one in self.rounds}
        pitched = {slot.stand_id for slot in self.slots if slot.part_id in rounds}
        return [one for one in self.confirmed if one.id not in pitched]

    def order(self, part: ProgrammePart) -> list[Pitch]:
        """The pitches of a round, with their times."""
        rows = {slot.id: slot for slot in self.slots}
        facts = next(one for one in self.plan.parts if one.id == part.id)
        return [
            Pitch(
                rows[slot.id],
                self.stands[slot.stand_id],
                self.keepers.get(rows[slot.id].keeper_id or 0),
                starts,
                ends,
            )
            for slot, starts, ends in running_order(self.plan, facts)
        ]

    def used(self, part: ProgrammePart) -> int:
        """How many minutes a round's pitches take, with the change-overs."""
        order = self.order(part)
        return int((order[-1].ends - part.starts_at).total_seconds() // 60) if order else 0

    def problems(self) -> list[Problem]:
        """What the check finds."""
        return check(self.plan)

    def manned(self) -> set[tuple[int, int]]:
        """(keeper, part) of every shift."""
        return {(one.keeper_id, one.part_id) for one in self.shifts}

    def _plan(self) -> Plan:
        parts = [
            PartFacts(
                one.id,
                one.starts_at,
                one.ends_at,
                pitches=one.kind == PartKind.PITCHES,
                shopping=one.kind == PartKind.SHOPPING,
            )
            for one in self.parts
        ]
        slots = [
            SlotFacts(
                one.id,
                one.stand_id,
                one.part_id,
                self._person(one.keeper_id),
                one.position,
                one.minutes,
            )
            for one in self.slots
        ]
        shifts = [
            ShiftFacts(
                person_of(self.keepers[one.keeper_id]),
                self.keepers[one.keeper_id].stand_id,
                one.part_id,
            )
            for one in self.shifts
            if one.keeper_id in self.keepers
        ]
        confirmed = frozenset(one.id for one in self.confirmed)
        return Plan(parts, confirmed, slots, shifts, self.change_over)

    def _person(self, keeper_id: int | None) -> Person | None:
        keeper = self.keepers.get(keeper_id or 0)
        return person_of(keeper) if keeper is not None else None


def person_of(keeper: Keeper) -> Person:
    """Who it is: one colleague at two stands is one person."""
    if keeper.user_id is not None:
        return ("user", keeper.user_id)
    return ("guest", keeper.email or keeper.id)


def board_of(session: Session, bazaar: Bazaar) -> Board:
    """Reads it; six queries, however many stands."""
    parts = session.scalars(
        select(ProgrammePart)
        .where(ProgrammePart.bazaar_id == bazaar.id)
        .order_by(ProgrammePart.starts_at, ProgrammePart.id)
    ).all()
    stands = session.scalars(
        select(Stand)
        .where(Stand.bazaar_id == bazaar.id)
        .options(
            selectinload(Stand.keepers).joinedload(Keeper.user),
            joinedload(Stand.theme),
            joinedload(Stand.unit),
        )
    ).all()
    ids = [one.id for one in parts]
    slots = session.scalars(select(PitchSlot).where(PitchSlot.part_id.in_(ids))).all()
    shifts = session.scalars(select(Shift).where(Shift.part_id.in_(ids))).all()
    plan = session.get(StandPlan, bazaar.id)
    return Board(
        bazaar,
        parts,
        {one.id: one for one in stands},
        slots,
        shifts,
        plan.change_over if plan is not None else CHANGE_OVER,
    )


def plan_row(session: Session, bazaar: Bazaar) -> StandPlan:
    """What holds for all stands, made where it is not there yet."""
    plan = session.get(StandPlan, bazaar.id)
    if plan is None:
        plan = StandPlan(bazaar_id=bazaar.id, change_over=CHANGE_OVER)
        session.add(plan)
    return plan


def names_of(board: Board) -> dict[Person, str]:
    """What to call each person."""
    from .words import keeper_name

    return {person_of(one): keeper_name(one) for one in board.keepers.values()}


def keepers_of(board: Board, stands: Iterable[Stand]) -> dict[int, list[Person]]:
    """Who keeps each stand."""
    return {stand.id: [person_of(one) for one in stand.keepers] for stand in stands}
