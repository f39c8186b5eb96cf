"""Who visits a bazaar: the seam that the other areas build on.

`current_visitor` is who holds the phone: a colleague who is signed in to the portal and registered,
or whoever signed in for the day with the badge or the link in their mail. That sign-in is a cookie
of its own: it opens the card and the visitor's own pages, and nothing else of the portal.
"""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from portal.api import current_actor

from ..day import phones
from ..day.phones import BADGE, day_ends
from ..models import Bazaar, InvitedEducation, Visitor
from ..permissions import bazaar_or_404
from .names import mail_target, name_of
from .registering import register

__all__ = [
    "current_visitor",
    "day_ends",
    "mail_target",
    "name_of",
    "register",
    "sign_in_visitor",
    "sign_out_visitor",
    "visited_or_404",
    "visitors_of",
]


def current_visitor(session: Session, bazaar: Bazaar) -> Visitor | None:
    """The visitor who makes this request; None for everybody else, and for who cancelled."""
    found = _from_account(session, bazaar) or phones.holder(session, bazaar)
    return found if found is not None and found.cancelled_at is None else None


def visited_or_404(session: Session, bazaar_id: int) -> Bazaar:
    """The bazaar, for its visitors without an account, too: for pages of what is announced. 404 for
    everybody else."""
    if not current_actor().is_signed_in:
        bazaar = session.get(Bazaar, bazaar_id)
        if bazaar is not None and current_visitor(session, bazaar) is not None:
            return bazaar
    return bazaar_or_404(session, current_actor(), bazaar_id)


def sign_in_visitor(visitor: Visitor, how: str = BADGE) -> None:
    """Signs this browser in for the day, with the answer to this request (`day.phones`). The caller
    commits."""
    phones.sign_in(visitor, how)


def sign_out_visitor(session: Session, bazaar: Bazaar) -> None:
    """Ends the day's sign-in of this browser. The caller commits."""
    phones.sign_out(session, bazaar)


def visitors_of(bazaar: Bazaar, *, asked: bool = False, cancelled: bool = False) -> Select[Visitor]:
    """Those who come to the bazaar, with account and education loaded; with `asked` also those
    whom somebody named and who have not said yes so far, with `cancelled` those who said no."""
    wanted = (
        select(Visitor)
        .where(Visitor.bazaar_id == bazaar.id)
        .options(
            joinedload(Visitor.user),
            joinedload(Visitor.education).joinedload(InvitedEducation.unit),
        )
    )
    if not cancelled:
        wanted = wanted.where(Visitor.cancelled_at.is_(None))
    return wanted if asked else wanted.where(Visitor.asked_at.is_(None))


def _from_account(session: Session, bazaar: Bazaar) -> Visitor | None:
    user_id = current_actor().user_id
    if user_id is None:
        return None
    return session.scalar(
        select(Visitor).where(Visitor.bazaar_id == bazaar.id, Visitor.user_id == user_id)
    )
