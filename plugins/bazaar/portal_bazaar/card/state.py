"""What a phone is told of a card: enough to go on without net, and nothing of anybody else."""

from __future__ import annotations

from typing import Any

from flask_babel import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import User, day_of, now

from ..models import CardChange, CardEntry, Stand, Visitor
from ..stands.times import clock
from .codes import salt_of, shadow, stand_token
from .operations import FIELDS
from .services import entries_of, stands_of, why_closed


def card_state(session: Session, visitor: Visitor) -> dict[str, Any]:
    """The whole card with all stands: `stands` of id, number, title, place and what the codes
    are recognised by (`code`, `short`: see `codes.shadow`), `entries`, `changes` by organisers."""
    bazaar = visitor.bazaar
    salt = salt_of(bazaar)
    return {
        "bazaar": bazaar.id,
        "title": bazaar.title,
        "day": format_date(day_of(bazaar.starts_at), "long"),
        "starts": int(bazaar.starts_at.timestamp() * 1000),
        "hour": clock(bazaar.starts_at),
        "user": str(visitor.user_id or ""),
        "salt": salt,
        "stands": [_stand(one, salt) for one in stands_of(session, bazaar)],
        **moving_state(session, visitor),
    }


def moving_state(session: Session, visitor: Visitor) -> dict[str, Any]:
    """What changes while one walks about: the lines, and whether the card is open."""
    handed_in = visitor.card_handed_in_at
    return {
        "visitor": visitor.id,
        "now": int(now().timestamp() * 1000),
        "closed": why_closed(visitor),
        "handed_in": int(handed_in.timestamp() * 1000) if handed_in else None,
        "entries": [_entry(one) for one in entries_of(session, visitor)],
    }


def changes_of(session: Session, visitor: Visitor) -> list[tuple[CardChange, str, str]]:
    """What organisers did to a card: (change, title of the stand, who), the latest first."""
    rows = session.execute(
        select(CardChange, Stand.title, User.name)
        .outerjoin(Stand, Stand.id == CardChange.stand_id)
        .outerjoin(User, User.id == CardChange.by_id)
        .where(CardChange.visitor_id == visitor.id)
        .order_by(CardChange.id.desc())
    )
    return [(change, title or "", name or "") for change, title, name in rows]


def place_of(stand: Stand) -> str:
    """Where a practice comes from."""
    return stand.unit.name if stand.unit is not None else ""


def _stand(stand: Stand, salt: str) -> dict[str, Any]:
    return {
        "id": stand.id,
        "number": stand.number,
        "title": stand.title,
        "place": place_of(stand),
        "code": shadow(salt, stand_token(stand)),
        "short": shadow(salt, stand.short_code) if stand.short_code else "",
    }


def _entry(entry: CardEntry) -> dict[str, Any]:
    return {
        "stand": entry.stand_id,
        "number": entry.stand.number,
        "title": entry.stand.title,
        "place": place_of(entry.stand),
        "at": int(entry.visited_at.timestamp() * 1000),
        "version": entry.version,
        **{name: getattr(entry, name) for name in FIELDS},
        "differences": [
            {"id": one.id, "field": one.field, "value": one.value, "origin": one.origin}
            for one in entry.differences
            if one.settled_at is None
        ],
    }
