"""What nominations and agreements have to do with an account: to have it, to erase it, to hand
over whom ambassadors turn to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from portal.api import SYSTEM, Actor, Holding, User, deleted

from ..models import Agreement, Ambassador, Nomination
from ..profiles.services import ambassador_of
from ..vocabulary import CHOSEN, Status
from .agreements import TEXTS, give_contact
from .services import NOMINATION, tell
from .states import STATES

CONTACT = "ambassador_agreement"


def newest() -> Select[Any]:
    """The ids of the newest version of every agreement."""
    numbers = (
        select(Agreement.ambassador_id, func.max(Agreement.number).label("number"))
        .group_by(Agreement.ambassador_id)
        .subquery()
    )
    return select(Agreement.id).join(
        numbers,
        (numbers.c.ambassador_id == Agreement.ambassador_id)
        & (numbers.c.number == Agreement.number),
    )


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Every nomination and agreement the person has to do with."""
    found: dict[str, Any] = {}
    rows = session.scalars(
        select(Nomination)
        .where(or_(Nomination.user_id == user.id, Nomination.proposed_by_id == user.id))
        .options(joinedload(Nomination.user), joinedload(Nomination.proposed_by))
        .order_by(Nomination.id)
    ).all()
    if rows:
        found["proposals"] = [_nomination(row) for row in rows]
    decided = session.scalars(
        select(User.name)
        .join(Nomination, Nomination.user_id == User.id)
        .where(Nomination.decided_by_id == user.id)
        .order_by(Nomination.id)
    ).all()
    if decided:
        found["decided_about"] = list(decided)
    own = ambassador_of(session, user.id)
    if own is not None:
        mine = session.scalars(
            select(Agreement).where(Agreement.ambassador_id == own.id).order_by(Agreement.number)
        ).all()
        if mine:
            found["agreement"] = [_agreement(row) for row in mine]
    for key, column in (
        ("agreements_as_contact", Agreement.contact_id),
        ("agreements_written", Agreement.made_by_id),
        ("agreements_confirmed", Agreement.other_yes_by_id),
    ):
        names = session.scalars(
            select(User.name)
            .join(Ambassador, Ambassador.user_id == User.id)
            .join(Agreement, Agreement.ambassador_id == Ambassador.id)
            .where(column == user.id)
            .order_by(User.name)
        ).all()
        if names:
            found[key] = list(names)
    return found


def _nomination(row: Nomination) -> dict[str, Any]:
    return {
        "person": row.user.name,
        "chosen": str(CHOSEN[row.how].words) if row.how in CHOSEN else "",
        "proposed_by": row.proposed_by.name if row.proposed_by else "",
        "why": row.reason,
        "state": str(STATES[row.state].words) if row.state in STATES else row.state,
        "answer": row.words,
        "created": row.created_at.isoformat(),
    }


def _agreement(row: Agreement) -> dict[str, Any]:
    texts = {name: getattr(row, name) for name in TEXTS}
    confirmed = row.confirmed_at
    return {
        "version": row.number,
        **texts,
        "contact": row.contact.name if row.contact else "",
        "confirmed": confirmed.isoformat() if confirmed else None,
    }


def erase_user(session: Session, user: User) -> None:
    """Deletes the person's nominations and takes the name from the rest."""
    for row in session.scalars(select(Nomination).where(Nomination.user_id == user.id)).all():
        number = row.id
        session.delete(row)
        session.flush()
        deleted(session, NOMINATION, number)
    proposed = select(Nomination).where(Nomination.proposed_by_id == user.id)
    for row in session.scalars(proposed).all():
        row.proposed_by_id = None
        session.flush()
        tell(session, SYSTEM, row)
    for column in (
        Nomination.decided_by_id,
        Agreement.contact_id,
        Agreement.made_by_id,
        Agreement.other_yes_by_id,
    ):
        session.execute(update(column.class_).where(column == user.id).values({column.key: None}))


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """The ambassadors who turn to this person."""
    rows = session.execute(
        select(Ambassador.id, User.name)
        .join(Agreement, Agreement.ambassador_id == Ambassador.id)
        .join(User, User.id == Ambassador.user_id)
        .where(
            Agreement.id.in_(newest()),
            Agreement.contact_id == user.id,
            Ambassador.status != Status.ENDED,
        )
        .order_by(User.name)
    )
    for ambassador_id, name in rows:
        yield Holding(
            kind=CONTACT,
            id=ambassador_id,
            title=_("Whom %(name)s turns to", name=name),
            url=f"/ambassadors/{ambassador_id}/agreement",
            words=_l("Agreement with an ambassador"),
        )


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, things: Collection[Holding]
) -> None:
    """The successor is the one they turn to, in a further version of each agreement."""
    ids = [one.id for one in things if one.kind == CONTACT]
    rows = session.scalars(
        select(Ambassador)
        .join(Agreement, Agreement.ambassador_id == Ambassador.id)
        .where(Ambassador.id.in_(ids), Agreement.id.in_(newest()), Agreement.contact_id == user.id)
        .order_by(Ambassador.id)
    ).all()
    for ambassador in rows:
        give_contact(session, actor, ambassador, successor)
