"""Imports as they come and go."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.api import Actor, now

from ...importing import (
    BOOKLET,
    COMMON,
    COMMON_PROFILE,
    DANISH,
    Candidate,
    Headings,
    ImportProblem,
    Profile,
    ReadSheet,
    best,
    candidates,
    read_sheets,
)
from ...importing.lines import clean
from ...importing.placing import TEXTS
from ...models import FoundSheet, ImportFile, ImportRun
from ...models.importing import FILE_NAME_MAX
from ...vocabulary import TITLE_MAX
from .. import profiles
from ..documents import Document
from ..incoming import Incoming, from_drafts
from .choosing import Choices

KEEP = dt.timedelta(days=14)
MAX_SHEETS = 500
OPEN, SKIPPED, TAKEN, KEPT = "open", "skipped", "taken", "kept"


def headings_on_offer(session: Session) -> dict[str, Headings]:
    """What a document may be read by: the booklet's headings, common ones, and the profiles'."""
    known = profiles.headings_by_key(session)
    return {BOOKLET: DANISH, COMMON: COMMON_PROFILE.headings} | known


class Reading:
    """A document read, before anything of it is kept; asks no database."""

    def __init__(self, document: Document, offered: Mapping[str, Headings], wanted: str) -> None:
        """`wanted` is the key of the headings to read it by; empty: those that fit best. Raises
        ImportProblem: `no_sheets_found` where there is nothing to point at either,
        `too_many_for_page`, and what reading raises."""
        self.document = document
        self.text = clean(document.text)
        self.key = wanted if wanted in offered else best(self.text, offered) or ""
        self.found: list[ReadSheet] = []
        if self.key:
            self.found = _sheets(self.text, offered[self.key], document.whole)
        if self.key == COMMON and wanted != COMMON:
            self.found = _likely(self.found)
        if not self.found:
            self.key = ""
            if len(headings_in(self.text, document.whole)) < 2:
                raise ImportProblem("no_sheets_found")


def begin(
    session: Session, actor: Actor, readings: Sequence[Reading], choices: Choices
) -> ImportRun:
    """An import of the documents; where the actor has begun that very one, that."""
    digests = {_digest(reading.text) for reading in readings}
    for run in open_runs(session, actor):
        if {file.digest for file in run.files} == digests:
            run.touched_at = now()
            return run
    assert actor.user_id is not None
    run = ImportRun(user_id=actor.user_id, settings=choices.to_json())
    session.add(run)
    session.flush()
    once: set[str] = set()
    for reading in readings:
        digest = _digest(reading.text)
        if digest in once:
            continue  # the same file chosen twice
        once.add(digest)
        file = ImportFile(
            run_id=run.id,
            name=_file_name(reading.document.name),
            digest=digest,
            text=reading.text,
            whole=reading.document.whole,
            truncated=reading.document.truncated,
        )
        session.add(file)
        session.flush()
        _note_headings(session, file, reading.key)
        _keep(session, file, reading.found)
    session.flush()
    session.refresh(run)
    return run


def open_runs(session: Session, actor: Actor) -> list[ImportRun]:
    """The imports that the actor has begun, the newest first."""
    return list(
        session.scalars(
            select(ImportRun)
            .where(ImportRun.user_id == actor.user_id)
            .order_by(ImportRun.touched_at.desc(), ImportRun.id.desc())
        )
    )


def find_run(session: Session, actor: Actor, run_id: int) -> ImportRun | None:
    """An import of the actor's own."""
    if not 0 < run_id < 2**31 or actor.user_id is None:
        return None
    return session.scalar(
        select(ImportRun).where(ImportRun.id == run_id, ImportRun.user_id == actor.user_id)
    )


def find_sheet(session: Session, run: ImportRun, found_id: int) -> FoundSheet | None:
    """A found sheet of an import."""
    if not 0 < found_id < 2**31:
        return None
    return session.scalar(
        select(FoundSheet).where(FoundSheet.id == found_id, FoundSheet.run_id == run.id)
    )


def find_file(run: ImportRun, file_id: int) -> ImportFile | None:
    """A document of an import."""
    return next((file for file in run.files if file.id == file_id), None)


def sheets_of(session: Session, run: ImportRun, *states: str) -> list[FoundSheet]:
    """The found sheets in the order of the documents; all, or those in one of the states."""
    statement = select(FoundSheet).where(FoundSheet.run_id == run.id)
    if states:
        statement = statement.where(FoundSheet.state.in_(states))
    order = (FoundSheet.file_id, FoundSheet.position, FoundSheet.id)
    return list(session.scalars(statement.order_by(*order)))


