"""An ambassador leaves the organisation. A profile is the person's own and goes to nobody: it is
named among what they keep, so that nobody overlooks it, and disappears with the account."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Holding, Membership, User

from ..vocabulary import KIND, Status
from .services import ambassador_of


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """That somebody is an ambassador. Who comes after is chosen as every ambassador is; until
    then the organisation's picture shows the gap."""
    ambassador = ambassador_of(session, user.id)
    if ambassador is None or ambassador.status == Status.ENDED:
        return
    units = select(Membership.unit_id).where(Membership.user_id == user.id)
    yield Holding(
        kind=KIND,
        id=ambassador.id,
        title=_("Ambassador: %(name)s", name=user.name),
        url=f"/ambassadors/{ambassador.id}",
        needs_successor=False,
        unit_id=session.scalar(units.order_by(Membership.id).limit(1)),
        words=_l("Ambassador"),
    )
