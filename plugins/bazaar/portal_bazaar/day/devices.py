"""Shared tablets: paired by a link that works once, for one bazaar, until the day is over.

A tablet's cookie holds a secret of which the database keeps the hash. It says who may check people
in and key in short codes; it is nobody's account and opens no other page.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from flask import Response, after_this_request, current_app, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, PortalError, day_of, full_address, midnight, now, record

from ..models import Bazaar, Device

PAIRING = dt.timedelta(minutes=30)
MAX_NAME = 80
MOST = 30


def make(session: Session, actor: Actor, bazaar: Bazaar, name: str) -> tuple[Device, str]:
    """A tablet that waits to be paired, and the link that pairs it. Raises PortalError.

    One of this name that still waits gets a new link instead: the page with the link is an answer
    to a form, and whoever loads it again means the same tablet.
    """
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise PortalError(_("Write what to call the tablet, such as 'Door A'."))
    if len(name) > MAX_NAME:
        raise PortalError(_("At most %(number)s characters.", number=MAX_NAME))
    known, secret = devices(session, bazaar), secrets.token_urlsafe(32)
    again = next((one for one in known if one.paired_at is None and one.name == name), None)
    if again is not None:
        again.digest, again.pair_until = _digest(secret), now() + PAIRING
        session.flush()
        return again, full_address(f"/bazaar/d/{secret}")
    if len(known) >= MOST:
        raise PortalError(_("End a tablet first: %(number)s is the most.", number=MOST))
    device = Device(
        bazaar_id=bazaar.id,
        name=name,
        digest=_digest(secret),
        made_by_id=actor.user_id,
        pair_until=now() + PAIRING,
        ends_at=ends_at(bazaar),
    )
    session.add(device)
    session.flush()
    record(session, actor, "bazaar.device_made", "bazaar", bazaar.id, name=name)
    return device, full_address(f"/bazaar/d/{secret}")


def ends_at(bazaar: Bazaar) -> dt.datetime:
    """When a tablet ends by itself: at midnight after the bazaar, or after today where somebody
    tries it out before."""
    return midnight(day_of(max(bazaar.ends_at, now())) + dt.timedelta(days=1))


def waiting(session: Session, secret: str) -> Device | None:
    """The tablet that a link pairs; None where it does not work (any longer)."""
    device = session.scalar(select(Device).where(Device.digest == _digest(secret)))
    if device is None or device.paired_at is not None or device.ended_at is not None:
        return None
    return device if device.pair_until > now() else None


def pair(session: Session, device: Device) -> None:
    """Makes this browser the tablet, with the answer to this request. The link is used up."""
    secret = secrets.token_urlsafe(32)
    device.digest, device.paired_at = _digest(secret), now()
    session.flush()
    name, ends = _cookie_name(device.bazaar_id), device.ends_at

    @after_this_request
    def keep(response: Response) -> Response:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(
            name, secret, expires=ends, httponly=True, samesite="Lax", secure=secure, path="/"
        )
        return response


def current_device(session: Session, bazaar: Bazaar) -> Device | None:
    """The tablet that makes this request, if it is one of this bazaar that has not ended."""
    secret = request.cookies.get(_cookie_name(bazaar.id), "")
    if not secret:
        return None
    device = session.scalar(
        select(Device).where(
            Device.digest == _digest(secret),
            Device.bazaar_id == bazaar.id,
            Device.paired_at.is_not(None),
            Device.ended_at.is_(None),
        )
    )
    return device if device is not None and device.ends_at > now() else None


def devices(session: Session, bazaar: Bazaar) -> list[Device]:
    """Those that have not ended, the latest first."""
    wanted = select(Device).where(
        Device.bazaar_id == bazaar.id,
        Device.ended_at.is_(None),
        Device.ends_at > now(),
        Device.paired_at.is_not(None) | (Device.pair_until > now()),
    )
    return list(session.scalars(wanted.order_by(Device.id.desc())))


def end(session: Session, actor: Actor, device: Device) -> None:
    """The tablet is a stranger's from now on."""
    if device.ended_at is None:
        device.ended_at = now()
        facts = {"name": device.name}
        record(session, actor, "bazaar.device_ended", "bazaar", device.bazaar_id, **facts)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _cookie_name(bazaar_id: int) -> str:
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}bazaar-door-{bazaar_id}"
