"""Phones that are signed in for the day: a signed cookie, and a row that says whether it holds.

The cookie alone opens nothing. Its row ends with the day; when the visitor or an organiser ends it;
when the badge is printed anew; and, signed in by mail, when the visitor's address is another one
than was written to. It opens the card and the visitor's own pages, and nothing else of the portal.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import Any

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select, update
from sqlalchemy.orm import Session, object_session

from portal.api import Actor, day_of, midnight, now, record

from ..attendance.names import mail_target
from ..models import Bazaar, DaySignIn, Visitor

#: How somebody signed in: the badge's QR code, a link in a mail, a code that the door told.
BADGE, MAIL, CODE = "badge", "mail", "code"


def day_ends(bazaar: Bazaar) -> dt.datetime:
    """Until when a sign-in for the day holds: the end of the day after the bazaar."""
    return midnight(day_of(bazaar.ends_at) + dt.timedelta(days=2))


def address_key(visitor: Visitor) -> str:
    """Stands for the visitor's mail address where it is compared later; '' for none."""
    target = mail_target(visitor)
    if target is None:
        return ""
    secret, address = visitor.bazaar.secret.encode(), target.email.lower().encode()
    return hmac.new(secret, b"address|" + address, hashlib.sha256).hexdigest()


def sign_in(visitor: Visitor, how: str) -> DaySignIn:
    """Signs this browser in, with the answer to this request; one that is signed in already as the
    same visitor stays what it is. The caller commits."""
    session = object_session(visitor)
    assert session is not None
    phone = current_phone(session, visitor.bazaar)
    if phone is None or phone.visitor_id != visitor.id:
        phone = DaySignIn(
            visitor_id=visitor.id,
            how=how,
            device=_device(),
            badge_version=visitor.badge_version,
            address=address_key(visitor) if how == MAIL else "",
        )
        session.add(phone)
        session.flush()
    value = _serializer(visitor.bazaar).dumps([phone.id, visitor.id])
    name, ends = _cookie_name(visitor.bazaar_id), day_ends(visitor.bazaar)
    request.environ[name] = value  # it counts from here on, not from the next request

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(name, value, expires=ends, **_cookie_options())
        return response

    return phone


def sign_out(session: Session, bazaar: Bazaar) -> None:
    """Ends the sign-in of this browser. The caller commits."""
    phone = current_phone(session, bazaar)
    if phone is not None:
        phone.ended_at = now()
    name = _cookie_name(bazaar.id)
    request.environ[name] = ""

    @after_this_request
    def forget(response: Response) -> Response:
        response.delete_cookie(name, **_cookie_options())
        return response


def holder(session: Session, bazaar: Bazaar) -> Visitor | None:
    """The visitor whom this browser is signed in as for the day."""
    phone = current_phone(session, bazaar)
    return session.get(Visitor, phone.visitor_id) if phone is not None else None


def current_phone(session: Session, bazaar: Bazaar) -> DaySignIn | None:
    """The sign-in of this browser, as long as it holds."""
    name = _cookie_name(bazaar.id)
    value = request.environ.get(name, request.cookies.get(name, ""))
    if not value or now() >= day_ends(bazaar):
        return None
    try:
        phone_id, visitor_id = _serializer(bazaar).loads(value)
    except (BadSignature, TypeError, ValueError):
        return None
    phone, visitor = session.get(DaySignIn, phone_id), session.get(Visitor, visitor_id)
    if phone is None or visitor is None or phone.visitor_id != visitor.id:
        return None
    if visitor.bazaar_id != bazaar.id or visitor.forgotten_at is not None:
        return None
    return phone if _holds(phone, visitor) else None


def phones_of(session: Session, visitor: Visitor) -> list[DaySignIn]:
    """The phones that are signed in as the visitor, the latest first."""
    if now() >= day_ends(visitor.bazaar):
        return []
    wanted = select(DaySignIn).where(
        DaySignIn.visitor_id == visitor.id, DaySignIn.ended_at.is_(None)
    )
    found = session.scalars(wanted.order_by(DaySignIn.id.desc()))
    return [one for one in found if _holds(one, visitor)]


def end_phones(
    session: Session, actor: Actor, visitor: Visitor, but: DaySignIn | None = None
) -> int:
    """Ends the visitor's phones, all but one; says how many there were."""
    ended = [one for one in phones_of(session, visitor) if one is not but]
    session.execute(
        update(DaySignIn)
        .where(DaySignIn.id.in_([one.id for one in ended]))
        .values(ended_at=now())
        .execution_options(synchronize_session="fetch")
    )
    if ended:
        facts = {"visitor": visitor.id, "person": visitor.user_id, "number": len(ended)}
        record(session, actor, "bazaar.phones_ended", "bazaar", visitor.bazaar_id, **facts)
    return len(ended)


def _holds(phone: DaySignIn, visitor: Visitor) -> bool:
    if phone.ended_at is not None or phone.badge_version != visitor.badge_version:
        return False
    return phone.how != MAIL or phone.address == address_key(visitor)


def _device() -> str:
    """As much of the browser's name as tells one's own phones apart."""
    text = request.headers.get("User-Agent", "").lower()
    for word, device in (("iphone", "iphone"), ("ipad", "iphone"), ("android", "android")):
        if word in text:
            return device
    return "computer" if "mozilla" in text else ""


def _serializer(bazaar: Bazaar) -> URLSafeTimedSerializer:
    key = f"{current_app.secret_key!s}{bazaar.secret}"
    return URLSafeTimedSerializer(key, salt="bazaar.phone")


def _cookie_name(bazaar_id: int) -> str:
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}bazaar-{bazaar_id}"


def _cookie_options() -> dict[str, Any]:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return {"httponly": True, "samesite": "Lax", "secure": secure, "path": "/"}
