"""What this area keeps about a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import User

from ..models import Collecting, Commitment, CommitmentPerson, InvitedEducation, NothingTaken

#: Extracted here, for the keys of 'my data' are looked up as they read in English.
KEYS = (
    _l("What I take home"),
    _l("Nothing is taken home, said by me"),
    _l("Bazaars I thanked for"),
)


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Commitments one wrote, handed in or is named in; thanks one sent."""
    named = select(CommitmentPerson.commitment_id).where(CommitmentPerson.user_id == user.id)
    found = session.scalars(
        select(Commitment)
        .where(
            or_(
                Commitment.created_by_id == user.id,
                Commitment.handed_in_by_id == user.id,
                Commitment.id.in_(named),
            )
        )
        .options(
            joinedload(Commitment.education).joinedload(InvitedEducation.unit),
            selectinload(Commitment.people),
        )
        .order_by(Commitment.id)
    )
    made = [
        {
            "practice": one.practice,
            "education": one.education.unit.name,
            "who": one.who,
            "by_when": one.by_when.isoformat() if one.by_when else None,
            "handed_in": one.handed_in_at.isoformat() if one.handed_in_at else None,
            "written_by_me": one.created_by_id == user.id,
            "handed_in_by_me": one.handed_in_by_id == user.id,
            "names_me": any(person.user_id == user.id for person in one.people),
        }
        for one in found
    ]
    thanked = session.scalars(
        select(Collecting)
        .where(Collecting.thanked_by_id == user.id)
        .options(joinedload(Collecting.bazaar))
    )
    thanks = [
        {"bazaar": one.bazaar.title, "at": one.thanked_at and one.thanked_at.isoformat()}
        for one in thanked
    ]
    said = session.scalars(
        select(NothingTaken)
        .where(NothingTaken.said_by_id == user.id)
        .options(joinedload(NothingTaken.education).joinedload(InvitedEducation.unit))
    )
    nothing = [
        {"education": one.education.unit.name, "reason": one.reason, "at": one.said_at.isoformat()}
        for one in said
    ]
    answer = {
        "What I take home": made,
        "Nothing is taken home, said by me": nothing,
        "Bazaars I thanked for": thanks,
    }
    return {name: value for name, value in answer.items() if value}


def erase_user(session: Session, user: User) -> None:
    """The name; what the education takes home is the education's."""
    session.execute(delete(CommitmentPerson).where(CommitmentPerson.user_id == user.id))
    for column in (
        Commitment.created_by_id,
        Commitment.handed_in_by_id,
        Collecting.thanked_by_id,
        NothingTaken.said_by_id,
    ):
        session.execute(update(column.class_).where(column == user.id).values({column.key: None}))
