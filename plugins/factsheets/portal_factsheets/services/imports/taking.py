"""Found sheets become fact sheets; and undoing that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.api import Actor, NotAllowed, PortalError, may, narrow, now

from ...models import FactSheet, FoundSheet, ImportRun
from ...vocabulary import Status
from .. import catalogue, sheets
from ..data import SheetData, data_of
from .corrections import Wanted
from .matching import CHANGED, NEW, SAME, UNSEEN, Match, Matcher
from .runs import KEPT, OPEN, SKIPPED, TAKEN, sheets_of


@dataclass(slots=True)
class Taken:
    """What became of several found sheets: their number by status, and what could not be made."""

    made: list[FactSheet] = field(default_factory=list)
    there: int = 0
    differing: int = 0
    refused: list[tuple[FoundSheet, Mapping[str, str]]] = field(default_factory=list)


def take(session: Session, actor: Actor, run: ImportRun, found: FoundSheet) -> Match:
    """Makes a draft of a found sheet; where the sheet is there already, nothing is made.

    Says how it stood. Raises InvalidSheet with the errors by field, and NotAllowed. What cannot be
    made leaves nothing behind, no programme or concept either.
    """
    _lock(session, found)
    match = Matcher(session, actor, run, [found]).look(found)
    if found.state in (TAKEN, KEPT):
        return match
    run.touched_at = now()
    if match.status == NEW:
        try:
            with session.begin_nested():
                data = _with_catalogue(session, actor, match.wanted)
                sheet = sheets.create_sheet(session, actor, data, source_key=found.key)
                sheet.source_digest = found.digest
        except IntegrityError:  # another import was faster by a moment
            match = Matcher(session, actor, run, [found]).look(found)
        else:
            _settle(found, TAKEN, sheet, made=True)
    if match.status == SAME:
        _settle(found, KEPT, match.there)
    session.flush()
    return match


def take_all(session: Session, actor: Actor, run: ImportRun) -> Taken:
    """Takes every sheet that is open and new; those that differ wait for a decision."""
    done = Taken()
    for found in sheets_of(session, run, OPEN):
        try:
            match = take(session, actor, run, found)
        except sheets.InvalidSheet as problem:
            done.refused.append((found, problem.errors))
            continue
        if found.state == TAKEN and found.sheet_id is not None:
            made = session.get(FactSheet, found.sheet_id)
            done.made += [made] if made is not None else []
        elif match.status == CHANGED:
            done.differing += 1
        else:
            done.there += 1
    return done


def skip(session: Session, found: FoundSheet) -> None:
    """Leaves a found sheet out; it can be taken all the same later."""
    _lock(session, found)
    if found.state == OPEN:
        found.state = SKIPPED


def bring_back(session: Session, found: FoundSheet) -> None:
    """A sheet that was left out waits again."""
    _lock(session, found)
    if found.state == SKIPPED:
        found.state = OPEN


def settle_differences(
    session: Session, actor: Actor, found: FoundSheet, sheet: FactSheet, data: SheetData
) -> bool:
    """Writes what was chosen field by field onto the sheet that is there; says whether it changed.

    From now on the sheet counts as agreeing with the document. Raises as `update_sheet`.
    """
    _lock(session, found)
    before, there = sheet.version, data_of(sheet)
    if set(data.concept_ids) == set(there.concept_ids):
        data = replace(data, concept_ids=there.concept_ids)  # another order is no change
    sheets.update_sheet(session, actor, sheet, data, version=sheet.version)
    sheet.source_digest = found.digest
    _settle(found, KEPT, sheet)
    session.flush()
    return sheet.version != before


def undo(session: Session, actor: Actor, found: FoundSheet) -> bool:
    """Deletes the draft that was made of a found sheet while nobody has touched it since, and the
    found sheet waits again. False where it was touched, published or is not the actor's."""
    _lock(session, found)
    if not can_undo(session, actor, found):
        return False
    sheet = session.get(FactSheet, found.sheet_id)
    assert sheet is not None
    sheets.lock(session, sheet)
    if not _untouched(found, sheet):
        return False
    found.sheet_id = found.made_version = None
    found.state = OPEN
    session.flush()
    try:
        sheets.delete_sheet(session, actor, sheet)
    except NotAllowed as problem:
        raise PortalError(_("You may not delete this fact sheet.")) from problem
    return True


def undo_all(session: Session, actor: Actor, run: ImportRun) -> int:
    """Deletes every draft of an import that nobody has touched; says how many."""
    return sum(undo(session, actor, found) for found in sheets_of(session, run, TAKEN))


def can_undo(session: Session, actor: Actor, found: FoundSheet) -> bool:
    """Whether the draft that was made of a found sheet is as it was made."""
    if found.state != TAKEN or found.sheet_id is None:
        return False
    sheet = session.get(FactSheet, found.sheet_id)
    return sheet is not None and _untouched(found, sheet) and may(session, actor, "delete", sheet)


def made_sheets(
    session: Session, actor: Actor, found: Sequence[FoundSheet]
) -> dict[int, FactSheet]:
    """The sheets that found sheets became or are and the actor may see, by their ids."""
    ids = [one.sheet_id for one in found if one.sheet_id is not None]
    statement = select(FactSheet).where(FactSheet.id.in_(ids))
    rows = session.scalars(narrow(statement, actor, FactSheet))
    return {row.id: row for row in rows}


def _untouched(found: FoundSheet, sheet: FactSheet) -> bool:
    return sheet.status == Status.DRAFT and sheet.version == found.made_version


def _with_catalogue(session: Session, actor: Actor, wanted: Wanted) -> SheetData:
    """The sheet's data, with the programme, track and concepts made that are not there yet."""
    data = wanted.data
    changes: dict[str, Any] = {}
    programme: Any = None
    if wanted.new_programme:
        programme = catalogue.find_or_create_programme(session, actor, wanted.new_programme)
        changes = {"programme_id": programme.id, "track_id": None}
    elif data.programme_id is not None:
        programme = catalogue.find_entry(session, "programme", data.programme_id)
    if wanted.new_track:
        track = catalogue.find_or_create_track(session, actor, wanted.new_track, programme)
        changes |= {"programme_id": track.programme_id, "track_id": track.id}
    if wanted.new_concepts:
        made = [
            catalogue.find_or_create_concept(session, actor, name) for name in wanted.new_concepts
        ]
        changes["concept_ids"] = tuple(
            dict.fromkeys([*data.concept_ids, *(concept.id for concept in made)])
        )
    return replace(data, **changes)


def _settle(found: FoundSheet, state: str, sheet: FactSheet | None, made: bool = False) -> None:
    found.state = state
    found.sheet_id = sheet.id if sheet is not None else None
    found.made_version = sheet.version if sheet is not None and made else None
    found.version += 1


def _lock(session: Session, found: FoundSheet) -> None:
    session.flush()
    session.refresh(found, with_for_update={"of": FoundSheet})


__all__ = [
    "UNSEEN",
    "Taken",
    "bring_back",
    "can_undo",
    "made_sheets",
    "settle_differences",
    "skip",
    "take",
    "take_all",
    "undo",
    "undo_all",
]
