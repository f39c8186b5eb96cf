"""Reading the catalogue: what stands in it, and how many sheets of each a person may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from portal.api import Actor, narrow

from ..models import Concept, FactSheet, Lab, Programme, Track
from ..models.sheets import sheet_concepts
from ..vocabulary import Status
from .catalogue import Entry, sheet_ids

SHOWN = (Status.PUBLISHED,)


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole catalogue; `loose` are the programmes without a lab. Counts are by id."""

    labs: Sequence[Lab]
    loose: Sequence[Programme]
    concepts: Sequence[Concept]
    by_programme: Mapping[int, int]
    by_track: Mapping[int, int]
    by_concept: Mapping[int, int]


def overview(session: Session, actor: Actor) -> Overview:
    """Labs with their programmes and tracks, concepts, and counts of what `actor` may see."""
    tracks = selectinload(Programme.tracks)
    labs = session.scalars(
        select(Lab)
        .options(selectinload(Lab.programmes).options(tracks))
        .order_by(Lab.position, Lab.name)
    ).all()
    loose = session.scalars(
        select(Programme)
        .where(Programme.lab_id.is_(None))
        .options(tracks)
        .order_by(Programme.position, Programme.name)
    ).all()
    concepts = session.scalars(select(Concept).order_by(Concept.position, Concept.name)).all()
    return Overview(
        labs,
        loose,
        concepts,
        counts(session, actor, "programme"),
        counts(session, actor, "track"),
        counts(session, actor, "concept"),
    )


def counts(session: Session, actor: Actor, kind: str) -> dict[int, int]:
    """How many published sheets `actor` may see, by the id of the programme, track or concept."""
    column: Any
    statement: Select[Any]
    if kind == "concept":
        column = sheet_concepts.c.concept_id
        statement = select(column, func.count(FactSheet.id)).join(
            FactSheet, FactSheet.id == sheet_concepts.c.sheet_id
        )
    else:
        column = FactSheet.programme_id if kind == "programme" else FactSheet.track_id
        statement = select(column, func.count(FactSheet.id)).where(column.is_not(None))
    statement = statement.where(FactSheet.status.in_(SHOWN)).group_by(column)
    rows = session.execute(narrow(statement, actor, FactSheet))
    return dict(rows.all())


def sheets_of(actor: Actor, entry: Entry) -> Select[Any]:
    """The published sheets of a programme, track, concept or lab that `actor` may see."""
    statement = select(FactSheet).where(FactSheet.status.in_(SHOWN))
    if isinstance(entry, Lab):
        below = select(Programme.id).where(Programme.lab_id == entry.id)
        statement = statement.where(FactSheet.programme_id.in_(below))
    elif isinstance(entry, Programme):
        statement = statement.where(FactSheet.programme_id == entry.id)
    elif isinstance(entry, Track):
        statement = statement.where(FactSheet.track_id == entry.id)
    else:
        link = sheet_concepts.c
        with_it = select(link.sheet_id).where(link.concept_id == entry.id)
        statement = statement.where(FactSheet.id.in_(with_it))
    return narrow(statement, actor, FactSheet)


def count_sheets(session: Session, actor: Actor, entry: Entry) -> int:
    """How many sheets point to it that `actor` may see, drafts and archived ones too."""
    if isinstance(entry, Lab):
        return 0
    found = select(func.count(FactSheet.id)).where(FactSheet.id.in_(sheet_ids(session, entry)))
    return session.scalar(narrow(found, actor, FactSheet)) or 0
