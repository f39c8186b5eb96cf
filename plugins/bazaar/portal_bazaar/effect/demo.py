"""What became of last year's demo bazaar: cards, what educations took home, and most answers."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import morning

from ..demo.planning import bazaar_named
from ..models import (
    Bazaar,
    CardEntry,
    Commitment,
    EffectAnswer,
    EffectAsk,
    EffectPlan,
    EffectVersion,
    InvitedEducation,
    Stand,
    Visitor,
)
from ..vocabulary import Became, StandStatus
from . import asking, timing

EXPECTATIONS = (
    "Vi prøver det på ét hold, før vi beslutter mere.",
    "Vi tager skemaet med til næste teammøde.",
    "Jeg vil gerne se det brugt hos jer, før vi selv går i gang.",
    "Vi begynder efter vinterferien.",
)
PRACTICES = (
    "Alle hold på første semester prøver det i foråret.",
    "To undervisere afprøver det og fortæller om det i maj.",
    "Vi gør det til en fast del af praktikforberedelsen.",
)
#: What became of it, and their words for it, by turns; None: no answer yet.
ANSWERS: tuple[tuple[Became, str] | None, ...] = (
    (Became.IN_USE, "Det kører på alle hold nu, og ingen vil af med det."),
    (Became.DEVELOPED, "Vi har gjort det kortere. Ellers blev det for tungt."),
    None,
    (Became.NOT_YET, "Vi mangler tid i planlægningen. Det kommer til efteråret."),
    (Became.STARTED_NEW, "Det gav os ideen til noget helt andet, som vi nu er i gang med."),
    (Became.DROPPED, "Det passede ikke til store hold."),
    (Became.IN_USE, ""),
)


def load(session: Session) -> None:
    """Fills last year's bazaar; nobody gets a mail of it."""
    bazaar = bazaar_named(session, "before")
    if bazaar is None:
        return
    _cards(session, bazaar)
    _commitments(session, bazaar)
    session.flush()
    plan = EffectPlan(
        bazaar_id=bazaar.id,
        remind_days=list(timing.REMIND_DAYS),
        close_days=timing.CLOSE_DAYS,
        asked_on=timing.asking_on(bazaar),
    )
    session.add(plan)
    asks = asking.whom_to_ask(session, bazaar)
    for ask in asks:
        ask.step, ask.next_at = 1 + len(plan.remind_days), None
        ask.asked_at = morning(timing.asking_on(bazaar))
    session.add_all(asks)
    session.flush()
    _answers(session, bazaar, asks)


def _cards(session: Session, bazaar: Bazaar) -> None:
    visitors = session.scalars(
        select(Visitor).where(Visitor.bazaar_id == bazaar.id).order_by(Visitor.id)
    ).all()
    there = select(func.count(CardEntry.id)).where(
        CardEntry.visitor_id.in_([one.id for one in visitors])
    )
    stands = session.scalars(
        select(Stand.id)
        .where(Stand.bazaar_id == bazaar.id, Stand.status == StandStatus.CONFIRMED)
        .order_by(Stand.number)
    ).all()
    if session.scalar(there) or not stands:
        return
    for number, visitor in enumerate(visitors):
        for turn in range(min(4, len(stands))):
            words = EXPECTATIONS[number % len(EXPECTATIONS)] if turn == 0 and number % 3 else ""
            session.add(
                CardEntry(
                    visitor_id=visitor.id,
                    stand_id=stands[(number + 2 * turn) % len(stands)],
                    visited_at=bazaar.starts_at + dt.timedelta(hours=1, minutes=12 * turn),
                    interest=2 if words else (number + turn) % 4,
                    expectation=words,
                )
            )
    session.flush()


def _commitments(session: Session, bazaar: Bazaar) -> None:
    educations = session.scalars(
        select(InvitedEducation)
        .where(InvitedEducation.bazaar_id == bazaar.id)
        .order_by(InvitedEducation.id)
    ).all()
    there = select(func.count(Commitment.id)).where(
        Commitment.education_id.in_([one.id for one in educations])
    )
    stands = session.scalars(
        select(Stand.id)
        .where(Stand.bazaar_id == bazaar.id, Stand.status == StandStatus.CONFIRMED)
        .order_by(Stand.number)
    ).all()
    if session.scalar(there) or not stands:
        return
    for number, education in enumerate(educations):
        if number % 4 == 3:
            continue
        session.add(
            Commitment(
                education_id=education.id,
                stand_id=stands[number % len(stands)],
                practice=PRACTICES[number % len(PRACTICES)],
                handed_in_at=bazaar.ends_at,
            )
        )


def _answers(session: Session, bazaar: Bazaar, asks: list[EffectAsk]) -> None:
    commitments = session.scalars(
        select(Commitment.id)
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .where(InvitedEducation.bazaar_id == bazaar.id, Commitment.handed_in_at.is_not(None))
        .order_by(Commitment.id)
    ).all()
    entries = session.scalars(
        select(CardEntry.id)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.bazaar_id == bazaar.id, CardEntry.expectation != "")
        .order_by(CardEntry.id)
    ).all()
    at = morning(timing.asking_on(bazaar)) + dt.timedelta(days=3, hours=2)
    by = next((one.user_id for one in asks if one.user_id is not None), None)
    lines = [(one, None) for one in commitments] + [(None, one) for one in entries]
    for number, (commitment_id, entry_id) in enumerate(lines):
        said = ANSWERS[number % len(ANSWERS)]
        if said is None:
            continue
        became, text = said
        row = EffectAnswer(
            commitment_id=commitment_id,
            entry_id=entry_id,
            became=became,
            text=text,
            answered_at=at,
            answered_by_id=by if commitment_id is not None else None,
        )
        row.versions = [EffectVersion(number=1, became=became, text=text, at=at)]
        session.add(row)
