"""What has come in so far: counted by the database, however many cards there are."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from ..models import (
    Bazaar,
    CardEntry,
    Commitment,
    InvitedEducation,
    NothingTaken,
    Stand,
    Theme,
    Visitor,
)
from ..vocabulary import StandStatus
from .nothing import answered_without

#: From here on a visitor is interested: 'gladly' and 'we will'.
INTERESTED = 2


@dataclass(slots=True)
class Tally:
    """What one stand, theme or education comes to. `levels` counts each interest, None too."""

    visits: int = 0
    levels: Counter[int | None] = field(default_factory=Counter)
    workshops: int = 0
    commitments: int = 0
    handed_in: int = 0

    @property
    def interested(self) -> int:
        """How many said 'gladly' or more."""
        return sum(n for level, n in self.levels.items() if (level or 0) >= INTERESTED)

    def add(self, interest: int | None, number: int, workshops: int) -> None:
        """Counts so many lines of cards."""
        self.visits += number
        self.levels[interest] += number
        self.workshops += workshops

    def commit(self, handed_in: bool) -> None:
        """Counts a commitment."""
        self.commitments += 1
        self.handed_in += handed_in


@dataclass(slots=True)
class School:
    """An education: its people, their cards, what it takes home."""

    education: InvitedEducation
    people: int = 0
    here: int = 0
    cards: int = 0
    cards_in: int = 0
    tally: Tally = field(default_factory=Tally)
    #: It said that it takes nothing home this time.
    nothing: bool = False

    @property
    def has_answered(self) -> bool:
        """Whether nobody waits for it: everything is handed in, or it takes nothing home."""
        return self.nothing or has_handed_in(self.tally)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.education.unit.name


@dataclass(frozen=True, slots=True)
class Collected:
    """Everything of one bazaar."""

    stands: Sequence[tuple[Stand, Tally]]
    themes: Sequence[tuple[Theme | None, Tally]]
    schools: Sequence[School]
    #: Of all visitors, those of no education too.
    people: int
    here: int
    cards: int
    cards_in: int
    lines: int
    workshops: int
    commitments: int
    handed_in: int

    @property
    def schools_in(self) -> int:
        """Educations that have handed in what they take home, all of it."""
        return sum(1 for one in self.schools if has_handed_in(one.tally))

    @property
    def schools_without(self) -> int:
        """How many educations have answered that they take nothing home."""
        return sum(one.nothing for one in self.schools)


def has_handed_in(tally: Tally) -> bool:
    """Something, and no draft is left."""
    return bool(tally.commitments) and tally.handed_in == tally.commitments


def collect(session: Session, bazaar: Bazaar) -> Collected:
    """Counts; six queries, however many cards."""
    stands = session.scalars(
        select(Stand)
        .where(Stand.bazaar_id == bazaar.id, Stand.number.is_not(None))
        .where(Stand.status.in_((StandStatus.CONFIRMED, StandStatus.WITHDRAWN)))
        .order_by(Stand.number, Stand.id)
    ).all()
    themes = session.scalars(
        select(Theme).where(Theme.bazaar_id == bazaar.id).order_by(Theme.position, Theme.id)
    ).all()
    schools = {
        one.id: School(one)
        for one in session.scalars(
            select(InvitedEducation)
            .where(InvitedEducation.bazaar_id == bazaar.id)
            .options(joinedload(InvitedEducation.unit))
        )
    }
    by_stand = {one.id: Tally() for one in stands}
    by_theme: dict[int | None, Tally] = {one.id: Tally() for one in themes}
    theme_of = {one.id: one.theme_id for one in stands}
    total = Tally()

    def tallies(stand_id: int | None, education_id: int | None) -> list[Tally]:
        found = [total]
        if stand_id in by_stand:
            found += [by_stand[stand_id], by_theme.setdefault(theme_of[stand_id], Tally())]
        if education_id in schools:
            found.append(schools[education_id].tally)
        return found

    wanted = func.sum(case((CardEntry.wants_workshop, 1), else_=0))
    lines = session.execute(
        select(CardEntry.stand_id, Visitor.education_id, CardEntry.interest, func.count(), wanted)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.bazaar_id == bazaar.id, Visitor.cancelled_at.is_(None))
        .group_by(CardEntry.stand_id, Visitor.education_id, CardEntry.interest)
    )
    for stand_id, education_id, interest, number, workshops in lines:
        for tally in tallies(stand_id, education_id):
            tally.add(interest, number, int(workshops or 0))
    commitments = session.execute(
        select(Commitment.stand_id, Commitment.education_id, Commitment.handed_in_at)
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .where(InvitedEducation.bazaar_id == bazaar.id)
    )
    for stand_id, education_id, handed_in_at in commitments:
        for tally in tallies(stand_id, education_id):
            tally.commit(handed_in_at is not None)
    for education_id in answered_without(session, [bazaar.id]):
        schools[education_id].nothing = True
    people, here, cards, cards_in = _people(session, bazaar, schools)
    return Collected(
        stands=[
            (one, by_stand[one.id])
            for one in stands
            if one.status == StandStatus.CONFIRMED or by_stand[one.id].visits
        ],
        themes=[
            *((one, by_theme[one.id]) for one in themes),
            *((None, tally) for key, tally in by_theme.items() if key is None),
        ],
        schools=sorted(schools.values(), key=lambda one: one.name),
        people=people,
        here=here,
        cards=cards,
        cards_in=cards_in,
        lines=total.visits,
        workshops=total.workshops,
        commitments=total.commitments,
        handed_in=total.handed_in,
    )


def _people(
    session: Session, bazaar: Bazaar, schools: dict[int, School]
) -> tuple[int, int, int, int]:
    has_card = select(CardEntry.id).where(CardEntry.visitor_id == Visitor.id).exists()
    rows = session.execute(
        select(
            Visitor.education_id,
            func.count(),
            func.count(Visitor.checked_in_at),
            func.sum(case((has_card | Visitor.card_handed_in_at.is_not(None), 1), else_=0)),
            func.count(Visitor.card_handed_in_at),
        )
        .where(Visitor.bazaar_id == bazaar.id, Visitor.cancelled_at.is_(None))
        .group_by(Visitor.education_id)
    )
    total = [0, 0, 0, 0]
    for education_id, *counted in rows:
        numbers = [int(one or 0) for one in counted]
        total = [a + b for a, b in zip(total, numbers, strict=True)]
        if education_id in schools:
            school = schools[education_id]
            school.people, school.here, school.cards, school.cards_in = numbers
    return total[0], total[1], total[2], total[3]


def stamp(session: Session, bazaar: Bazaar, *more: str) -> str:
    """Changes whenever one of the numbers may have; four queries, none of them long."""
    nothing = (
        select(NothingTaken.education_id)
        .join(InvitedEducation, InvitedEducation.id == NothingTaken.education_id)
        .where(InvitedEducation.bazaar_id == bazaar.id)
        .correlate(None)
    )
    parts = [
        session.execute(
            select(func.count(), func.max(CardEntry.updated_at), func.sum(CardEntry.version))
            .join(Visitor, Visitor.id == CardEntry.visitor_id)
            .where(Visitor.bazaar_id == bazaar.id, Visitor.cancelled_at.is_(None))
        ).one(),
        session.execute(
            select(
                func.count(),
                func.count(Visitor.checked_in_at),
                func.count(Visitor.card_handed_in_at),
                func.count(Visitor.education_id),
                func.sum(Visitor.version),
                func.max(Visitor.updated_at),
            ).where(Visitor.bazaar_id == bazaar.id, Visitor.cancelled_at.is_(None))
        ).one(),
        session.execute(
            select(
                func.count(),
                func.max(Commitment.updated_at),
                func.sum(Commitment.version),
                func.count(Commitment.handed_in_at),
                nothing.with_only_columns(func.count()).scalar_subquery(),
                nothing.with_only_columns(func.max(NothingTaken.said_at)).scalar_subquery(),
            )
            .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
            .where(InvitedEducation.bazaar_id == bazaar.id)
        ).one(),
        session.execute(
            select(func.count(), func.sum(Stand.version)).where(Stand.bazaar_id == bazaar.id)
        ).one(),
    ]
    text = "|".join(str(tuple(one)) for one in parts) + "|".join(more)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
