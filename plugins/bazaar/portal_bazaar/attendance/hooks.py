"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, JobContext, Panel, Schedule

from ..frame import Figure
from ..models import Bazaar
from ..permissions import organises
from .data import erase_user, export_user, hand_over, holdings
from .merging import move_unit_things, unit_holdings
from .showing import tabs, waiting

#: The keys of 'my data', here for the extraction of texts.
KEYS = (
    _l("Asks for"),
    _l("Asking refused"),
    _l("Asked for a link"),
    _l("Checked in"),
    _l("Keepers see name"),
    _l("Curious about"),
)


def blueprints() -> Iterable[Blueprint]:
    """All the pages."""
    from . import views, views_board, views_visitors

    del views_board, views_visitors  # they add their pages to the same blueprint
    return [views.bp]


def overview(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Figure]:
    """How many are ready, who comes."""
    if not organises(session, actor, bazaar):
        return []
    from . import showing

    return showing.overview(session, bazaar)


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """Whether one comes, on the bazaar's own page."""
    if slot != "bazaar.side" or not isinstance(obj, Bazaar):
        return []
    from . import showing

    return showing.panels(session, actor, obj)


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """Reminders on set days; deleting what is kept of guests."""
    from . import data, reminders

    return {reminders.TOPIC: reminders.run, data.RETENTION: data.retention}


def schedules() -> Iterable[Schedule]:
    """When they come round."""
    return [
        Schedule("bazaar.reminders", dt.timedelta(hours=1)),
        Schedule("bazaar.guest_data", dt.timedelta(days=1)),
    ]


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "bazaar.registered": _l("Registered somebody for a bazaar"),
        "bazaar.visitor_changed": _l("Changed a visitor of a bazaar"),
        "bazaar.cancelled": _l("Took somebody off the list of a bazaar"),
        "bazaar.wish_agreed": _l("Let somebody come for an education"),
        "bazaar.wish_refused": _l("Did not let somebody come for an education"),
        "bazaar.said_yes": _l("Said yes to a bazaar"),
        "bazaar.invited": _l("Invited educations to a bazaar"),
        "bazaar.uninvited": _l("Took an invitation to a bazaar back"),
        "bazaar.answered": _l("Answered for an education"),
        "bazaar.delegated": _l("Named who answers for an education"),
        "bazaar.reminded": _l("Reminded those missing at a bazaar"),
        "bazaar.reminder_days": _l("Chose days for reminders"),
        "bazaar.guests_forgotten": _l("Deleted the data of guests"),
        "bazaar.unit_merged": _l("Moved an invitation to the unit that took another in"),
    }


def trail_facts() -> Mapping[str, Any]:
    """Their details."""
    return {
        "visitor": _l("Visitor"),
        "person": _l("Person"),
        "number": _l("Number"),
        "days": _l("Days"),
        "answer": _l("Answer"),
        "into": _l("Into"),
    }


def copied(session: Session, actor: Actor, old: Bazaar, new: Bazaar) -> None:
    """Next year's bazaar keeps the words of the invitation; educations are invited anew."""
    from ..models import Attendance

    kept = session.get(Attendance, old.id)
    if kept is not None:
        session.add(Attendance(bazaar_id=new.id, text=kept.text, guest_months=kept.guest_months))
