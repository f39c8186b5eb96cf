"""Who has left and is an ambassador still: with what they keep, until somebody has looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.api import Actor, User, kept_by, narrow

from ..models import Ambassador
from ..vocabulary import Status


@dataclass(frozen=True, slots=True)
class Left:
    """One of them. `things` are (title, address, what they are to it)."""

    ambassador: Ambassador
    things: list[tuple[str, str, str]]


def left(actor: Actor) -> Select[Any]:
    """Ambassadors whose account is closed, and who have not been ended."""
    statement = (
        select(Ambassador)
        .join(User, User.id == Ambassador.user_id)
        .where(Ambassador.status != Status.ENDED, ~User.active)
        .order_by(User.name, Ambassador.id)
    )
    return narrow(statement, actor, Ambassador)


def count_left(session: Session, actor: Actor) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(left(actor).subquery())) or 0


def with_things(session: Session, actor: Actor, ambassadors: list[Ambassador]) -> list[Left]:
    """What each of them keeps, their profile left out."""
    own = {f"/ambassadors/{one.id}" for one in ambassadors}
    return [
        Left(one, [thing for thing in kept_by(session, actor, one.user) if thing[1] not in own])
        for one in ambassadors
    ]
