"""What the cards keep about a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.api import User

from ..models import (
    Bazaar,
    CardChange,
    CardDifference,
    CardEntry,
    CardOperation,
    PaperCard,
    Stand,
    Visitor,
)
from .operations import NOTE
from .showing import value_words


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Every line of every card, what else was written, and what organisers changed."""
    lines = session.execute(
        select(CardEntry, Stand.title, Bazaar.title)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .join(Stand, Stand.id == CardEntry.stand_id)
        .join(Bazaar, Bazaar.id == Visitor.bazaar_id)
        .where(Visitor.user_id == user.id)
        .order_by(CardEntry.id)
    ).all()
    others = session.execute(
        select(CardDifference, CardEntry.id)
        .join(CardEntry, CardEntry.id == CardDifference.entry_id)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.user_id == user.id)
        .order_by(CardDifference.id)
    ).all()
    changes = session.scalars(
        select(CardChange)
        .join(Visitor, Visitor.id == CardChange.visitor_id)
        .where(Visitor.user_id == user.id)
        .order_by(CardChange.id)
    )
    done = session.scalars(
        select(CardChange)
        .where(CardChange.by_id == user.id, CardChange.field != NOTE)
        .order_by(CardChange.id)
    )
    keyed = session.scalars(select(PaperCard).where(PaperCard.keyed_by_id == user.id)).all()
    return {
        "Dance cards": [
            {
                "Bazaar": bazaar,
                "Stand": stand,
                "Visited": entry.visited_at.isoformat(),
                "Interest": value_words("interest", entry.interest),
                "Expected at home": entry.expectation,
                "Workshop wanted": entry.wants_workshop,
                "Note": entry.note,
                "Also written": [
                    value_words(one.field, one.value) for one, line in others if line == entry.id
                ],
            }
            for entry, stand, bazaar in lines
        ],
        "Changes to dance cards": [_change(one) for one in changes],
        "Changes made to others' dance cards": [_change(one) for one in done],
        "Paper cards keyed in": [one.keyed_at.isoformat() for one in keyed],
    }


def erase_user(session: Session, user: User) -> None:
    """Nothing of the person's cards stays; what they did to others' stays without a name."""
    mine = select(Visitor.id).where(Visitor.user_id == user.id)
    for model in (CardEntry, CardOperation, CardChange, PaperCard):
        session.execute(delete(model).where(model.visitor_id.in_(mine)))
    session.execute(update(CardChange).where(CardChange.by_id == user.id).values(by_id=None))
    session.execute(
        update(PaperCard).where(PaperCard.keyed_by_id == user.id).values(keyed_by_id=None)
    )


def _change(change: CardChange) -> dict[str, Any]:
    return {
        "At": change.at.isoformat(),
        "Field": change.field,
        "Before": value_words(change.field, change.before),
        "After": value_words(change.field, change.after),
    }
