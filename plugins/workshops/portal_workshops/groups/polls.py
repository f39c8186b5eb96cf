"""Asking people on which dates they can: a mail with a link, and one click for each date."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    PortalError,
    full_address,
    now,
    record,
    seal,
    send_mail,
    speak_to,
    unseal,
)

from ..models import Plan, PlanPerson
from ..times import today
from . import plans
from .states import PlanStatus

#: What the links in mails are sealed for.
LINK = "workshops.poll"


def ask(
    session: Session, actor: Actor, plan: Plan, until: dt.date | None, *, again: bool = False
) -> int:
    """Mails everyone who has not answered; says how many. Once a day each. Raises NotAllowed, and
    PortalError where there is nothing to ask."""
    plans.require(session, actor, plan)
    if not plan.dates:
        raise PortalError(_("Add at least one pair of half days."))
    if until is not None and (until < today() or until.year > 2099):
        raise plans.InvalidPlan({"poll_until": _("Choose a day to come.")})
    plan.poll_until, plan.asked_at = until, now()
    asked = [one for one in plan.people if one.answered_at is None and one.user.active]
    for person in asked:
        send_mail(
            session,
            person.user,
            "workshops/groups/mail_poll.txt",
            lambda: _("On which dates can you come?"),
            key=f"workshops.poll:{person.id}:{today().isoformat()}",
            reply_to=plan.planner,
            dates=plan.dates,
            until=until,
            link=link_for(person),
        )
    plans.touch(session, plan)
    record(session, actor, "workshop_plan.asked", plans.KIND, plan.id, number=len(asked))
    return len(asked)


def is_open(plan: Plan) -> bool:
    """Whether people may answer still."""
    return plan.status != PlanStatus.ACCEPTED and (
        plan.poll_until is None or plan.poll_until >= today()
    )


def link_for(person: PlanPerson) -> str:
    """The whole address of one person's poll."""
    return full_address(f"/workshops/dates/{token_for(person)}")


def token_for(person: PlanPerson) -> str:
    """What it ends in."""
    return seal(LINK, person.id, person.user_id)


def person_of(session: Session, token: str) -> PlanPerson | None:
    """Whose poll a link stands for; None for one that is forged, or whose person is gone."""
    found = unseal(LINK, token, 2)
    if found is None:
        return None
    person = session.get(PlanPerson, found[0])
    if person is None or person.user_id != found[1] or not person.user.active:
        return None
    speak_to(person.user)
    return person


def unanswered(session: Session, user_id: int) -> list[PlanPerson]:
    """The polls that wait for somebody's answer."""
    rows = select(PlanPerson).join(Plan, Plan.id == PlanPerson.plan_id)
    rows = rows.where(
        PlanPerson.user_id == user_id,
        PlanPerson.answered_at.is_(None),
        Plan.asked_at.is_not(None),
        Plan.status != PlanStatus.ACCEPTED,
    )
    return [one for one in session.scalars(rows.order_by(PlanPerson.id)) if is_open(one.plan)]
