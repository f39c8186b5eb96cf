"""The lines to answer: what an education takes home, and one's own words on the card."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import Actor, Function, Membership, User

from ..models import (
    Bazaar,
    CardEntry,
    Commitment,
    CommitmentPerson,
    EffectAnswer,
    EffectAsk,
    InvitedEducation,
    Stand,
    Visitor,
)
from ..vocabulary import VisitorFunction

COMMITMENT, ENTRY = "c", "e"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was expected. `key`: 'c12' (commitment) or 'e12' (entry)."""

    key: str
    id: int
    stand: Stand | None
    words: str
    who: str
    by_when: dt.date | None
    answer: EffectAnswer | None

    @property
    def is_commitment(self) -> bool:
        """Whether it is the education's."""
        return self.key.startswith(COMMITMENT)

    @property
    def title(self) -> str:
        """Of which practice."""
        return self.stand.title if self.stand is not None else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who answers: a colleague or a guest, for which educations and with which card."""

    bazaar: Bazaar
    user: User | None
    visitor: Visitor | None
    educations: Sequence[InvitedEducation] = field(default=())

    @property
    def name(self) -> str:
        """What to call them."""
        if self.user is not None:
            return self.user.name
        return self.visitor.name if self.visitor is not None else ""


def subject_of_ask(session: Session, ask: EffectAsk) -> Subject:
    """Whoever holds the link."""
    educations = session.scalars(
        select(InvitedEducation)
        .where(
            InvitedEducation.id.in_(ask.education_ids),
            InvitedEducation.bazaar_id == ask.bazaar_id,
        )
        .options(joinedload(InvitedEducation.unit))
        .order_by(InvitedEducation.id)
    ).all()
    return Subject(ask.bazaar, ask.user, ask.visitor, educations)


def subject_of_actor(session: Session, actor: Actor, bazaar: Bazaar) -> Subject:
    """A colleague who is signed in: the own card, and the educations whose leader or teacher they
    are, came for, or answer for."""
    user = session.get(User, actor.user_id) if actor.user_id is not None else None
    if user is None:
        return Subject(bazaar, None, None)
    visitor = session.scalar(
        select(Visitor).where(Visitor.bazaar_id == bazaar.id, Visitor.user_id == user.id)
    )
    units = select(Membership.unit_id).where(
        Membership.user_id == user.id,
        Membership.function.in_((Function.LEADER, Function.TEACHER)),
    )
    wanted = (
        select(InvitedEducation)
        .where(InvitedEducation.bazaar_id == bazaar.id)
        .options(joinedload(InvitedEducation.unit))
        .order_by(InvitedEducation.id)
    )
    own = InvitedEducation.unit_id.in_(units) | (InvitedEducation.delegate_id == user.id)
    if visitor is not None and answers_for_education(visitor):
        own = own | (InvitedEducation.id == visitor.education_id)
    named = (
        select(Commitment.education_id)
        .join(CommitmentPerson, CommitmentPerson.commitment_id == Commitment.id)
        .where(CommitmentPerson.user_id == user.id)
    )
    educations = session.scalars(wanted.where(own | InvitedEducation.id.in_(named))).all()
    return Subject(bazaar, user, visitor, educations)


def answers_for_education(visitor: Visitor) -> bool:
    """Whether a visitor came as one who takes practices home for the education."""
    return (
        visitor.education_id is not None
        and visitor.cancelled_at is None
        and visitor.function in (VisitorFunction.LEADER, VisitorFunction.TEACHER)
    )


def lines_of(session: Session, subject: Subject) -> list[Line]:
    """What the subject is asked about: first the educations', then their own; four queries."""
    commitments = _commitments(session, [one.id for one in subject.educations])
    entries = _entries(session, [subject.visitor.id] if subject.visitor is not None else [])
    answers = answers_to(session, [one.id for one in commitments], [one.id for one in entries])
    ids = [*(one.stand_id for one in commitments), *(one.stand_id for one in entries)]
    stands = _stands(session, ids)
    found = [
        Line(
            f"{COMMITMENT}{one.id}",
            one.id,
            stands.get(one.stand_id or 0),
            one.practice,
            _who(one),
            one.by_when,
            answers.get((COMMITMENT, one.id)),
        )
        for one in commitments
    ]
    return found + [
        Line(
            f"{ENTRY}{one.id}",
            one.id,
            stands.get(one.stand_id),
            one.expectation,
            "",
            None,
            answers.get((ENTRY, one.id)),
        )
        for one in entries
    ]


