"""What people who left are called: the one place that decides it.

Pages, histories, credits, exports and the search all show the name of the account, so the account
itself is renamed, and nothing has to ask. What it was called is kept with the departure for a
return, until it is forgotten.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import SYSTEM
from portal.accounts.models import User
from portal.accounts.services import save_user
from portal.audit.models import AuditEntry
from portal.audit.trail import record
from portal.database import now
from portal.jobs.queue import reindex
from portal.leaving.models import Departure, LeftThing, State
from portal.runtime import portal

KEEP, FORMER, FORGET = "keep", "former", "forget"
#: What of the trail's details names a person.
_NAMING = ("name", "email")


def former_name() -> str:
    """What everyone who left is called, in the portal's language."""
    with force_locale(portal().settings.language):
        return _("Former colleague")


def apply_names(session: Session, departure: Departure) -> None:
    """Shows the person as the institution decides; call it when somebody has left, and again
    whenever it may be time. Changes nothing that is as it should be."""
    settings, user = portal().settings, departure.user
    if departure.state != State.DONE or settings.left_names == KEEP:
        return
    if not departure.name:
        departure.name = user.name
        user.name = former_name()
        _follow(session, user, departure)
    due = forgotten_from(departure)
    if due is not None and due <= now() and departure.forgotten_at is None:
        forget_name(session, departure)


def give_back(session: Session, departure: Departure) -> bool:
    """The person is called what they were; says whether that is known."""
    if departure.forgotten_at is not None:
        return False
    if departure.name:
        departure.user.name, departure.name = departure.name, ""
        _follow(session, departure.user, departure)
    return True


def forgotten_from(departure: Departure) -> dt.datetime | None:
    """From when the name is deleted for good; None where it is not to be."""
    settings = portal().settings
    if settings.left_names != FORGET or departure.done_at is None:
        return None
    return _months_after(departure.done_at, settings.left_names_months)


def forget_name(session: Session, departure: Departure) -> None:
    """Deletes name, address, title and phone for good, in the account and in the audit trail. The
    account stays, for what was written hangs on it."""
    user = departure.user
    user.name = former_name()
    user.email = f"left-{user.id}@former.invalid"
    user.title = user.phone = ""
    user.password_hash = None
    departure.name, departure.forgotten_at = "", now()
    forget_in_trail(session, user)
    record(session, SYSTEM, "person.forgotten", "person", user.id)
    _follow(session, user, departure)


def forget_in_trail(session: Session, user: User) -> None:
    """The trail keeps what was done, and no longer says by what name and address."""
    about = (AuditEntry.kind == "person") & (AuditEntry.object_id == user.id)
    for entry in session.scalars(select(AuditEntry).where(about)):
        kept = {key: value for key, value in entry.detail.items() if key not in _NAMING}
        if kept != entry.detail:
            entry.detail = kept


def due(session: Session) -> list[Departure]:
    """Departures whose names may have to change."""
    if portal().settings.left_names == KEEP:
        return []
    return list(
        session.scalars(
            select(Departure).where(Departure.state == State.DONE, Departure.forgotten_at.is_(None))
        )
    )


def _months_after(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day so many months later, the month's last where there is none."""
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def _follow(session: Session, user: User, departure: Departure) -> None:
    """What is indexed under the name is indexed anew."""
    save_user(session, user)
    things: Any = select(LeftThing.kind, LeftThing.object_id).where(
        LeftThing.departure_id == departure.id
    )
    by_kind: dict[str, set[int]] = {}
    for kind, object_id in session.execute(things):
        by_kind.setdefault(kind, set()).add(object_id)
    for kind, ids in by_kind.items():
        reindex(session, kind, sorted(ids), conceals=False)
