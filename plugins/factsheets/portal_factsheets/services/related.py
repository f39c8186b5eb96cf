"""Sheets that belong together, as one reader may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, false, literal, or_, select, union_all
from sqlalchemy.orm import Session

from portal.api import Actor, Resolved, narrow, resolve

from ..models import FactSheet, SheetTag, sheet_concepts
from ..vocabulary import Status
from .listing import load
from .sheets import KIND

MOST = 4


@dataclass(frozen=True, slots=True)
class Related:
    """What a sheet builds on, what builds on it, and others on the same thing. Only what the
    reader may see; of the rest not even a number."""

    origin: Resolved | None
    adoptions: Sequence[Resolved]
    like: Sequence[FactSheet]


def related(session: Session, actor: Actor, sheet: FactSheet) -> Related:
    """The sheets around `sheet` that `actor` may see."""
    built_on = session.scalars(
        narrow(
            select(FactSheet.id)
            .where(FactSheet.builds_on_id == sheet.id, FactSheet.status != Status.ARCHIVED)
            .order_by(FactSheet.sort_title, FactSheet.id),
            actor,
            FactSheet,
        )
    ).all()
    wanted = [(KIND, object_id) for object_id in (sheet.builds_on_id, *built_on) if object_id]
    found = resolve(session, actor, wanted)
    origin = found.get((KIND, sheet.builds_on_id or 0))
    adoptions = [found[KIND, object_id] for object_id in built_on]
    return Related(
        origin if origin and origin.visible else None,
        [one for one in adoptions if one.visible],
        _like(session, actor, sheet, {sheet.id, sheet.builds_on_id, *built_on}),
    )


def _like(
    session: Session, actor: Actor, sheet: FactSheet, known: set[int | None]
) -> Sequence[FactSheet]:
    concepts = [concept.id for concept in sheet.concepts]
    link = sheet_concepts.c
    by_concept = select(link.sheet_id).where(link.concept_id.in_(concepts))
    by_tag = select(SheetTag.sheet_id).where(SheetTag.name.in_(sheet.tags))
    rows = session.execute(
        narrow(
            select(FactSheet.id, FactSheet.track_id, FactSheet.ready)
            .where(
                FactSheet.status == Status.PUBLISHED,
                or_(
                    FactSheet.id.in_(by_concept),
                    FactSheet.id.in_(by_tag),
                    (FactSheet.track_id == sheet.track_id) if sheet.track_id else false(),
                ),
            )
            .order_by(FactSheet.published_at.desc(), FactSheet.id.desc())
            .limit(500),
            actor,
            FactSheet,
        )
    ).all()
    ids = [row.id for row in rows if row.id not in known]
    if not ids:
        return []
    points = {row.id: _same_track(row, sheet) + row.ready for row in rows if row.id not in known}
    worth = literal(6).label("worth")
    shared = union_all(
        select(link.sheet_id, worth).where(link.concept_id.in_(concepts), link.sheet_id.in_(ids)),
        select(SheetTag.sheet_id, literal(4)).where(
            SheetTag.name.in_(sheet.tags), SheetTag.sheet_id.in_(ids)
        ),
    )
    for sheet_id, more in session.execute(shared):
        points[sheet_id] += more
    # The newest first among equals: sorting keeps their order.
    best = sorted(ids, key=lambda sheet_id: -points[sheet_id])[:MOST]
    return load(session, best)


def _same_track(row: Row[*tuple[Any, ...]], sheet: FactSheet) -> int:
    return 4 if row.track_id and row.track_id == sheet.track_id else 0