def answers_to(
    session: Session, commitment_ids: Collection[int], entry_ids: Collection[int]
) -> dict[tuple[str, int], EffectAnswer]:
    """What has been answered, by kind and id."""
    rows = session.scalars(
        select(EffectAnswer)
        .where(
            EffectAnswer.commitment_id.in_(commitment_ids) | EffectAnswer.entry_id.in_(entry_ids)
        )
        .options(
            joinedload(EffectAnswer.answered_by),
            joinedload(EffectAnswer.visitor).joinedload(Visitor.user),
        )
    )
    return {
        (COMMITMENT, one.commitment_id) if one.commitment_id else (ENTRY, one.entry_id or 0): one
        for one in rows
    }


def outstanding(session: Session, asks: Iterable[EffectAsk]) -> Mapping[int, int]:
    """How many lines wait for an answer, by the ask's id; an education's line that a colleague
    has answered waits for nobody."""
    asks = list(asks)
    educations = {one for ask in asks for one in ask.education_ids}
    visitors = {one.visitor_id for one in asks if one.visitor_id is not None}
    by_education: dict[int, int] = {}
    done = select(EffectAnswer.commitment_id).where(EffectAnswer.commitment_id.is_not(None))
    for education_id in session.scalars(
        select(Commitment.education_id).where(
            Commitment.education_id.in_(educations),
            Commitment.handed_in_at.is_not(None),
            Commitment.id.not_in(done),
        )
    ):
        by_education[education_id] = by_education.get(education_id, 0) + 1
    by_visitor: dict[int, int] = {}
    done = select(EffectAnswer.entry_id).where(EffectAnswer.entry_id.is_not(None))
    for visitor_id in session.scalars(
        select(CardEntry.visitor_id).where(
            CardEntry.visitor_id.in_(visitors),
            CardEntry.expectation != "",
            CardEntry.id.not_in(done),
        )
    ):
        by_visitor[visitor_id] = by_visitor.get(visitor_id, 0) + 1
    return {
        one.id: sum(by_education.get(education_id, 0) for education_id in one.education_ids)
        + by_visitor.get(one.visitor_id or 0, 0)
        for one in asks
    }


def _commitments(session: Session, education_ids: Collection[int]) -> Sequence[Commitment]:
    return session.scalars(
        select(Commitment)
        .where(Commitment.education_id.in_(education_ids), Commitment.handed_in_at.is_not(None))
        .options(selectinload(Commitment.people).joinedload(CommitmentPerson.user))
        .order_by(Commitment.education_id, Commitment.id)
    ).all()


def _entries(session: Session, visitor_ids: Collection[int]) -> Sequence[CardEntry]:
    return session.scalars(
        select(CardEntry)
        .where(CardEntry.visitor_id.in_(visitor_ids), CardEntry.expectation != "")
        .order_by(CardEntry.visited_at, CardEntry.id)
    ).all()


def _stands(session: Session, ids: Iterable[int | None]) -> dict[int, Stand]:
    wanted = {one for one in ids if one is not None}
    return {one.id: one for one in session.scalars(select(Stand).where(Stand.id.in_(wanted)))}


def _who(commitment: Commitment) -> str:
    names = [one.user.name for one in commitment.people if one.user is not None]
    return ", ".join(filter(None, [*names, commitment.who]))
