"""What a person keeps and what stands in a unit, for who leaves and for units that are merged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from portal.api import Actor, Holding, Part, Unit, User, now, record, saved

from ..models import FactSheet
from ..permissions import audience
from ..vocabulary import Status
from .sheets import KIND

ACTION = "handed_over"
MOVED = "moved"
_CHUNK = 200


def holdings(session: Session, user: User) -> Iterator[Holding]:
    """The sheets a person is responsible for, and those they wrote that nobody else is responsible
    for; one query. An archived sheet asks for nobody."""
    for sheet in session.execute(_kept(user)):
        responsible = sheet.responsible_id == user.id
        yield Holding(
            kind=KIND,
            id=sheet.id,
            title=sheet.title,
            url=url_for("factsheets.page", sheet_id=sheet.id),
            part=Part.RESPONSIBLE if responsible else Part.OWNER,
            needs_successor=sheet.status != Status.ARCHIVED,
            unit_id=sheet.unit_id,
        )


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, things: Collection[Holding]
) -> None:
    """The successor is responsible from now on. Who wrote a published sheet is still said; a draft
    is the successor's own, for nobody else could delete it."""
    ids = [one.id for one in things if one.kind == KIND]
    for chunk in _chunks(ids):
        kept = select(FactSheet).where(FactSheet.id.in_(chunk), _keeps(user))
        for sheet in session.scalars(kept.with_for_update(of=FactSheet)).unique().all():
            if sheet.status == Status.DRAFT and sheet.author_id == user.id:
                sheet.author_id = successor.id
            sheet.responsible_id = successor.id
            _note(session, actor, sheet, ACTION)
            record(session, actor, "sheet.handed_over", KIND, sheet.id)


def unit_holdings(session: Session, unit: Unit) -> Iterator[Holding]:
    """The sheets of a unit; one query."""
    rows = session.execute(
        select(FactSheet.id, FactSheet.title)
        .where(FactSheet.unit_id == unit.id)
        .order_by(FactSheet.id)
    )
    for sheet in rows:
        yield Holding(
            kind=KIND,
            id=sheet.id,
            title=sheet.title,
            url=url_for("factsheets.page", sheet_id=sheet.id),
            part=Part.PLACE,
            unit_id=unit.id,
        )


def move_unit_things(session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
    """The sheets of one unit are the other's."""
    ids = session.scalars(select(FactSheet.id).where(FactSheet.unit_id == unit.id)).all()
    for chunk in _chunks(ids):
        for sheet in session.scalars(select(FactSheet).where(FactSheet.id.in_(chunk))).all():
            sheet.unit_id = into.id
            _note(session, actor, sheet, MOVED)


def _kept(user: User) -> Select[*tuple[Any, ...]]:
    columns = (
        FactSheet.id,
        FactSheet.title,
        FactSheet.status,
        FactSheet.responsible_id,
        FactSheet.unit_id,
    )
    return select(*columns).where(_keeps(user)).order_by(FactSheet.id)


def _keeps(user: User) -> ColumnElement[bool]:
    alone = and_(FactSheet.author_id == user.id, FactSheet.responsible_id.is_(None))
    return or_(FactSheet.responsible_id == user.id, alone)


def _note(session: Session, actor: Actor, sheet: FactSheet, action: str) -> None:
    sheet.version += 1
    sheet.updated_at = now()
    sheet.updated_by_id = actor.user_id
    session.flush()
    saved(session, KIND, sheet.id, audience(sheet), actor=actor, action=action)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    found = list(ids)
    for start in range(0, len(found), _CHUNK):
        yield found[start : start + _CHUNK]
