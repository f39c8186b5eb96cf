"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.api import Actor, JobContext, Schedule, User, now

from ..frame import Figure, Tab
from ..models import Bazaar, DayLink, DaySignIn, Device, Visitor
from ..permissions import organises

#: Extracted here, for the keys of 'my data' are looked up as they read in English.
KEYS = (
    _l("Bazaar sign-in links"),
    _l("Phones signed in at a bazaar"),
    _l("Bazaar tablets"),
)


def blueprints() -> Iterable[Blueprint]:
    """All the pages."""
    from . import views, views_door, views_manage

    del views_door, views_manage  # they add their pages to the same blueprint
    return [views.bp]


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Tab]:
    """The day, and its door."""
    if organises(session, actor, bazaar):
        url = url_for("bazaar_day.day", bazaar_id=bazaar.id)
        yield Tab(_l("The day"), url, "door-open", 50, ("bazaar_day.",), manage=True)


def overview(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Figure]:
    """Who is here, as soon as somebody is."""
    if not organises(session, actor, bazaar):
        return
    from . import door

    count = door.count(session, bazaar)
    if count.here:
        url = url_for("bazaar_day.day", bazaar_id=bazaar.id)
        words = _l("People came") if bazaar.ends_at <= now() else _l("People are here")
        yield Figure(words, count.here, url, "door-open", "", "green", 50)


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """Links that somebody asked for, and those before the day."""
    from . import links

    return {links.ASKED: links.answer, links.ROUND: links.run}


def schedules() -> Iterable[Schedule]:
    """When they come round."""
    return [Schedule("bazaar.day_links", dt.timedelta(hours=1))]


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "bazaar.checked_in": _l("Checked somebody in"),
        "bazaar.check_in_undone": _l("Undid a check-in"),
        "bazaar.phones_ended": _l("Ended phones that were signed in for the day"),
        "bazaar.badge_anew": _l("Made a badge void and printed it anew"),
        "bazaar.device_made": _l("Made a shared tablet"),
        "bazaar.device_ended": _l("Ended a shared tablet"),
        "bazaar.links_sent": _l("Mailed the links for the day"),
    }


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """When links were mailed and codes told, and used; the phones that signed in with them; tablets
    somebody made."""
    found = session.scalars(
        select(DayLink)
        .join(Visitor, Visitor.id == DayLink.visitor_id)
        .where(Visitor.user_id == user.id)
        .order_by(DayLink.id)
    )
    phones = session.scalars(
        select(DaySignIn)
        .join(Visitor, Visitor.id == DaySignIn.visitor_id)
        .where(Visitor.user_id == user.id)
        .order_by(DaySignIn.id)
    )
    made = session.scalars(select(Device).where(Device.made_by_id == user.id))
    return {
        "Bazaar sign-in links": [
            {
                "how": one.how,
                "sent": one.created_at.isoformat(),
                "used": one.used_at.isoformat() if one.used_at else None,
            }
            for one in found
        ],
        "Phones signed in at a bazaar": [
            {
                "how": one.how,
                "device": one.device,
                "at": one.at.isoformat(),
                "ended": one.ended_at.isoformat() if one.ended_at else None,
            }
            for one in phones
        ],
        "Bazaar tablets": [{"name": one.name, "made": one.made_at.isoformat()} for one in made],
    }


def erase_user(session: Session, user: User) -> None:
    """Who made a tablet; the links and the phones went with the visitor."""
    session.execute(update(Device).where(Device.made_by_id == user.id).values(made_by_id=None))