def counts(session: Session, run: ImportRun) -> dict[str, int]:
    """How many sheets are in which state."""
    rows = session.execute(
        select(FoundSheet.state, func.count())
        .where(FoundSheet.run_id == run.id)
        .group_by(FoundSheet.state)
    )
    found = {OPEN: 0, SKIPPED: 0, TAKEN: 0, KEPT: 0}
    for state, number in rows:
        found[state] = number
    return found


def read_again(session: Session, file: ImportFile, key: str, profile: Profile, name: str) -> int:
    """Reads a document by other headings; says how many sheets it has now.

    What was taken stays, and what was corrected keeps its corrections. Raises ImportProblem and
    changes nothing where no sheet is found.
    """
    headings = DANISH if key == BOOKLET else profile.headings
    found = _sheets(file.text, headings, file.whole)
    if not found:
        raise ImportProblem("no_sheets_found")
    file.headings, file.profile = profile.to_json() if key != BOOKLET else {}, name
    _keep(session, file, found)
    session.flush()
    return len(found)


def headings_in(
    text: str, whole: bool, headings: Headings | None = None, known: Iterable[Headings] = ()
) -> list[Candidate]:
    """The lines of a document that look like headings."""
    wanted = headings or Profile({}).headings
    return candidates(text, wanted, whole=whole, known=known)


def forget(session: Session, run: ImportRun) -> None:
    """Deletes an import; the sheets that were made by it stay."""
    session.delete(run)
    session.flush()


def forget_old(session: Session) -> None:
    """Deletes the imports that nobody has looked at for a while."""
    session.execute(delete(ImportRun).where(ImportRun.touched_at < now() - KEEP))


def _sheets(text: str, headings: Headings, whole: bool) -> list[ReadSheet]:
    try:
        found = read_sheets(text, headings, whole=whole)
    except ImportProblem as problem:
        if problem.code == "no_sheets_found":
            return []
        raise
    if len(found) > MAX_SHEETS:
        raise ImportProblem("too_many_for_page", limit=MAX_SHEETS)
    return found


def _likely(found: list[ReadSheet]) -> list[ReadSheet]:
    """The sheets, unless they are hardly any: every report has a 'Background' and 'Results'
    somewhere, with something like a title above."""
    sections = [
        sum(bool(getattr(one.draft, name)) for name in TEXTS if name != "summary") for one in found
    ]
    return found if found and sum(n > 1 for n in sections) * 4 > len(found) * 3 else []


def _note_headings(session: Session, file: ImportFile, key: str) -> None:
    if key == BOOKLET:
        file.profile = BOOKLET
    elif key == COMMON:
        file.headings, file.profile = COMMON_PROFILE.to_json(), COMMON
    elif key:
        row = next(row for row in profiles.all_profiles(session) if str(row.id) == key)
        file.headings, file.profile = row.words, row.name


def _keep(session: Session, file: ImportFile, read: Sequence[ReadSheet]) -> None:
    """Keeps what was read, in place of what an earlier reading found and nobody has touched."""
    before = session.scalars(select(FoundSheet).where(FoundSheet.file_id == file.id)).all()
    touched = {row.key: row for row in before if row.state in (TAKEN, KEPT) or row.changes}
    for row in before:
        if row.key not in touched:
            session.delete(row)
    incoming = from_drafts(file.name, [one.draft for one in read])
    for position, (one, sheet) in enumerate(zip(incoming, read, strict=True)):
        known = touched.get(one.key)
        if known is not None and known.state in (TAKEN, KEPT):
            continue
        row = known or FoundSheet(run_id=file.run_id, file_id=file.id)
        _fill(row, one, sheet, position)
        session.add(row)


def _fill(row: FoundSheet, one: Incoming, sheet: ReadSheet, position: int) -> None:
    row.position, row.key, row.digest = position, one.key, one.digest
    row.title = one.title[:TITLE_MAX]
    row.values = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in one.values.items()
    }
    row.source, row.remarks = sheet.source, [list(pair) for pair in sheet.remarks]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _file_name(name: str) -> str:
    shown = "".join(char for char in name if char.isprintable()).strip() or "?"
    if len(shown) <= FILE_NAME_MAX:
        return shown
    return shown[: FILE_NAME_MAX - 10] + "…" + shown[-9:]
