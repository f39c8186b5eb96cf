"""What the counting wants, read from the database for one bazaar or several."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import OutcomeState, Unit, wish_outcomes

from ..models import (
    Bazaar,
    CardEntry,
    Commitment,
    EffectAnswer,
    InvitedEducation,
    Stand,
    Theme,
    Visitor,
)
from .counting import CommitmentFact, EntryFact, Stages, Taken, grouped, stages, taken

#: A local practice that a workshop ended in, and that lives.
ADOPTED = frozenset({"in_use", "developed"})
BY = ("stand", "education", "theme")


@dataclass(frozen=True, slots=True)
class Row:
    """A group with its name; `number`: of a stand."""

    key: int | None
    name: str
    stages: Stages
    number: int | None = None


def taken_at(session: Session, bazaar: Bazaar) -> list[Taken]:
    """Each practice that somebody took at the bazaar; five queries."""
    entries = session.execute(
        select(
            CardEntry.id,
            CardEntry.visitor_id,
            Visitor.education_id,
            CardEntry.stand_id,
            CardEntry.interest,
            CardEntry.expectation != "",
            CardEntry.wants_workshop,
        )
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.bazaar_id == bazaar.id)
    ).all()
    commitments = session.execute(
        select(Commitment.id, Commitment.education_id, Commitment.stand_id)
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .where(InvitedEducation.bazaar_id == bazaar.id, Commitment.handed_in_at.is_not(None))
    ).all()
    of_entries, of_commitments = _answers(session, bazaar)
    wanted = [f"bazaar:commitment:{one[0]}" for one in commitments]
    wanted += [f"bazaar:card:{one[0]}" for one in entries if one[6] or one[4] == 3]
    outcomes = {
        key.removeprefix("bazaar:"): one for key, one in wish_outcomes(session, wanted).items()
    }
    return taken(
        [EntryFact(*one, became=of_entries.get(one[0], "")) for one in entries],
        [CommitmentFact(*one, became=of_commitments.get(one[0], "")) for one in commitments],
        {key for key, one in outcomes.items() if one.state != OutcomeState.CONVENED},
        {key for key, one in outcomes.items() if one.status in ADOPTED},
    )


def rows_by(session: Session, bazaar: Bazaar, found: Sequence[Taken], by: str) -> list[Row]:
    """The groups by name ('stand', 'education' or 'theme'), those with the most in use first."""
    stands = {
        one.id: one for one in session.scalars(select(Stand).where(Stand.bazaar_id == bazaar.id))
    }
    if by == "stand":
        names: Mapping[int, str] = {one.id: one.title for one in stands.values()}
        groups = grouped(found, lambda one: one.stand_id)
        none = _("A practice of no stand")
    elif by == "theme":
        themes = session.scalars(select(Theme).where(Theme.bazaar_id == bazaar.id))
        names = {one.id: one.name for one in themes}
        groups = grouped(found, lambda one: _theme(stands, one.stand_id))
        none = _("Without a theme")
    else:
        names = _educations(session, bazaar)
        groups = grouped(found, lambda one: one.education_id)
        none = _("Visitors of no education")
    rows = [
        Row(
            key if isinstance(key, int) else None,
            _name(names, key, none),
            numbers,
            stands[key].number
            if by == "stand" and isinstance(key, int) and key in stands
            else None,
        )
        for key, numbers in groups.items()
    ]
    return sorted(rows, key=lambda one: (*(-n for n in reversed(one.stages.numbers)), one.name))


def over_time(session: Session, bazaars: Sequence[Bazaar]) -> list[tuple[Bazaar, Stages]]:
    """The numbers of each bazaar."""
    return [(one, stages(taken_at(session, one))) for one in bazaars]


def _answers(session: Session, bazaar: Bazaar) -> tuple[dict[int, str], dict[int, str]]:
    """What became of entries and of commitments, by their ids."""
    of_entries = session.execute(
        select(EffectAnswer.entry_id, EffectAnswer.became)
        .join(CardEntry, CardEntry.id == EffectAnswer.entry_id)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.bazaar_id == bazaar.id)
    )
    of_commitments = session.execute(
        select(EffectAnswer.commitment_id, EffectAnswer.became)
        .join(Commitment, Commitment.id == EffectAnswer.commitment_id)
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .where(InvitedEducation.bazaar_id == bazaar.id)
    )
    return (
        {key: became for key, became in of_entries if key is not None},
        {key: became for key, became in of_commitments if key is not None},
    )


def _educations(session: Session, bazaar: Bazaar) -> Mapping[int, str]:
    rows = session.execute(
        select(InvitedEducation.id, Unit.name)
        .join(Unit, Unit.id == InvitedEducation.unit_id)
        .where(InvitedEducation.bazaar_id == bazaar.id)
    )
    return dict(rows.all())


def _theme(stands: Mapping[int, Stand], stand_id: int | None) -> int | None:
    stand = stands.get(stand_id or 0)
    return stand.theme_id if stand is not None else None


def _name(names: Mapping[int, str], key: Hashable, none: str) -> str:
    return names.get(key, none) if isinstance(key, int) else none
