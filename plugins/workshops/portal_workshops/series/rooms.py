"""The rooms half days can be in."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.api import Actor, NotAllowed, may, record

from ..models import Room
from ..permissions import PLAN
from .data import InvalidSeries


def save_room(
    session: Session,
    actor: Actor,
    room: Room | None,
    *,
    name: str,
    address: str = "",
    seats: int = 16,
    closed: bool = False,
) -> Room:
    """Makes or changes a room. Raises NotAllowed, and InvalidSeries for a name that is taken."""
    if not may(session, actor, PLAN):
        raise NotAllowed(_("Only planners keep the rooms."))
    name = " ".join(name.replace("\x00", "").split())
    address = " ".join(address.replace("\x00", "").split())
    taken = session.scalar(select(Room.id).where(func.lower(Room.name) == name.lower()))
    if not name:
        raise InvalidSeries({"name": _("Write what the room is called.")})
    if taken is not None and (room is None or room.id != taken):
        raise InvalidSeries({"name": _("There is a room of that name already.")})
    room = room or Room()
    room.name, room.address, room.seats, room.closed = name, address, seats, closed
    try:
        with session.begin_nested():
            session.add(room)
    except IntegrityError:  # somebody else was a moment faster
        raise InvalidSeries({"name": _("There is a room of that name already.")}) from None
    record(session, actor, "workshop_room.saved", "workshop_room", room.id, title=room.name)
    return room
