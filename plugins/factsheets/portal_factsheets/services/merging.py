"""Merging two entries of the catalogue that turned out to be one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from portal.api import Actor, PortalError

from ..models import Concept, FactSheet, Lab, Programme, Track
from ..models.sheets import sheet_concepts
from .catalogue import TEXTS, Entry, kind_of, note_change, other_names, remove, sheet_ids
from .moving import note_moved


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge will do, besides moving the sheets.

    `programmes` and `tracks` move along; `joined` are tracks that meet one of their own name.
    `filled` and `lost` name the texts that are taken over, and those that go because the entry
    that is kept has its own.
    """

    programmes: Sequence[Programme] = ()
    tracks: Sequence[Track] = ()
    joined: Sequence[Track] = ()
    filled: Sequence[str] = ()
    lost: Sequence[str] = ()


def plan_merge(source: Entry, target: Entry) -> MergePlan:
    """What merging `source` into `target` does. Raises PortalError where it makes no sense."""
    if kind_of(source) != kind_of(target) or source.id == target.id:
        raise PortalError(_("Choose another one to merge with."))
    fields = [*TEXTS[kind_of(source)], *(["summary"] if isinstance(source, Concept) else [])]
    written = [field for field in fields if getattr(source, field)]
    kept = {field for field in fields if getattr(target, field)}
    tracks = list(source.tracks) if isinstance(source, Programme) else []
    known = {track.key for track in target.tracks} if isinstance(target, Programme) else set()
    return MergePlan(
        programmes=list(source.programmes) if isinstance(source, Lab) else (),
        tracks=[track for track in tracks if track.key not in known],
        joined=[track for track in tracks if track.key in known],
        filled=[field for field in written if field not in kept],
        lost=[
            field
            for field in written
            if field in kept and getattr(source, field) != getattr(target, field)
        ],
    )


def merge(session: Session, actor: Actor, source: Entry, target: Entry) -> None:
    """Everything that points to `source` points to `target` from now on; `source` is deleted.

    Its name stays as another name of `target`, so that an import still finds it.
    """
    plan = plan_merge(source, target)
    touched = set(sheet_ids(session, source))
    for field in plan.filled:
        setattr(target, field, getattr(source, field))
    if isinstance(source, Lab):
        _move_programmes(session, plan.programmes, target)
    elif isinstance(source, Programme):
        touched |= _merge_programme(session, actor, source, target, plan)  # type: ignore[arg-type]
    elif isinstance(source, Track):
        _move_track_sheets(session, source, target)  # type: ignore[arg-type]
    else:
        _move_concept_sheets(session, source, target)
    target.other_names = other_names(
        [*target.other_names, source.name, *source.other_names], target.name
    )
    target.version += 1
    session.flush()
    session.expire(source)
    remove(session, actor, "catalogue.merged", source, into=target.id, into_name=target.name)
    session.expire(target)
    note_change(session, actor, "catalogue.changed", target)
    note_moved(session, actor, touched)


def _move_programmes(session: Session, programmes: Sequence[Programme], target: Entry) -> None:
    for position, programme in enumerate(programmes, start=1000):
        programme.lab_id, programme.position = target.id, position
    session.flush()


def _merge_programme(
    session: Session, actor: Actor, source: Programme, target: Programme, plan: MergePlan
) -> set[int]:
    touched: set[int] = set()
    twins = {track.key: track for track in target.tracks}
    for track in plan.joined:
        touched.update(sheet_ids(session, track))
        twin = twins[track.key]
        _move_track_sheets(session, track, twin)
        twin.other_names = other_names([*twin.other_names, *track.other_names], twin.name)
        for field in TEXTS["track"]:
            setattr(twin, field, getattr(twin, field) or getattr(track, field))
        remove(session, actor, "catalogue.merged", track, into=twin.id, into_name=twin.name)
    for position, track in enumerate(plan.tracks, start=1000):
        touched.update(sheet_ids(session, track))
        track.programme_id, track.position = target.id, position
    session.flush()
    session.execute(
        update(FactSheet).where(FactSheet.programme_id == source.id).values(programme_id=target.id)
    )
    return touched


def _move_track_sheets(session: Session, source: Track, target: Track) -> None:
    session.execute(
        update(FactSheet)
        .where(FactSheet.track_id == source.id)
        .values(track_id=target.id, programme_id=target.programme_id)
    )


def _move_concept_sheets(session: Session, source: Concept, target: Entry) -> None:
    link = sheet_concepts.c
    there = select(link.sheet_id).where(link.concept_id == target.id)
    moving = session.scalars(
        select(link.sheet_id).where(link.concept_id == source.id, link.sheet_id.not_in(there))
    ).all()
    if moving:
        session.execute(
            insert(sheet_concepts),
            [{"sheet_id": sheet_id, "concept_id": target.id} for sheet_id in moving],
        )
    session.execute(delete(sheet_concepts).where(link.concept_id == source.id))
