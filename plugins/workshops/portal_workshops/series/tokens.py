"""The link in a mail: it lets its holder answer for one seat, and nothing else."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from portal.api import full_address, speak_to

from ..models import Seat


def token_for(seat: Seat) -> str:
    """What the link ends in. `offer` makes the link of an older offer answer nothing."""
    return str(_serializer().dumps([seat.id, seat.offer]))


def link_for(seat: Seat) -> str:
    """The whole address; jobs have no request that `url_for` could go by."""
    return full_address(f"/workshops/seat/{token_for(seat)}")


def seat_of(session: Session, token: str) -> tuple[Seat, bool] | None:
    """The seat a link stands for, and whether it is of the latest offer; None for a link that is
    forged, or whose seat or account is gone."""
    try:
        found = _serializer().loads(token)
    except BadSignature:
        return None
    if not (isinstance(found, list) and len(found) == 2):
        return None
    seat = session.get(Seat, found[0])
    if seat is None or not seat.user.active:
        return None
    speak_to(seat.user)
    return seat, seat.offer == found[1]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="workshops.seat")
