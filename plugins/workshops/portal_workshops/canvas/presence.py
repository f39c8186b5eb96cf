"""Who has a canvas open, and which field somebody holds while writing in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.api import Actor, User, now

from ..models import Canvas, CanvasPresence

#: A browser says every 20 seconds that it is there, and every 6 that it still writes.
HERE, HELD, FORGOTTEN = (dt.timedelta(seconds=one) for one in (50, 15, 600))


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: a page of the canvas, and the field they write in."""

    client: str
    page: str = ""
    item: str = ""
    field: str = ""


def note(session: Session, actor: Actor, canvas: Canvas, place: Place) -> bool:
    """Notes that somebody is here. Says whether they hold the field they asked for: the first to
    ask has it, until they go on or fall silent. The canvas is locked."""
    assert actor.user_id is not None
    at = now()
    rows = list(
        session.scalars(select(CanvasPresence).where(CanvasPresence.canvas_id == canvas.id))
    )
    mine = next((one for one in rows if one.client == place.client), None)
    if mine is None:
        mine = CanvasPresence(canvas_id=canvas.id, client=place.client, user_id=actor.user_id)
        session.add(mine)
    elif mine.user_id != actor.user_id:
        return False  # the name of somebody else's browser
    taken = any(
        one is not mine
        and (one.item, one.field) == (place.item, place.field)
        and one.held_until is not None
        and one.held_until > at
        for one in rows
    )
    held = bool(place.item) and not taken
    mine.page, mine.seen_at = place.page, at
    mine.item, mine.field = (place.item, place.field) if held else ("", "")
    mine.held_until = at + HELD if held else None
    canvas.pulse += 1
    session.execute(
        delete(CanvasPresence).where(
            CanvasPresence.canvas_id == canvas.id, CanvasPresence.seen_at < at - FORGOTTEN
        )
    )
    session.flush()
    return held


def here(session: Session, canvas: Canvas | None) -> list[dict[str, Any]]:
    """Who is here now, for clients: name, page, what they hold and for how many seconds yet."""
    if canvas is None:
        return []
    at = now()
    rows = session.execute(
        select(CanvasPresence, User.name)
        .join(User, User.id == CanvasPresence.user_id)
        .where(CanvasPresence.canvas_id == canvas.id, CanvasPresence.seen_at > at - HERE)
        .order_by(CanvasPresence.id)
    )
    return [
        {
            "client": row.client,
            "user": row.user_id,
            "name": name,
            "page": row.page,
            "for": round((row.seen_at + HERE - at).total_seconds()),
            **_hold(row, at),
        }
        for row, name in rows
    ]


def _hold(row: CanvasPresence, at: dt.datetime) -> dict[str, Any]:
    if row.held_until is None or row.held_until <= at:
        return {}
    left = (row.held_until - at).total_seconds()
    return {"item": row.item, "field": row.field, "held": round(left, 1)}
