"""What is kept of people in adoptions: told to them, taken away, handed over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from portal.api import Actor, Holding, Part, Unit, User

from ..models import Adoption, AdoptionAction, AdoptionChange, AdoptionReview
from .services import KIND
from .words import Status

ACTION_KIND = "workshop_action"
#: Who takes an action over is told of it, and reminded.
ANEW: dict[str, Any] = {"told_at": None, "reminded_at": None}


def export_user(session: Session, user: User) -> dict[str, Any]:
    """What a person answers for, said, was asked, and does."""
    kept = select(Adoption).where(Adoption.responsible_id == user.id).order_by(Adoption.id)
    said = select(AdoptionChange).where(AdoptionChange.by_id == user.id)
    asked = select(AdoptionReview).where(AdoptionReview.asked_id == user.id)
    does = select(AdoptionAction).where(
        or_(AdoptionAction.user_id == user.id, AdoptionAction.done_by_id == user.id)
    )
    return {
        "adoptions": [
            {"id": one.id, "title": one.title, "status": one.status}
            for one in session.scalars(kept)
        ],
        "adoption_answers": [
            {
                "adoption": one.adoption_id,
                "status": one.status,
                "note": one.note,
                "at": one.at.isoformat(),
            }
            for one in session.scalars(said.order_by(AdoptionChange.id))
        ],
        "adoption_questions": [
            {"adoption": one.adoption_id, "day": one.due_on.isoformat(), "answer": one.answer}
            for one in session.scalars(asked.order_by(AdoptionReview.id))
        ],
        "adoption_actions": [
            {
                "adoption": one.adoption_id,
                "what": one.what,
                "due": one.due_on.isoformat() if one.due_on else None,
                "done": one.done_at.isoformat() if one.done_at else None,
            }
            for one in session.scalars(does.order_by(AdoptionAction.id))
        ],
    }


def erase_user(session: Session, user: User) -> None:
    """The practice and its history stay; the name goes."""
    for column in (
        Adoption.responsible_id,
        AdoptionChange.by_id,
        AdoptionReview.asked_id,
        AdoptionAction.user_id,
        AdoptionAction.done_by_id,
    ):
        theirs = update(column.class_).where(column == user.id)
        session.execute(theirs.values({column.key: None}))


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """Practices somebody answers for, and what they have promised to do."""
    kept = select(Adoption).where(Adoption.responsible_id == user.id).order_by(Adoption.id)
    for one in session.scalars(kept):
        yield _practice(one, Part.RESPONSIBLE, one.status != Status.DROPPED)
    rows = session.execute(
        select(AdoptionAction, Adoption.unit_id)
        .join(Adoption, Adoption.id == AdoptionAction.adoption_id)
        .where(AdoptionAction.user_id == user.id, AdoptionAction.done_at.is_(None))
        .order_by(AdoptionAction.id)
    )
    for action, unit_id in rows:
        yield Holding(
            kind=ACTION_KIND,
            id=action.id,
            title=action.what,
            url=f"/workshops/adoptions/{action.adoption_id}",
            part=Part.RESPONSIBLE,
            unit_id=unit_id,
            words=_l("Something to do"),
        )


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, holdings: Collection[Holding]
) -> None:
    """Somebody else answers, and does it; who takes an action over is told by mail."""
    kept = [one.id for one in holdings if one.kind == KIND]
    doing = [one.id for one in holdings if one.kind == ACTION_KIND]
    asked = and_(AdoptionReview.adoption_id.in_(kept), AdoptionReview.answered_at.is_(None))
    # Which column names them, where, and what begins anew with whoever comes after.
    for column, where, anew in (
        (Adoption.responsible_id, Adoption.id.in_(kept), {"version": Adoption.version + 1}),
        (AdoptionReview.asked_id, asked, {"reminded_at": None}),
        (AdoptionAction.user_id, AdoptionAction.id.in_(doing), ANEW),
    ):
        theirs = update(column.class_).where(where, column == user.id)
        session.execute(theirs.values({column.key: successor.id, **anew}))


def unit_holdings(session: Session, unit: Unit) -> Iterable[Holding]:
    """The practices that stand in a unit."""
    kept = select(Adoption).where(Adoption.unit_id == unit.id).order_by(Adoption.id)
    for one in session.scalars(kept):
        yield _practice(one, Part.PLACE, False)


def _practice(adoption: Adoption, part: Part, needs_successor: bool) -> Holding:
    return Holding(
        kind=KIND,
        id=adoption.id,
        title=adoption.title,
        url=f"/workshops/adoptions/{adoption.id}",
        part=part,
        needs_successor=needs_successor,
        unit_id=adoption.unit_id,
        words=_l("Practice taken home"),
    )


def move_unit_things(session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
    """The practices stand in the other unit from now on."""
    there = update(Adoption).where(Adoption.unit_id == unit.id)
    session.execute(there.values(unit_id=into.id, version=Adoption.version + 1))
