"""The one page about a bazaar for the leadership: as data, and as a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import Unit, day_of, pdf, today

from ..commitments.tables import was_here
from ..models import (
    Bazaar,
    Commitment,
    EffectAnswer,
    InvitedEducation,
    Stand,
    Visitor,
)
from ..vocabulary import StandStatus
from . import timing
from .counting import Stages, per_cent, stages
from .facts import Row, rows_by, taken_at
from .states import BECAME, LIVES
from .words import STAGES

TEMPLATE = Path(__file__).parent / "prints" / "report.typ"
MOST, QUOTES, QUOTE_MAX, NAME_MAX = 8, 3, 220, 60


@dataclass(frozen=True, slots=True)
class Report:
    """What stands on the page."""

    bazaar: Bazaar
    visitors: int
    stands: int
    educations: int
    committed_educations: int
    total: Stages
    by_stand: list[Row]
    by_theme: list[Row]
    quotes: list[tuple[str, str, str]]
    asked_on: Any

    @property
    def bars(self) -> list[tuple[str, int, int]]:
        """(stage, number, per cent of what was visited)."""
        numbers = self.total.numbers
        return [
            (str(words), number, per_cent(number, numbers[0]))
            for words, number in zip(STAGES, numbers, strict=True)
        ]

    @property
    def became(self) -> list[tuple[str, int, int]]:
        """(what became of it, number, per cent of the answers)."""
        return [
            (
                str(look.words),
                self.total.became[key],
                per_cent(self.total.became[key], self.total.answered),
            )
            for key, look in BECAME.items()
        ]


def report_of(session: Session, bazaar: Bazaar) -> Report:
    """Reads it."""
    found = taken_at(session, bazaar)
    come = select(func.count(Visitor.id)).where(Visitor.bazaar_id == bazaar.id)
    came = session.scalar(come.where(was_here())) or 0
    plan = timing.plan_of(session, bazaar)
    return Report(
        bazaar,
        came or session.scalar(come.where(Visitor.cancelled_at.is_(None))) or 0,
        session.scalar(
            select(func.count(Stand.id)).where(
                Stand.bazaar_id == bazaar.id, Stand.status == StandStatus.CONFIRMED
            )
        )
        or 0,
        session.scalar(
            select(func.count(InvitedEducation.id)).where(InvitedEducation.bazaar_id == bazaar.id)
        )
        or 0,
        session.scalar(
            select(func.count(func.distinct(Commitment.education_id)))
            .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
            .where(InvitedEducation.bazaar_id == bazaar.id, Commitment.handed_in_at.is_not(None))
        )
        or 0,
        stages(found),
        [one for one in rows_by(session, bazaar, found, "stand") if one.stages.committed][:MOST],
        rows_by(session, bazaar, found, "theme")[:MOST],
        _quotes(session, bazaar),
        timing.asking_on(bazaar, plan) if plan.asked_on is not None else None,
    )


def _quotes(session: Session, bazaar: Bazaar) -> list[tuple[str, str, str]]:
    """(words, education, practice): what educations say of a practice that lives on."""
    rows = session.execute(
        select(EffectAnswer.text, Unit.name, Stand.title, Commitment.practice)
        .join(Commitment, Commitment.id == EffectAnswer.commitment_id)
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .join(Unit, Unit.id == InvitedEducation.unit_id)
        .outerjoin(Stand, Stand.id == Commitment.stand_id)
        .where(InvitedEducation.bazaar_id == bazaar.id, EffectAnswer.text != "")
        .where(EffectAnswer.became.in_(LIVES))
        .order_by(EffectAnswer.answered_at.desc(), EffectAnswer.id)
        .limit(QUOTES)
    )
    return [
        (_short(text), _short(name, NAME_MAX), _short(title or practice, NAME_MAX))
        for text, name, title, practice in rows
    ]


def _short(text: str, most: int = QUOTE_MAX) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " ..."


def sentence_of(report: Report) -> str:
    """What came of it, in one sentence."""
    lives = ngettext(
        "%(num)s practice is in use, developed further or has started something new",
        "%(num)s practices are in use, developed further or have started something new",
        report.total.in_use,
    )
    answered = _(
        "%(answered)s of %(asked)s answers are in",
        answered=report.total.answered,
        asked=report.total.asked,
    )
    return f"{lives}. {answered}."


def report_pdf(report: Report, lang: str) -> bytes:
    """The page as a PDF. Raises CannotPrint."""
    bazaar = report.bazaar

    def rows(found: list[Row]) -> list[dict[str, Any]]:
        return [
            {
                "name": _short(
                    f"{one.number} {one.name}" if one.number is not None else one.name, NAME_MAX
                ),
                "numbers": [str(number) for number in one.stages.numbers],
            }
            for one in found
        ]

    def bars(found: list[tuple[str, int, int]]) -> list[dict[str, Any]]:
        return [
            {"words": words, "number": number, "share": share} for words, number, share in found
        ]

    data = {
        "title": _short(bazaar.title, 80),
        "when": ", ".join(
            filter(None, [format_date(day_of(bazaar.starts_at), "long"), bazaar.place])
        ),
        "facts": [
            {"number": str(report.visitors), "words": _("visitors")},
            {"number": str(report.stands), "words": _("stands")},
            {
                "number": _(
                    "%(some)s of %(all)s",
                    some=report.committed_educations,
                    all=report.educations,
                ),
                "words": _("educations took something home"),
            },
            {"number": str(report.total.in_use), "words": _("practices in use")},
        ],
        "sentence": sentence_of(report) if report.asked_on else "",
        "bars": bars(report.bars),
        "became": bars(report.became) if report.total.answered else [],
        "stages": [str(one) for one in STAGES],
        "stands": rows(report.by_stand),
        "themes": rows(report.by_theme),
        "quotes": [{"text": text, "who": who, "what": what} for text, who, what in report.quotes],
        "words": {
            "report": _("What came of the bazaar"),
            "way": _("From visited to in use"),
            "unit": _("A practice counts once for each education, or visitor of none."),
            "became": _("What became of it"),
            "stand": _("Stand"),
            "theme": _("Theme"),
            "said": _("In their own words"),
            "made": _("Made on %(day)s", day=format_date(today(), "long")),
        },
    }
    heading = _("What came of the bazaar")
    title = f"{heading} – {bazaar.title}"
    return pdf(TEMPLATE, data, lang=lang, title=title)
