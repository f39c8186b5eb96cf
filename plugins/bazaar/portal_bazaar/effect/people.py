"""Who is asked, with what waits; what is exported and erased about a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from portal.api import User

from ..attendance.visitors import name_of
from ..models import Bazaar, EffectAnswer, EffectAsk, EffectVersion, InvitedEducation, Visitor
from .lines import outstanding

#: The keys of 'my data', here for the extraction of texts.
KEYS = (_l("Asked what became of it"), _l("What became of it"), _l("Asked"), _l("Reminded"))


@dataclass(frozen=True, slots=True)
class Asked:
    """One who is asked: for which educations, and how many lines wait."""

    ask: EffectAsk
    name: str
    educations: str
    waiting: int


def asked(session: Session, bazaar: Bazaar) -> list[Asked]:
    """Everybody who is asked, those who have not answered first."""
    asks = session.scalars(
        select(EffectAsk)
        .where(EffectAsk.bazaar_id == bazaar.id)
        .options(joinedload(EffectAsk.user), joinedload(EffectAsk.visitor).joinedload(Visitor.user))
    ).all()
    waiting = outstanding(session, asks)
    names = {
        one.id: one.unit.name
        for one in session.scalars(
            select(InvitedEducation)
            .where(InvitedEducation.bazaar_id == bazaar.id)
            .options(joinedload(InvitedEducation.unit))
        )
    }
    found = [
        Asked(
            one,
            _name(one),
            ", ".join(names[key] for key in one.education_ids if key in names),
            waiting[one.id],
        )
        for one in asks
    ]
    return sorted(found, key=lambda one: (not one.waiting, one.name.casefold(), one.ask.id))


def _name(ask: EffectAsk) -> str:
    if ask.user is not None:
        return ask.user.name
    return name_of(ask.visitor) if ask.visitor is not None else ""


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """When the person was asked, and what they answered."""
    asks = session.execute(
        select(Bazaar.title, EffectAsk.asked_at, EffectAsk.reminded_at)
        .join(Bazaar, Bazaar.id == EffectAsk.bazaar_id)
        .where(EffectAsk.user_id == user.id)
        .order_by(EffectAsk.id)
    )
    earlier = session.scalars(
        select(EffectVersion).where(EffectVersion.by_id == user.id).order_by(EffectVersion.id)
    ).all()
    kept = {(one.answer_id, one.number) for one in earlier}
    answers = [
        *((one.became, one.text, one.at) for one in earlier),
        *(
            (one.became, one.text, one.answered_at)
            for one in session.scalars(
                select(EffectAnswer)
                .where(EffectAnswer.answered_by_id == user.id)
                .order_by(EffectAnswer.id)
            )
            if (one.id, one.version) not in kept
        ),
    ]
    found: dict[str, Any] = {}
    rows = [
        {
            "Bazaar": title,
            "Asked": at.isoformat() if at else None,
            "Reminded": again.isoformat() if again else None,
        }
        for title, at, again in asks
    ]
    if rows:
        found["Asked what became of it"] = rows
    said = [{"Answer": became, "Text": text, "At": at.isoformat()} for became, text, at in answers]
    if said:
        found["What became of it"] = said
    return found


def erase_user(session: Session, user: User) -> None:
    """Takes the person out; what became of a practice stays, without who said it."""
    session.execute(delete(EffectAsk).where(EffectAsk.user_id == user.id))
    session.execute(
        update(EffectAnswer)
        .where(EffectAnswer.answered_by_id == user.id)
        .values(answered_by_id=None)
    )
    session.execute(update(EffectVersion).where(EffectVersion.by_id == user.id).values(by_id=None))


def forget_entries(session: Session, entry_ids: Any) -> None:
    """For guests whose time is over: the earlier words of answers to their cards go, too."""
    answers = select(EffectAnswer.id).where(EffectAnswer.entry_id.in_(entry_ids))
    session.execute(delete(EffectVersion).where(EffectVersion.answer_id.in_(answers)))
