"""Changing rounds and shifts. Callers lock the bazaar and ask who may; nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.api import Actor, PortalError, record

from ..models import Bazaar, Keeper, PitchSlot, ProgrammePart, Shift, Stand
from ..vocabulary import KIND, PartKind, StandStatus
from . import undo
from .proposing import Proposal, propose
from .rounds import (
    MINUTES,
    MINUTES_MAX,
    board_of,
    keepers_of,
    person_of,
    plan_row,
)

CHANGE_OVER_MAX = 30


def put(
    session: Session, actor: Actor, stand: Stand, part: ProgrammePart | None, index: int
) -> PitchSlot | None:
    """Puts a stand's pitch into a round at a place (0: first), from wherever it was; None takes
    it out. Raises PortalError for a part that is no round and a stand that does not take part."""
    slot = session.scalar(select(PitchSlot).where(PitchSlot.stand_id == stand.id))
    if part is None:
        if slot is not None:
            session.delete(slot)
            session.flush()
            _note(session, actor, stand.bazaar_id)
        return None
    if part.kind != PartKind.PITCHES or part.bazaar_id != stand.bazaar_id:
        raise PortalError(_("Choose one of the pitch rounds."))
    if stand.status != StandStatus.CONFIRMED:
        raise PortalError(_("Only confirmed stands pitch."))
    if slot is None:
        keeper = stand.keepers[0].id if len(stand.keepers) == 1 else None
        slot = PitchSlot(
            stand_id=stand.id, part_id=part.id, keeper_id=keeper, minutes=MINUTES, position=index
        )
        session.add(slot)
    others = list(
        session.scalars(
            select(PitchSlot)
            .where(PitchSlot.part_id == part.id, PitchSlot.stand_id != stand.id)
            .order_by(PitchSlot.position, PitchSlot.id)
        )
    )
    slot.part_id = part.id
    others.insert(max(0, min(index, len(others))), slot)
    for position, one in enumerate(others):
        one.position = position
    session.flush()
    _note(session, actor, stand.bazaar_id)
    return slot


def set_slot(
    session: Session, actor: Actor, slot: PitchSlot, keeper_id: int | None, minutes: int
) -> None:
    """Who pitches, and how long. Raises PortalError."""
    stand = session.get(Stand, slot.stand_id)
    keepers = {one.id for one in stand.keepers} if stand is not None else set()
    if stand is None or (keeper_id is not None and keeper_id not in keepers):
        raise PortalError(_("Choose one of the stand's keepers."))
    if not 1 <= minutes <= MINUTES_MAX:
        raise PortalError(_("Write a number of minutes from 1 to %(most)s.", most=MINUTES_MAX))
    slot.keeper_id, slot.minutes = keeper_id, minutes
    session.flush()
    _note(session, actor, stand.bazaar_id)


def set_shifts(
    session: Session, actor: Actor, bazaar: Bazaar, wanted: Collection[tuple[int, int]]
) -> None:
    """Who is at their stand when: (keeper, part); what is of another bazaar is passed over, and
    shifts in parts that are not shopping stay."""
    keepers = set(
        session.scalars(
            select(Keeper.id)
            .join(Stand, Stand.id == Keeper.stand_id)
            .where(Stand.bazaar_id == bazaar.id)
        )
    )
    parts = {one.id for one in bazaar.parts if one.kind == PartKind.SHOPPING}
    rows = session.execute(select(Shift.keeper_id, Shift.part_id).where(Shift.part_id.in_(parts)))
    there = {(keeper_id, part_id) for keeper_id, part_id in rows}
    chosen = {(keeper, part) for keeper, part in wanted if keeper in keepers and part in parts}
    for keeper_id, part_id in there - chosen:
        session.execute(delete(Shift).where(Shift.keeper_id == keeper_id, Shift.part_id == part_id))
    session.add_all(Shift(keeper_id=one, part_id=part) for one, part in sorted(chosen - there))
    session.flush()
    _note(session, actor, bazaar.id)


def set_change_over(session: Session, actor: Actor, bazaar: Bazaar, minutes: int) -> None:
    """The minutes between two pitches. Raises PortalError."""
    if not 0 <= minutes <= CHANGE_OVER_MAX:
        words = _("Write a number of minutes from 0 to %(most)s.", most=CHANGE_OVER_MAX)
        raise PortalError(words)
    plan_row(session, bazaar).change_over = minutes
    session.flush()
    _note(session, actor, bazaar.id)


def fill(session: Session, actor: Actor, bazaar: Bazaar) -> Proposal:
    """Adds what the proposal says; nothing that is planned changes."""
    board = board_of(session, bazaar)
    stands = board.confirmed
    found = propose(
        board.plan,
        keepers_of(board, stands),
        {one.id: one.theme_id for one in stands},
        minutes=MINUTES,
    )
    rows = {
        (stand.id, person_of(keeper)): keeper.id for stand in stands for keeper in stand.keepers
    }
    slots = [
        PitchSlot(
            part_id=one.part_id,
            stand_id=one.stand_id,
            keeper_id=rows.get((one.stand_id, one.person)),
            position=one.position,
            minutes=one.minutes,
        )
        for one in found.slots
    ]
    shifts = [
        Shift(keeper_id=rows[one.stand_id, one.person], part_id=one.part_id) for one in found.shifts
    ]
    session.add_all([*slots, *shifts])
    session.flush()
    if slots or shifts:
        undo.keep(
            session,
            bazaar,
            undo.FILL,
            slots=[[one.id, one.part_id, one.keeper_id, one.minutes] for one in slots],
            shifts=[[one.keeper_id, one.part_id] for one in shifts],
        )
    _note(session, actor, bazaar.id)
    return found


def take_out(session: Session, actor: Actor, bazaar: Bazaar, stand_ids: Iterable[int]) -> None:
    """Takes the pitches of these stands out of their rounds."""
    mine = select(Stand.id).where(Stand.bazaar_id == bazaar.id, Stand.id.in_(list(stand_ids)))
    session.execute(delete(PitchSlot).where(PitchSlot.stand_id.in_(mine)))
    _note(session, actor, bazaar.id)


def _note(session: Session, actor: Actor, bazaar_id: int) -> None:
    record(session, actor, "bazaar_stand.rounds", KIND, bazaar_id)
