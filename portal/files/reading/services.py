"""Wishing for a content to be read, reading it, and what came of it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.database import now, own_session
from portal.files import storage
from portal.files.extraction import results
from portal.files.extraction.asking import CannotRead, extract_text
from portal.files.extraction.results import ExtractedText
from portal.files.models import Attachment, File
from portal.files.reading.models import FilePart, FileReading, ReadingState
from portal.files.reading.parts import parts_of
from portal.jobs.handlers import JobContext, aside
from portal.jobs.queue import enqueue, reindex

log = logging.getLogger("portal.files")
READ, READ_MISSING = "files.read", "files.read_missing"
#: A busy machine may be the reason that one took too long; not so many times over.
ATTEMPTS = 3
PAUSE = dt.timedelta(minutes=2)
_MAY_PASS = {results.TOO_MUCH, results.GONE}


def wish_reading(session: Session, file: File) -> None:
    """Has a content read, if it can be and was not yet."""
    if file.media_type not in results.READABLE:
        return
    if session.scalar(select(FileReading.id).where(FileReading.file_id == file.id)):
        return
    try:
        with session.begin_nested():
            session.add(FileReading(file_id=file.id))
    except IntegrityError:  # somebody else hung up the same a moment ago (PostgreSQL)
        return
    enqueue(session, READ, {"file": file.id})


def files_changed(session: Session, kind: str, object_id: int, *, conceals: bool) -> None:
    """What hangs on an object is not what it was. `conceals`: something was taken away, and must
    be found nowhere from now on, whether the indexer is there or not."""
    reindex(session, kind, [object_id], conceals=conceals)


@aside
def read_file(job: JobContext) -> None:
    """The handler: reads one content and keeps its text in parts."""
    file_id = int(job.payload["file"])
    # The job's own transaction would keep everybody else from writing meanwhile.
    job.session.rollback()
    with own_session() as session:
        begun = _begin(session, file_id)
    if begun is None:
        return
    file, attempts = begun
    reason, found = "", ExtractedText(())
    if attempts > ATTEMPTS:
        reason = results.TOO_MUCH  # whoever reads it dies of it
    else:
        try:
            found = extract_text(storage.place_of(file.digest), file.media_type)
        except CannotRead as problem:
            reason = problem.reason
    session = job.session
    reading = session.scalars(
        select(FileReading).where(FileReading.file_id == file_id).with_for_update()
    ).one_or_none()
    if reading is None:
        return  # the file was deleted meanwhile
    if reason in _MAY_PASS and attempts < ATTEMPTS:
        enqueue(session, READ, {"file": file_id}, due_at=now() + PAUSE * attempts)
        return
    _keep(session, reading, found, reason)
    if reason:
        log.info("the text of file %s cannot be read: %s", file_id, reason)
    for kind, object_ids in _where(session, file_id).items():
        # Nothing is hidden by it: what is found meanwhile may be found.
        reindex(session, kind, object_ids, conceals=False)


def _begin(session: Session, file_id: int) -> tuple[File, int] | None:
    reading = session.scalars(
        select(FileReading).where(FileReading.file_id == file_id)
    ).one_or_none()
    if reading is None or reading.state != ReadingState.WAITING:
        return None
    # Before it is tried: one that kills the worker is not tried for ever.
    reading.attempts += 1
    session.flush()
    file = session.get_one(File, file_id)
    session.expunge(file)
    return file, reading.attempts


def _keep(session: Session, reading: FileReading, found: ExtractedText, reason: str) -> None:
    session.execute(delete(FilePart).where(FilePart.file_id == reading.file_id))
    paged = len(found.pages) > 1
    rows: list[dict[str, Any]] = [
        {
            "file_id": reading.file_id,
            "number": number,
            "page": page if paged else 0,
            "text": text,
        }
        for number, (page, text) in enumerate(parts_of(found.pages))
    ]
    if rows:
        session.execute(insert(FilePart), rows)
    reading.state = ReadingState.FAILED if reason else ReadingState.READ
    reading.reason = reason
    reading.pages = len(found.pages)
    reading.characters = sum(len(row["text"].strip()) for row in rows)
    reading.truncated = found.truncated
    reading.read_at = now()


def _where(session: Session, file_id: int) -> dict[str, list[int]]:
    rows = session.execute(
        select(Attachment.kind, Attachment.object_id).where(
            Attachment.file_id == file_id, Attachment.removed_at.is_(None)
        )
    )
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row.object_id)
    return found


def read_missing(job: JobContext, most: int = 500) -> None:
    """Has those read that hung somewhere before files were read at all."""
    files = job.session.scalars(
        select(File)
        .join(Attachment, Attachment.file_id == File.id)
        .outerjoin(FileReading, FileReading.file_id == File.id)
        .where(
            Attachment.removed_at.is_(None),
            FileReading.id.is_(None),
            File.media_type.in_(results.READABLE),
        )
        .distinct()
        .limit(most)
    ).all()
    for file in files:
        wish_reading(job.session, file)


def readings_of(session: Session, file_ids: Iterable[int]) -> dict[int, FileReading]:
    """How far the reading of some contents has come; nothing for those that are not read."""
    rows = session.scalars(select(FileReading).where(FileReading.file_id.in_(set(file_ids))))
    return {row.file_id: row for row in rows}
