"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, Holding, JobContext, Panel, Schedule, Unit, User, Waiting

from ..frame import Figure, Tab
from ..models import Bazaar
from ..permissions import organises


def blueprints() -> Iterable[Blueprint]:
    """All the pages."""
    from . import views, views_board, views_visitors

    del views_board, views_visitors  # they add their pages to the same blueprint
    return [views.bp]


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Tab]:
    """One's own visit, one's education's answer; for organisers the board and the visitors."""
    from . import showing

    return showing.tabs(session, actor, bazaar)


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


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """Invitations to answer."""
    from . import showing

    return showing.waiting(session, actor)


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


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Registrations, answers, reminders."""
    from . import data

    return data.export_user(session, user)


def erase_user(session: Session, user: User) -> None:
    """Removes who it was."""
    from . import data

    data.erase_user(session, user)


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """Educations somebody answers for."""
    from . import data

    return data.holdings(session, user)


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, things: Collection[Holding]
) -> None:
    """They follow."""
    from . import data

    data.hand_over(session, actor, user, successor, things)


def unit_holdings(session: Session, unit: Unit) -> Iterable[Holding]:
    """Invitations."""
    from . import merging

    return merging.unit_holdings(session, unit)


def move_unit_things(session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
    """They follow the unit."""
    from . import merging

    merging.move_unit_things(session, actor, unit, into)
