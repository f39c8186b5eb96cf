"""Taking back the last step for many stands at once: filling rounds and shifts, placing in rows,
numbering anew, confirming. What somebody has changed by hand since stays as it is."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.api import Actor, PortalError, record

from ..models import Bazaar, CardEntry, Curiosity, PitchSlot, Shift, Stand, StandPlan
from ..vocabulary import KIND
from . import mails
from .rounds import plan_row

FILL, ROWS, NUMBERS, CONFIRM = "fill", "rows", "numbers", "confirm"


def keep(session: Session, bazaar: Bazaar, what: str, **facts: Any) -> str:
    """Notes what was done, in the same transaction; the token that its undoing asks for."""
    token = secrets.token_hex(8)
    plan_row(session, bazaar).undo = {"token": token, "what": what, **facts}
    session.flush()
    return token


def last(session: Session, bazaar: Bazaar, what: str) -> str:
    """The token of the last step, if it was `what` and is not undone; else ''."""
    plan = session.get(StandPlan, bazaar.id)
    done = plan.undo if plan is not None else None
    return str(done["token"]) if done and done["what"] == what else ""


def take_back(session: Session, actor: Actor, bazaar: Bazaar, token: str) -> str:
    """Undoes it and says what it was; '' where it is undone already. The caller has locked the
    bazaar and asked who may. Raises PortalError where it cannot be undone any longer."""
    plan = session.get(StandPlan, bazaar.id)
    done = plan.undo if plan is not None else None
    if plan is None or not done:
        return ""
    if done["token"] != token:
        raise PortalError(_("Something else was done since. This can no longer be undone."))
    what = str(done["what"])
    if what == FILL:
        _empty(session, bazaar, done["slots"], done["shifts"])
    elif what == ROWS:
        _lift(session, bazaar, done["stands"])
    elif what == NUMBERS:
        _number_back(session, bazaar, done["stands"])
    elif what == CONFIRM:
        _unconfirm(session, actor, bazaar, done["stands"])
    plan.undo = None
    session.flush()
    record(session, actor, "bazaar_stand.undone", KIND, bazaar.id, what=what)
    return what


def _empty(
    session: Session,
    bazaar: Bazaar,
    slots: Iterable[Sequence[Any]],
    shifts: Iterable[Sequence[Any]],
) -> None:
    parts = {part.id for part in bazaar.parts}
    made = {row[0]: tuple(row[1:]) for row in slots}
    for slot in session.scalars(select(PitchSlot).where(PitchSlot.id.in_(made))).all():
        same = (slot.part_id, slot.keeper_id, slot.minutes) == made[slot.id]
        if same and slot.part_id in parts:
            session.delete(slot)
    for keeper_id, part_id in shifts:
        if part_id in parts:
            session.execute(
                delete(Shift).where(Shift.keeper_id == keeper_id, Shift.part_id == part_id)
            )


def _lift(session: Session, bazaar: Bazaar, places: Iterable[Sequence[int]]) -> None:
    made = {row[0]: (row[1], row[2]) for row in places}
    for stand in _stands(session, bazaar, made):
        if (stand.x, stand.y) == made[stand.id]:
            stand.x = stand.y = None
            stand.version += 1


def _number_back(session: Session, bazaar: Bazaar, numbers: Iterable[Sequence[Any]]) -> None:
    made = {row[0]: (row[1], row[2]) for row in numbers}
    stands = session.scalars(select(Stand).where(Stand.bazaar_id == bazaar.id)).all()
    if any(one.number != made.get(one.id, (None, None))[1] for one in stands):
        raise PortalError(_("Numbers were changed since. This can no longer be undone."))
    for stand in stands:
        stand.number = None
    session.flush()
    for stand in stands:
        stand.number = made.get(stand.id, (None, None))[0]
        stand.version += 1


def _unconfirm(
    session: Session, actor: Actor, bazaar: Bazaar, before: Iterable[Sequence[Any]]
) -> None:
    """Stands that nothing was done with since are what they were, and their keepers are told."""
    was = {row[0]: tuple(row[1:]) for row in before}
    pitched = set(session.scalars(select(PitchSlot.stand_id).where(PitchSlot.stand_id.in_(was))))
    carded = set(session.scalars(select(CardEntry.stand_id).where(CardEntry.stand_id.in_(was))))
    wanted = set(session.scalars(select(Curiosity.stand_id).where(Curiosity.stand_id.in_(was))))
    for stand in _stands(session, bazaar, was):
        status, number, version = was[stand.id]
        if stand.version != version or stand.id in pitched | carded | wanted:
            continue
        stand.status, stand.number = status, number
        stand.version += 1
        mails.unconfirmed(session, actor, stand)


def _stands(session: Session, bazaar: Bazaar, ids: Iterable[int]) -> Sequence[Stand]:
    wanted = select(Stand).where(Stand.bazaar_id == bazaar.id, Stand.id.in_(list(ids)))
    return session.scalars(wanted).all()
