"""Fact sheets as a kind of the portal: referred to by others, found by the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import Badge, Document, HitDetails, ObjectKind, audience_of, plain_text, unit_paths

from .models import FactSheet, Programme
from .permissions import may_sheet
from .services.data import TEXTS
from .services.history import HISTORY
from .services.sheets import KIND
from .vocabulary import OUTCOMES, PHASES, READY, Status


def documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """The search documents of the published sheets with these ids; drafts and what is archived
    are not to be found."""
    sheets = session.scalars(
        select(FactSheet)
        .where(FactSheet.id.in_(ids), FactSheet.status == Status.PUBLISHED)
        .options(
            joinedload(FactSheet.unit),
            joinedload(FactSheet.programme),
            joinedload(FactSheet.track),
            selectinload(FactSheet.concepts),
            selectinload(FactSheet.tag_rows),
        )
    )
    audiences = audience_of(session, KIND, ids)
    for sheet in sheets:
        texts = [plain_text(getattr(sheet, name)) for name in TEXTS]
        place = sheet.unit.name if sheet.unit else sheet.institution
        yield Document(
            kind=KIND,
            id=str(sheet.id),
            title=sheet.title,
            url=f"/factsheets/{sheet.id}",  # the worker has no request, so no url_for
            body="\n".join(text for text in (sheet.summary, *texts, place) if text),
            keywords="\n".join(_keywords(sheet)),
            audience=audiences[sheet.id],
            facets=_facets(sheet),
            date=sheet.published_at.date() if sheet.published_at else None,
        )


def _keywords(sheet: FactSheet) -> list[str]:
    words = [*sheet.other_titles, *sheet.tags, *(concept.name for concept in sheet.concepts)]
    words += [entry.name for entry in (sheet.programme, sheet.track) if entry is not None]
    return words


def _facets(sheet: FactSheet) -> dict[str, tuple[str, ...]]:
    values: dict[str, list[object]] = {
        "unit": [sheet.unit_id],
        "programme": [sheet.programme_id],
        "outcome": [sheet.outcome],
        "phase": [sheet.phase],
        "tag": [*sheet.tags],
    }
    return {
        name: tuple(str(value) for value in found if value)
        for name, found in values.items()
        if any(found)
    }


def facet_words(session: Session, facet: str, values: Iterable[str]) -> Mapping[str, str]:
    """What the values of our facets are called; a tag is its own word."""
    if facet == "outcome":
        return {value: str(OUTCOMES[value].words) for value in values if value in OUTCOMES}
    if facet == "phase":
        return {value: phase_words(int(value)) for value in values if value in _PHASE_KEYS}
    if facet == "tag":
        return {value: value for value in values}
    if facet == "programme":
        ids = [int(value) for value in values if value.isdecimal() and len(value) < 10]
        rows = session.execute(select(Programme.id, Programme.name).where(Programme.id.in_(ids)))
        return {str(row.id): row.name for row in rows}
    return {}


_PHASE_KEYS = {str(int(phase)) for phase in PHASES}


def phase_words(phase: int) -> str:
    """'4 Analysis and evaluation'"""
    return f"{phase} {PHASES[phase]}"


def hit_details(session: Session, ids: Sequence[int]) -> Mapping[int, HitDetails]:
    """Where a sheet is from, and how it went."""
    sheets = session.scalars(select(FactSheet).where(FactSheet.id.in_(ids))).all()
    paths = unit_paths(session, {sheet.unit_id for sheet in sheets if sheet.unit_id})
    return {
        sheet.id: HitDetails(
            paths.get(sheet.unit_id or 0, sheet.institution), tuple(badges_of(sheet))
        )
        for sheet in sheets
    }


def badges_of(sheet: FactSheet) -> list[Badge]:
    """Outcome, phase and whether it is ready to take home, for cards and hits."""
    found = []
    if sheet.outcome in OUTCOMES:
        look = OUTCOMES[sheet.outcome]
        found.append(Badge(look.words, look.icon, look.tone))
    if sheet.phase:
        found.append(Badge(_l("Phase %(number)s", number=sheet.phase), "arrow-repeat", "teal"))
    if sheet.ready:
        found.append(Badge(READY.words, READY.icon, READY.tone))
    return found


FACTSHEET = ObjectKind(
    name=KIND,
    title=_l("Fact sheet"),
    plural=_l("Fact sheets"),
    icon="file-earmark-text",
    model=FactSheet,
    label=lambda sheet: sheet.title,
    url=lambda sheet_id: url_for("factsheets.page", sheet_id=sheet_id),
    may=may_sheet,
    documents=documents,
    hit_details=hit_details,
    history=HISTORY,
)
