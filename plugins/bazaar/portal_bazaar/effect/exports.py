"""The effect as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.api import day_of

from ..models import Bazaar, CardEntry, Commitment, InvitedEducation, Stand, Visitor
from .counting import Stages
from .facts import Row
from .lines import COMMITMENT, ENTRY, answers_to
from .states import BECAME
from .words import BY_WORDS, STAGES


def columns(by: str) -> list[str]:
    """The headings of `rows`."""
    return [str(BY_WORDS[by]), *_number_columns()]


def rows(found: Iterable[Row]) -> Iterable[list[Any]]:
    """A row for each group."""
    for one in found:
        name = f"{one.number} {one.name}" if one.number is not None else one.name
        yield [name, *_numbers(one.stages)]


def over_columns() -> list[str]:
    """The headings of `over_rows`."""
    return [_("Bazaar"), _("Day"), *_number_columns()]


def over_rows(found: Iterable[tuple[Bazaar, Stages]]) -> Iterable[list[Any]]:
    """A row for each bazaar."""
    for bazaar, numbers in found:
        yield [bazaar.title, format_date(day_of(bazaar.starts_at), "medium"), *_numbers(numbers)]


def answer_columns() -> list[str]:
    """The headings of `answer_rows`."""
    return [
        _("What was expected"),
        _("Stand"),
        _("Education"),
        _("From"),
        _("By when"),
        _("What became of it"),
        _("In their words"),
        _("Answered on"),
    ]


def answer_rows(session: Session, bazaar: Bazaar) -> Iterable[list[Any]]:
    """A row for each commitment and each line of a card with words, answered or not. Cards bear
    no names: they are for counting, not for looking people up."""
    commitments = session.scalars(
        select(Commitment)
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .where(InvitedEducation.bazaar_id == bazaar.id, Commitment.handed_in_at.is_not(None))
        .options(
            joinedload(Commitment.stand),
            joinedload(Commitment.education).joinedload(InvitedEducation.unit),
        )
        .order_by(Commitment.education_id, Commitment.id)
    ).all()
    entries = session.scalars(
        select(CardEntry)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.bazaar_id == bazaar.id, CardEntry.expectation != "")
        .order_by(CardEntry.stand_id, CardEntry.id)
    ).all()
    stands = {
        one.id: one.title
        for one in session.scalars(select(Stand).where(Stand.bazaar_id == bazaar.id))
    }
    answers = answers_to(session, [one.id for one in commitments], [one.id for one in entries])
    for commitment in commitments:
        yield [
            commitment.practice,
            commitment.stand.title if commitment.stand is not None else "",
            commitment.education.unit.name,
            _("Taken home"),
            format_date(commitment.by_when, "medium") if commitment.by_when else "",
            *_answer(answers.get((COMMITMENT, commitment.id))),
        ]
    for entry in entries:
        yield [
            entry.expectation,
            stands.get(entry.stand_id, ""),
            "",
            _("Dance card"),
            "",
            *_answer(answers.get((ENTRY, entry.id))),
        ]


def _answer(row: Any) -> Sequence[str]:
    if row is None:
        return ["", "", ""]
    return [str(BECAME[row.became].words), row.text, format_date(day_of(row.answered_at), "medium")]


def _number_columns() -> list[str]:
    return [*map(str, STAGES), *(str(look.words) for look in BECAME.values()), _("No answer yet")]


def _numbers(one: Stages) -> list[int]:
    return [*one.numbers, *(one.became[key] for key in BECAME), one.unanswered]
