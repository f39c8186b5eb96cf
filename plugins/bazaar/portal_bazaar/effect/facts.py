"""What the counting wants, read from the database for one bazaar or several."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
#: 'We will', on a card: a wish, as far as other plugins are told.
SURELY = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A group with its name; `number`: of a stand."""

    key: int | None
    name: str
    stages: Stages
    number: int | None = None


def taken_at(session: Session, bazaar: Bazaar) -> list[Taken]:
    """Each practice that somebody took at the bazaar."""
    return taken_of(session, [bazaar])[bazaar.id]


def taken_of(session: Session, bazaars: Sequence[Bazaar]) -> dict[int, list[Taken]]:
    """The same for each of several bazaars, by their ids; as many queries as for one."""
    ids = [one.id for one in bazaars]
    of_entries, of_commitments = _answers(session, ids)
    entries: dict[int, list[EntryFact]] = {one: [] for one in ids}
    row: list[Any]
    for bazaar_id, *row in session.execute(
        select(
            Visitor.bazaar_id,
            CardEntry.id,
            CardEntry.visitor_id,
            Visitor.education_id,
            CardEntry.stand_id,
            CardEntry.interest,
            CardEntry.expectation != "",
            CardEntry.wants_workshop,
        )
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.bazaar_id.in_(ids))
    ):
        entries[bazaar_id].append(EntryFact(*[*row, of_entries.get(row[0], "")]))
    commitments: dict[int, list[CommitmentFact]] = {one: [] for one in ids}
    for bazaar_id, *row in session.execute(
        select(
            InvitedEducation.bazaar_id,
            Commitment.id,
            Commitment.education_id,
            Commitment.stand_id,
        )
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .where(InvitedEducation.bazaar_id.in_(ids), Commitment.handed_in_at.is_not(None))
    ):
        commitments[bazaar_id].append(CommitmentFact(*[*row, of_commitments.get(row[0], "")]))
    wanted = [f"bazaar:commitment:{one.id}" for rows in commitments.values() for one in rows]
    wanted += [
        f"bazaar:card:{one.id}"
        for cards in entries.values()
        for one in cards
        if one.wants_workshop or one.interest == SURELY
    ]
    outcomes = {
        key.removeprefix("bazaar:"): one for key, one in wish_outcomes(session, wanted).items()
    }
    workshops = {key for key, one in outcomes.items() if one.state != OutcomeState.CONVENED}
    adopted = {key for key, one in outcomes.items() if one.status in ADOPTED}
    return {key: taken(entries[key], commitments[key], workshops, adopted) for key in ids}


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
    """The numbers of each bazaar; as many queries as for one."""
    found = taken_of(session, bazaars)
    return [(one, stages(found[one.id])) for one in bazaars]


def _answers(session: Session, ids: Sequence[int]) -> tuple[dict[int, str], dict[int, str]]:
    """What became of entries and of commitments, by their ids."""
    of_entries = session.execute(
        select(EffectAnswer.entry_id, EffectAnswer.became)
        .join(CardEntry, CardEntry.id == EffectAnswer.entry_id)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.bazaar_id.in_(ids))
    )
    of_commitments = session.execute(
        select(EffectAnswer.commitment_id, EffectAnswer.became)
        .join(Commitment, Commitment.id == EffectAnswer.commitment_id)
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .where(InvitedEducation.bazaar_id.in_(ids))
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
