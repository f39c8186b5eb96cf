"""Answering: a line at a time, each earlier answer kept; two who answer at once lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.api import SYSTEM, Actor, PortalError, now, record

from ..models import EffectAnswer, EffectVersion
from ..vocabulary import KIND
from .lines import Line, Subject
from .states import BECAME, TEXT_MAX


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says of one line; `version` is that of the answer it was made from, 0 for
    none."""

    became: str
    text: str = ""
    version: int = 0


def answer(
    session: Session, actor: Actor, subject: Subject, lines: list[Line], said: Mapping[str, Said]
) -> dict[str, str]:
    """Saves what was said of the subject's lines, all of it or nothing; by key what is wrong with
    it. What has not changed is not saved again, and a line without a choice still waits."""
    problems: dict[str, str] = {}
    changed: list[tuple[Line, Said]] = []
    for line in lines:
        one = said.get(line.key)
        if one is None:
            continue
        if not one.became:
            if one.text:
                problems[line.key] = _("Choose what became of it, too.")
            continue
        if one.became not in BECAME:
            problems[line.key] = _("Choose one of the answers.")
        elif len(one.text) > TEXT_MAX:
            problems[line.key] = _("Make it shorter: at most %(max)d characters.", max=TEXT_MAX)
        elif _same(line, one):
            continue
        elif (line.answer.version if line.answer is not None else 0) != one.version:
            problems[line.key] = _("Somebody else answered meanwhile. Save again to change it.")
        else:
            changed.append((line, one))
    if problems:
        return problems
    for line, one in changed:
        _keep(session, subject, line, one)
    if changed:
        record(session, actor or SYSTEM, "bazaar.effect_answered", KIND, subject.bazaar.id)
    return {}


def _same(line: Line, said: Said) -> bool:
    there = line.answer
    return there is not None and (there.became, there.text) == (said.became, said.text)


def _keep(session: Session, subject: Subject, line: Line, said: Said) -> None:
    user_id = subject.user.id if subject.user is not None else None
    visitor_id = subject.visitor.id if subject.visitor is not None and user_id is None else None
    row = line.answer
    if row is None:
        row = EffectAnswer(
            commitment_id=line.id if line.is_commitment else None,
            entry_id=None if line.is_commitment else line.id,
            became=said.became,
            answered_at=now(),
            version=0,
        )
        try:
            with session.begin_nested():
                session.add(row)
                session.flush()
        except IntegrityError:  # a colleague was a moment faster (PostgreSQL)
            raise PortalError(_("Somebody else answered meanwhile. Look again.")) from None
    else:
        session.refresh(row, with_for_update={"of": EffectAnswer})
        if row.version != said.version:
            raise PortalError(_("Somebody else answered meanwhile. Look again."))
    row.became, row.text, row.answered_at = said.became, said.text, now()
    row.answered_by_id, row.visitor_id = user_id, visitor_id
    row.version += 1
    session.add(
        EffectVersion(
            answer_id=row.id,
            number=row.version,
            became=row.became,
            text=row.text,
            at=row.answered_at,
            by_id=user_id,
            visitor_id=visitor_id,
        )
    )
    session.flush()


def versions_of(session: Session, answer_ids: list[int]) -> dict[int, list[EffectVersion]]:
    """Earlier answers by the answer's id, the oldest first, without the one that holds."""
    found: dict[int, list[EffectVersion]] = {}
    rows = session.scalars(
        select(EffectVersion)
        .where(EffectVersion.answer_id.in_(answer_ids))
        .order_by(EffectVersion.answer_id, EffectVersion.number)
    )
    for one in rows:
        found.setdefault(one.answer_id, []).append(one)
    return {key: rows_[:-1] for key, rows_ in found.items() if len(rows_) > 1}
