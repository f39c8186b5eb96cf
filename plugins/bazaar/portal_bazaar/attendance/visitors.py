"""Who visits a bazaar: the seam that the other areas build on.

`current_visitor` is who holds the phone: a colleague who is signed in to the portal and registered,
or whoever signed in for the day with the badge or the link in their mail. That sign-in is a cookie
of its own: it opens the card and the visitor's own pages, and nothing else of the portal.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from portal.api import current_actor, day_of, midnight, now

from ..models import Bazaar, InvitedEducation, Visitor
from ..permissions import bazaar_or_404
from .names import mail_target, name_of
from .registering import register

__all__ = [
    "current_visitor",
    "mail_target",
    "name_of",
    "register",
    "sign_in_visitor",
    "sign_out_visitor",
    "visited_or_404",
    "visitors_of",
]

#: How somebody signed in for the day.
BADGE, MAIL = "badge", "mail"


def current_visitor(session: Session, bazaar: Bazaar) -> Visitor | None:
    """The visitor who makes this request; None for everybody else, and for who cancelled."""
    found = _from_account(session, bazaar) or _from_cookie(session, bazaar)
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
    """Signs this browser in for the day, with the answer to this request. By badge it holds until
    the badge is printed anew; by mail it is the visitor's own phone, and stays."""
    content = [visitor.id, visitor.badge_version if how == BADGE else 0]
    value = _serializer(visitor.bazaar).dumps(content)
    name, ends = _cookie_name(visitor.bazaar_id), day_ends(visitor.bazaar)
    request.environ[name] = value  # it counts from here on, not from the next request

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(name, value, expires=ends, **_cookie_options())
        return response


def sign_out_visitor(bazaar: Bazaar) -> None:
    """Ends the day's sign-in of this browser."""
    name = _cookie_name(bazaar.id)
    request.environ[name] = ""

    @after_this_request
    def forget(response: Response) -> Response:
        response.delete_cookie(name, **_cookie_options())
        return response


def day_ends(bazaar: Bazaar) -> dt.datetime:
    """Until when a sign-in for the day holds: the end of the day after the bazaar."""
    return midnight(day_of(bazaar.ends_at) + dt.timedelta(days=2))


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


def _from_cookie(session: Session, bazaar: Bazaar) -> Visitor | None:
    name = _cookie_name(bazaar.id)
    value = request.environ.get(name, request.cookies.get(name, ""))
    if not value or now() >= day_ends(bazaar):
        return None
    try:
        visitor_id, badge_version = _serializer(bazaar).loads(value)
    except (BadSignature, TypeError, ValueError):
        return None
    visitor = session.get(Visitor, visitor_id)
    if visitor is None or visitor.bazaar_id != bazaar.id or visitor.forgotten_at is not None:
        return None
    return visitor if badge_version in (0, visitor.badge_version) else None


def _serializer(bazaar: Bazaar) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(f"{current_app.secret_key!s}{bazaar.secret}", salt="bazaar.day")


def _cookie_name(bazaar_id: int) -> str:
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}bazaar-{bazaar_id}"


def _cookie_options() -> dict[str, Any]:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return {"httponly": True, "samesite": "Lax", "secure": secure, "path": "/"}
