"""Wishes for other plugins: lines of cards, and what educations take home."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from portal.api import Wish, WishKind

from ..models import Bazaar, CardEntry, Commitment, InvitedEducation, Visitor
from ..vocabulary import BazaarStatus
from .words import first_words

#: 'We will.'
SURE = 3


def wishes(session: Session) -> Iterator[Wish]:
    """Lines with a wish for a workshop or 'we will', and commitments that are handed in."""
    yield from _of_cards(session)
    yield from _of_commitments(session)


def _of_cards(session: Session) -> Iterator[Wish]:
    rows = session.execute(
        select(CardEntry, Visitor, Bazaar)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .join(Bazaar, Bazaar.id == Visitor.bazaar_id)
        .where(Bazaar.status != BazaarStatus.PLANNED, Visitor.cancelled_at.is_(None))
        .where(or_(CardEntry.wants_workshop, CardEntry.interest >= SURE))
        .options(joinedload(CardEntry.stand), joinedload(Visitor.education))
        .order_by(CardEntry.id)
    )
    for entry, visitor, bazaar in rows:
        education = visitor.education
        yield Wish(
            key=f"bazaar:card:{entry.id}",
            kind=WishKind.CARD,
            sheet_id=entry.stand.sheet_id,
            title=entry.stand.title,
            user_id=visitor.user_id,
            unit_id=education.unit_id if education else None,
            made_at=entry.visited_at,
            text=entry.expectation,
            source=bazaar.title,
            url=f"/bazaar/{bazaar.id}/stands/{entry.stand_id}",
        )


def _of_commitments(session: Session) -> Iterator[Wish]:
    rows = session.execute(
        select(Commitment, InvitedEducation, Bazaar)
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .join(Bazaar, Bazaar.id == InvitedEducation.bazaar_id)
        .where(Bazaar.status != BazaarStatus.PLANNED, Commitment.handed_in_at.is_not(None))
        .options(joinedload(Commitment.stand))
        .order_by(Commitment.id)
    )
    for one, education, bazaar in rows:
        yield Wish(
            key=f"bazaar:commitment:{one.id}",
            kind=WishKind.COMMITMENT,
            sheet_id=one.stand.sheet_id if one.stand else None,
            title=one.stand.title if one.stand else first_words(one.practice),
            user_id=one.created_by_id,
            unit_id=education.unit_id,
            made_at=one.handed_in_at,
            by=one.by_when,
            text=one.practice,
            source=bazaar.title,
            url=f"/bazaar/{bazaar.id}/takes-home/{education.id}#commitment-{one.id}",
        )
