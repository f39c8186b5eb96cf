"""Who is away today, and who is there instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from portal.api import Actor, User, narrow, today

from ..facts import Facts, visible
from ..models import Absence, Ambassador
from ..vocabulary import ABLE, Status

OTHERS = 6


@dataclass(frozen=True, slots=True)
class Away:
    """Until when, and the ambassador who has agreed to stand in and is one still."""

    last: dt.date
    deputy_id: int | None


def away_on(session: Session, day: dt.date) -> Mapping[int, Away]:
    """Everybody who is away that day. One query."""
    deputy, account = aliased(Ambassador), aliased(User)
    rows = session.execute(
        select(Absence.ambassador_id, Absence.last, account.id, deputy.id)
        .outerjoin(
            deputy,
            and_(
                deputy.id == Absence.deputy_id,
                deputy.status == Status.ACTIVE,
                Absence.answer == "yes",
            ),
        )
        .outerjoin(account, and_(account.id == deputy.user_id, account.active))
        .where(Absence.first <= day, Absence.last >= day)
    )
    return {
        ambassador_id: Away(last, deputy_id if account_id is not None else None)
        for ambassador_id, last, account_id, deputy_id in rows
    }


def there_instead(away: Mapping[int, Away], ambassador_id: int) -> int | None:
    """The first in the chain of deputies who is there; the ambassador themselves if they are.
    None where the chain ends, or would go round."""
    seen: set[int] = set()
    one: int | None = ambassador_id
    while one is not None and one in away:
        if one in seen:
            return None
        seen.add(one)
        one = away[one].deputy_id
    return one


def whom_to_ask(
    session: Session, actor: Actor, ambassador_id: int, away: Mapping[int, Away]
) -> Ambassador | None:
    """Who answers today, if the reader may see them."""
    found = there_instead(away, ambassador_id)
    statement = select(Ambassador).join(User, User.id == Ambassador.user_id)
    statement = statement.where(
        Ambassador.id == (found or 0), Ambassador.status == Status.ACTIVE, User.active
    )
    return session.scalar(narrow(statement, actor, Ambassador))


def others_like(
    session: Session, actor: Actor, one: Facts, away: Mapping[int, Away]
) -> list[tuple[Facts, list[int]]]:
    """Ambassadors who are there and master what `one` does, as far as the reader may know of it;
    with the competences they share, most first."""
    able = {key for key, level in one.levels.items() if level >= ABLE}
    found = []
    for other in visible(session, actor):
        if other.id == one.id or other.user_id == actor.user_id or other.id in away:
            continue
        shared = sorted(key for key in able if other.levels.get(key, 0) >= ABLE)
        if shared:
            found.append((other, shared))
    return sorted(found, key=lambda pair: (-len(pair[1]), pair[0].name))[:OTHERS]


def makes_ring(session: Session, absence: Absence, deputy_id: int) -> bool:
    """Whether on some day of the absence the deputies would end at the one who is away."""
    rows = session.scalars(
        select(Absence).where(
            Absence.id != (absence.id or 0),
            Absence.answer == "yes",
            Absence.deputy_id.is_not(None),
            Absence.last >= today(),
        )
    )
    chains: dict[int, list[Absence]] = {}
    for row in rows:
        chains.setdefault(row.ambassador_id, []).append(row)

    def reaches(one: int, first: dt.date, last: dt.date, path: frozenset[int]) -> bool:
        if one == absence.ambassador_id:
            return True
        return one not in path and any(
            reaches(row.deputy_id or 0, max(first, row.first), min(last, row.last), path | {one})
            for row in chains.get(one, ())
            if row.first <= last and row.last >= first
        )

    return reaches(deputy_id, absence.first, absence.last, frozenset())
