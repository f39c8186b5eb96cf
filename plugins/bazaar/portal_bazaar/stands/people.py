"""A person's stands: what is exported, erased and handed over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import Actor, Holding, Part, User, now

from ..models import Bazaar, Keeper, PitchSlot, ProgrammePart, Shift, Stand
from ..permissions import LIVE_STANDS, bazaar_saved
from .words import STAND


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """Stands of bazaars to come; with a second keeper nobody is needed."""
    others = (
        select(func.count(Keeper.id))
        .where(Keeper.stand_id == Stand.id, Keeper.user_id.is_distinct_from(user.id))
        .correlate(Stand)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Stand, others)
        .join(Keeper, Keeper.stand_id == Stand.id)
        .join(Bazaar, Bazaar.id == Stand.bazaar_id)
        .where(Keeper.user_id == user.id, Stand.status.in_(LIVE_STANDS), Bazaar.ends_at > now())
        .order_by(Stand.id)
    )
    for stand, number in rows:
        yield Holding(
            kind=STAND,
            id=stand.id,
            title=stand.title,
            url=f"/bazaar/{stand.bazaar_id}/stands/{stand.id}",
            part=Part.RESPONSIBLE,
            needs_successor=number == 0,
            unit_id=stand.unit_id,
            words=_l("Stand at a bazaar"),
        )


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, things: Collection[Holding]
) -> None:
    """The successor is the keeper; one who is it already takes over pitch and shifts."""
    ids = {one.id for one in things if one.kind == STAND}
    stands = session.scalars(
        select(Stand)
        .where(Stand.id.in_(ids))
        .options(joinedload(Stand.bazaar), selectinload(Stand.keepers))
    ).unique()
    for stand in stands:
        mine = next((one for one in stand.keepers if one.user_id == user.id), None)
        theirs = next((one for one in stand.keepers if one.user_id == successor.id), None)
        if mine is None:
            continue
        if theirs is None:
            mine.user_id = successor.id
        else:
            _take_over(session, mine, theirs)
            stand.keepers.remove(mine)
        stand.version += 1
        session.flush()
        session.expire(stand, ["keepers"])
        bazaar_saved(session, stand.bazaar, actor)


def _take_over(session: Session, mine: Keeper, theirs: Keeper) -> None:
    session.execute(
        update(PitchSlot).where(PitchSlot.keeper_id == mine.id).values(keeper_id=theirs.id)
    )
    has = set(session.scalars(select(Shift.part_id).where(Shift.keeper_id == theirs.id)))
    for shift in session.scalars(select(Shift).where(Shift.keeper_id == mine.id)).all():
        if shift.part_id not in has:
            session.add(Shift(keeper_id=theirs.id, part_id=shift.part_id))
    session.execute(delete(Shift).where(Shift.keeper_id == mine.id))


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Stands one keeps, with pitch and shifts; stands one proposed."""
    kept = []
    keepers = session.execute(
        select(Keeper, Stand, Bazaar)
        .join(Stand, Stand.id == Keeper.stand_id)
        .join(Bazaar, Bazaar.id == Stand.bazaar_id)
        .where(Keeper.user_id == user.id)
        .order_by(Keeper.id)
    )
    for keeper, stand, bazaar in keepers:
        pitches = session.scalars(
            select(ProgrammePart.starts_at)
            .join(PitchSlot, PitchSlot.part_id == ProgrammePart.id)
            .where(PitchSlot.keeper_id == keeper.id)
        )
        shifts = session.scalars(
            select(ProgrammePart.starts_at)
            .join(Shift, Shift.part_id == ProgrammePart.id)
            .where(Shift.keeper_id == keeper.id)
            .order_by(ProgrammePart.starts_at)
        )
        kept.append(
            {
                "Bazaar": bazaar.title,
                "Stand": stand.title,
                "Status": stand.status,
                "Pitch": [one.isoformat() for one in pitches],
                "At the stand": [one.isoformat() for one in shifts],
            }
        )
    proposed = session.scalars(
        select(Stand.title).where(Stand.proposed_by_id == user.id).order_by(Stand.id)
    ).all()
    found: dict[str, Any] = {}
    if kept:
        found["Stands I keep"] = kept
    if proposed:
        found["Stands I proposed"] = list(proposed)
    return found


def erase_user(session: Session, user: User) -> None:
    """Takes the person out; what the stands show stays."""
    session.execute(delete(Keeper).where(Keeper.user_id == user.id))
    session.execute(
        update(Stand).where(Stand.proposed_by_id == user.id).values(proposed_by_id=None)
    )
