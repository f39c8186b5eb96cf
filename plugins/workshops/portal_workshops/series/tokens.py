"""The link in a mail: it lets its holder answer for one seat, and nothing else."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.api import full_address, seal, speak_to, unseal

from ..models import Seat

#: What the links in mails are sealed for.
LINK = "workshops.seat"


def token_for(seat: Seat) -> str:
    """What the link ends in. `offer` makes the link of an older offer answer nothing."""
    return seal(LINK, seat.id, seat.offer)


def link_for(seat: Seat) -> str:
    """The whole address; jobs have no request that `url_for` could go by."""
    return full_address(f"/workshops/seat/{token_for(seat)}")


def seat_of(session: Session, token: str) -> tuple[Seat, bool] | None:
    """The seat a link stands for, and whether it is of the latest offer; None for a link that is
    forged, or whose seat or account is gone."""
    found = unseal(LINK, token, 2)
    if found is None:
        return None
    seat = session.get(Seat, found[0])
    if seat is None or not seat.user.active:
        return None
    speak_to(seat.user)
    return seat, seat.offer == found[1]
