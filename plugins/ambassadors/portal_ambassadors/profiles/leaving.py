"""An ambassador leaves the organisation: the task goes to somebody else, the profile does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import SYSTEM, Actor, Holding, Membership, User

from ..models import Ambassador
from ..vocabulary import KIND, Chosen, Status
from .data import ChoiceData
from .services import ambassador_of, appoint, end
from .today import today


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """The task of an ambassador; it needs a successor where nobody else has it in their units."""
    ambassador = ambassador_of(session, user.id)
    if ambassador is None or ambassador.status == Status.ENDED:
        return
    units = list(session.scalars(select(Membership.unit_id).where(Membership.user_id == user.id)))
    others = (
        select(func.count(Ambassador.id))
        .join(Membership, Membership.user_id == Ambassador.user_id)
        .join(User, User.id == Ambassador.user_id)
        .where(
            Membership.unit_id.in_(units),
            Ambassador.id != ambassador.id,
            Ambassador.status == Status.ACTIVE,
            User.active,
        )
    )
    yield Holding(
        kind=KIND,
        id=ambassador.id,
        title=_("Ambassador: %(name)s", name=user.name),
        url=f"/ambassadors/{ambassador.id}",
        needs_successor=not session.scalar(others),
        unit_id=units[0] if units else None,
        words=_l("Ambassador"),
    )


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, given: Collection[Holding]
) -> None:
    """The successor becomes an ambassador with the same mandate, and the time of `user` as one
    ends. What the profile said is the person's own and stays with it."""
    ambassador = ambassador_of(session, user.id)
    if ambassador is None or ambassador.status == Status.ENDED:
        return
    if not any(one.kind == KIND and one.id == ambassador.id for one in given):
        return
    there = ambassador_of(session, successor.id)
    if there is None or there.status == Status.ENDED:
        choice = ChoiceData(
            chosen_how=Chosen.APPOINTED,
            chosen_by_id=actor.user_id,
            chosen_on=today(),
            chosen_why=_("Took over from %(name)s.", name=user.name),
            mandate=ambassador.mandate,
            mandate_from=today(),
            mandate_until=ambassador.mandate_until
            if ambassador.mandate_until and ambassador.mandate_until >= today()
            else None,
        )
        # The core has judged who may hand over; that takes no right to coordinate ambassadors.
        appoint(session, SYSTEM, successor, choice)
    end(session, SYSTEM, ambassador)
