"""Whom one can sign up for."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Unit, unit_options


def units_to_choose(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of one's own units; of all of them for who belongs to none."""
    own = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.id.in_(actor.unit_ids), Unit.closed_at.is_(None))
        .order_by(Unit.name, Unit.id)
    )
    found = [(row.id, row.name) for row in own]
    return found or unit_options(session)
