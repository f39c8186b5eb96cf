"""Whose card a request is about, and the way in for who has none."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import current_actor, now

from ..attendance.visitors import current_visitor, day_ends
from ..models import Bazaar, Visitor
from ..permissions import bazaar_or_404, is_announced
from ..vocabulary import BazaarStatus


def announced_or_404(session: Session, bazaar_id: int) -> Bazaar:
    """The bazaar for whoever may hold a badge of it: a guest sees no other page of the portal, so
    nothing is said of a bazaar that is only planned but to who sees it, also not to those who
    stand on its list already."""
    bazaar = session.get(Bazaar, bazaar_id) if 0 < bazaar_id < 2**31 else None
    if bazaar is None:
        abort(404)
    if not is_announced(bazaar):
        return bazaar_or_404(session, current_actor(), bazaar_id)
    return bazaar


def sign_in_address(bazaar: Bazaar, then: str) -> str:
    """Where one signs in for the day, and from there back to `then`."""
    if now() >= day_ends(bazaar):
        return url_for("accounts.login", next=then)
    return url_for("bazaar_day.sign_in", bazaar_id=bazaar.id, next=then)


def to_sign_in(bazaar: Bazaar) -> Any:
    """To the sign-in for the day, and back to this page; afterwards only who has an account gets
    in, and who has and did not come has no card."""
    if now() >= day_ends(bazaar) and current_actor().is_signed_in:
        return redirect(url_for("bazaar.page", bazaar_id=bazaar.id), 303)
    then = (
        request.path
        if request.method == "GET"
        else url_for("bazaar_card.card", bazaar_id=bazaar.id)
    )
    return redirect(sign_in_address(bazaar, then), 303)


def cards_here(session: Session) -> list[Visitor]:
    """The cards this browser may open now, that of the bazaar nearest in time first; usually one
    or none."""
    going_on = session.scalars(
        select(Bazaar)
        .where(Bazaar.status.in_((BazaarStatus.ANNOUNCED, BazaarStatus.HELD)))
        .order_by(Bazaar.starts_at.desc())
        .limit(20)
    )
    found = (current_visitor(session, bazaar) for bazaar in going_on)
    mine = [one for one in found if one is not None]
    return sorted(mine, key=lambda one: abs(one.bazaar.starts_at - now()))
