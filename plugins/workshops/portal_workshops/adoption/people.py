"""What is kept of people in adoptions: told to them, taken away, handed over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.api import Actor, Holding, Part, Unit, User

from ..models import Adoption, AdoptionAction, AdoptionChange, AdoptionReview
from .services import KIND
from .words import Status

ACTION_KIND = "workshop_action"


def export_user(session: Session, user_id: int) -> dict[str, Any]:
    """What a person answers for, said, was asked, and does."""
    kept = select(Adoption).where(Adoption.responsible_id == user_id).order_by(Adoption.id)
    said = select(AdoptionChange).where(AdoptionChange.by_id == user_id)
    asked = select(AdoptionReview).where(AdoptionReview.asked_id == user_id)
    does = select(AdoptionAction).where(
        or_(AdoptionAction.user_id == user_id, AdoptionAction.done_by_id == user_id)
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


def erase_user(session: Session, user_id: int) -> None:
    """The practice and its history stay; the name goes."""
    for column in (
        Adoption.responsible_id,
        AdoptionChange.by_id,
        AdoptionReview.asked_id,
        AdoptionAction.user_id,
        AdoptionAction.done_by_id,
    ):
        theirs = update(column.class_).where(column == user_id)
        session.execute(theirs.values({column.key: None}))


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """Practices somebody answers for, and what they have promised to do."""
    kept = select(Adoption).where(Adoption.responsible_id == user.id).order_by(Adoption.id)
    for one in session.scalars(kept):
        yield Holding(
            kind=KIND,
            id=one.id,
            title=one.title,
            url=f"/workshops/adoptions/{one.id}",
            part=Part.RESPONSIBLE,
            needs_successor=one.status != Status.DROPPED,
            unit_id=one.unit_id,
            words=_l("Practice taken home"),
        )
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
    session.execute(
        update(Adoption)
        .where(Adoption.id.in_(kept), Adoption.responsible_id == user.id)
        .values(responsible_id=successor.id, version=Adoption.version + 1)
    )
    session.execute(
        update(AdoptionReview)
        .where(
            AdoptionReview.adoption_id.in_(kept),
            AdoptionReview.asked_id == user.id,
            AdoptionReview.answered_at.is_(None),
        )
        .values(asked_id=successor.id, reminded_at=None)
    )
    session.execute(
        update(AdoptionAction)
        .where(AdoptionAction.id.in_(doing), AdoptionAction.user_id == user.id)
        .values(user_id=successor.id, told_at=None, reminded_at=None)
    )


def unit_holdings(session: Session, unit: Unit) -> Iterable[Holding]:
    """The practices that stand in a unit."""
    kept = select(Adoption).where(Adoption.unit_id == unit.id).order_by(Adoption.id)
    for one in session.scalars(kept):
        yield Holding(
            kind=KIND,
            id=one.id,
            title=one.title,
            url=f"/workshops/adoptions/{one.id}",
            part=Part.PLACE,
            needs_successor=False,
            unit_id=unit.id,
            words=_l("Practice taken home"),
        )


def move_unit_things(session: Session, unit_id: int, into_id: int) -> None:
    """The practices stand in the other unit from now on."""
    there = update(Adoption).where(Adoption.unit_id == unit_id)
    session.execute(there.values(unit_id=into_id, version=Adoption.version + 1))
