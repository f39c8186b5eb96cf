"""The jobs: batches of a run, invitations, functions whose day has come, forgetting."""

from __future__ import annotations

from sqlalchemy import select

from portal.access.actors import SYSTEM, actor_for
from portal.accounts.models import User
from portal.errors import PortalError
from portal.jobs.handlers import JobContext
from portal.roster.applying import run_batch
from portal.roster.models import RUNNING, FunctionPeriod
from portal.roster.people_apply import invite_once
from portal.roster.services import forget_old, go_on, today
from portal.units.functions import add_function, find_function, remove_function
from portal.units.models import Unit

INVITE, DAILY = "roster.invite", "roster.daily"


def apply(job: JobContext) -> None:
    """One batch, and the job of the next in the same transaction."""
    one = run_batch(job.session, int(job.payload["import"]), job.payload.get("from"))
    if one is not None and one.state == RUNNING:
        go_on(job.session, one)


def invite(job: JobContext) -> None:
    """Invitations of people that an import made; each only once."""
    by = job.payload.get("by")
    host = job.session.get(User, by) if by else None
    actor = actor_for(job.session, host) if host else SYSTEM
    for user in job.session.scalars(select(User).where(User.id.in_(job.payload["users"]))):
        invite_once(job.session, actor, user)


def daily(job: JobContext) -> None:
    """Begins the functions whose day has come, ends those whose day has passed."""
    day, session = today(), job.session
    for period in session.scalars(select(FunctionPeriod).order_by(FunctionPeriod.id)).all():
        ended = period.ends_on is not None and period.ends_on < day
        begins = not period.started and (period.starts_on is None or period.starts_on <= day)
        if not ended and not begins:
            continue
        user, unit = session.get(User, period.user_id), session.get(Unit, period.unit_id)
        if user is None or unit is None:
            continue
        there = find_function(session, unit.id, user.id, period.function) is not None
        try:
            with session.begin_nested():
                if ended:
                    session.delete(period)
                    if there:
                        remove_function(session, SYSTEM, unit, user, period.function)
                else:
                    period.started = True
                    if not there:
                        add_function(session, SYSTEM, unit, user, period.function)
        except PortalError:  # the account or the unit is closed: tomorrow it may be open
            continue
    forget_old(session)


__all__ = ["DAILY", "INVITE", "apply", "daily", "invite"]
