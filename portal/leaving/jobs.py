"""What comes due: leaving at midnight, the rest of large handovers, names, drafts, lists."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access.actors import SYSTEM
from portal.accounts.models import User
from portal.autosave.models import Draft
from portal.clock import today
from portal.database import now
from portal.jobs.handlers import JobContext, Schedule
from portal.jobs.queue import enqueue
from portal.leaving import names
from portal.leaving.departing import DUE, REST, carry_on, depart_when_due
from portal.leaving.handing import look_again
from portal.leaving.models import Departure, LeftThing, State
from portal.units.merging import catch_up

ROUND, LOOK = "leaving.round", "leaving.look"
SCHEDULES = (Schedule(ROUND, dt.timedelta(hours=1)),)
#: How long after somebody left plugins are asked again whether anything of theirs turned up.
ASKED_FOR = dt.timedelta(days=730)


def due(job: JobContext) -> None:
    """A day of leaving has begun."""
    depart_when_due(job.session, int(job.payload["departure"]))


def rest(job: JobContext) -> None:
    """The next chunk of a large handover."""
    carry_on(job.session, int(job.payload["departure"]), list(job.payload.get("after", ())))


def look(job: JobContext) -> None:
    """Something of somebody who left was changed: is it still nobody's?"""
    departure = job.session.get(Departure, int(job.payload["departure"]))
    if departure is not None and departure.state == State.DONE:
        look_again(job.session, departure)


def go_round(job: JobContext) -> None:
    """Hourly: what a lost job would have done, the lists, the names, the drafts."""
    session = job.session
    late = select(Departure.id).where(
        Departure.state == State.PLANNED, Departure.leaves_on <= today()
    )
    for departure_id in session.scalars(late).all():
        enqueue(session, DUE, {"departure": departure_id})
    for departure_id in _to_look_at(session):
        enqueue(session, LOOK, {"departure": departure_id})
    for departure in names.due(session):
        names.apply_names(session, departure)
    catch_up(session, SYSTEM)
    over = select(Departure).where(Departure.drafts_until <= now())
    for departure in session.scalars(over).all():
        session.execute(delete(Draft).where(Draft.user_id == departure.user_id))
        departure.drafts_until = None


def _to_look_at(session: Session) -> list[int]:
    """Those with something left behind, and those some plugin could not be asked about."""
    left = select(LeftThing.departure_id).where(LeftThing.successor_id.is_(None))
    rows = session.execute(
        select(Departure.id, Departure.unasked, Departure.id.in_(left))
        .join(User, User.id == Departure.user_id)
        .where(
            Departure.state == State.DONE,
            Departure.done_at > now() - ASKED_FOR,
            User.active.is_(False),
        )
    )
    return [departure_id for departure_id, unasked, there in rows if unasked or there]


HANDLERS = {DUE: due, REST: rest, LOOK: look, ROUND: go_round}
