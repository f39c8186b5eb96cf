"""Keeping files and hanging them on objects. Callers ask `may(..., 'edit', obj)` first."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from portal.access.actors import Actor
from portal.audit.trail import record
from portal.database import now
from portal.errors import PortalError
from portal.files import problems, storage
from portal.files.incoming import Examined, Incoming, take_in
from portal.files.models import Attachment, File
from portal.files.names import clean_name
from portal.files.reading.services import files_changed, wish_reading
from portal.files.sniffing import TYPES

log = logging.getLogger("portal.files")
MAX_TITLE = 200
#: How many files one object may have; a page with more is no page.
MAX_ATTACHMENTS = 50
#: How long a file that hangs nowhere is kept, and a removal can be undone.
KEPT = dt.timedelta(days=1)
#: No transaction takes longer.
STRAY_SECONDS = 3600


def store_upload(session: Session, actor: Actor, stream: Any, name: str) -> File:
    """Keeps a content and returns its row; the same content is kept once.

    `stream`: what an upload field gave (`storage.stream`), or any binary stream. Raises
    FileProblem, whose text says what is wrong with the file, and PortalError's kin only.
    """
    if isinstance(stream, Incoming):
        stream.examine(name)
        if stream.problem is not None:
            raise stream.problem
        assert stream.examined is not None
        return _keep(session, actor, stream.examined)
    incoming = take_in(stream, name)
    try:
        assert incoming.examined is not None
        return _keep(session, actor, incoming.examined)
    finally:
        incoming.close()


def _keep(session: Session, actor: Actor, found: Examined) -> File:
    file = _row(session, found.digest) or _new_row(session, actor, found)
    file.used_at = now()
    try:
        # Always, also where the row was there: the sweep may have died between the two.
        storage.put(found.path, found.digest)
    except OSError as problem:
        log.error("a file could not be kept: %s", problem)
        raise problems.not_kept() from None
    return file


def _row(session: Session, digest: str) -> File | None:
    # Locked, so that the sweep either sees `used_at` or has deleted the row already.
    return session.scalars(
        select(File).where(File.digest == digest).with_for_update()
    ).one_or_none()


def _new_row(session: Session, actor: Actor, found: Examined) -> File:
    file = File(
        digest=found.digest,
        size=found.size,
        media_type=found.kind.media_type,
        original_name=found.name,
        uploader_id=actor.user_id,
    )
    try:
        with session.begin_nested():
            session.add(file)
    except IntegrityError:  # somebody else sent the same a moment ago (PostgreSQL)
        there = _row(session, found.digest)
        if there is None:
            raise problems.not_kept() from None
        return there
    return file


def name_for(file: File, upload: FileStorage) -> str:
    """The name under which an upload is given out: as it came, and with an ending that is true."""
    return clean_name(upload.filename or "", TYPES[file.media_type].endings)


def attach(
    session: Session,
    actor: Actor,
    kind: str,
    object_id: int,
    file: File,
    *,
    name: str = "",
    title: str = "",
) -> Attachment:
    """Hangs a file on an object, at the end. Raises PortalError for one that hangs there already,
    a title that is too long, and one file too many."""
    title = _clean_title(title)
    there = attachments_of(session, kind, [object_id])[object_id]
    for other in there:
        if other.file_id == file.id:
            raise PortalError(_("The file is here already: %(name)s", name=other.label))
    if len(there) >= MAX_ATTACHMENTS:
        words = _("There are %(number)s files here. Remove one first.", number=len(there))
        raise PortalError(words)
    session.flush()
    attachment = Attachment(
        kind=kind,
        object_id=object_id,
        file=file,
        name=name or file.original_name,
        title=title,
        position=max((other.position for other in there), default=0) + 1,
        added_by_id=actor.user_id,
    )
    session.add(attachment)
    session.flush()
    record(session, actor, "file.attached", kind, object_id, name=attachment.name)
    wish_reading(session, file)
    files_changed(session, kind, object_id, conceals=False)
    return attachment


def rename(session: Session, actor: Actor, attachment: Attachment, title: str) -> None:
    """Calls an attachment something else. Raises PortalError for a title that is too long."""
    attachment.title = _clean_title(title)
    # The old one is found no more.
    files_changed(session, attachment.kind, attachment.object_id, conceals=True)


def detach(session: Session, actor: Actor, attachment: Attachment) -> None:
    """Takes a file off its object; `restore` hangs it back for a day."""
    if attachment.removed_at is None:
        attachment.removed_at = now()
        about = (attachment.kind, attachment.object_id)
        record(session, actor, "file.detached", *about, name=attachment.name)
        files_changed(session, *about, conceals=True)


def restore(session: Session, actor: Actor, attachment: Attachment) -> None:
    """Undoes `detach`."""
    if attachment.removed_at is not None:
        attachment.removed_at = None
        about = (attachment.kind, attachment.object_id)
        record(session, actor, "file.attached", *about, name=attachment.name)
        wish_reading(session, attachment.file)
        files_changed(session, *about, conceals=False)


def move(session: Session, attachment: Attachment, up: bool) -> None:
    """Changes an attachment's place with the one above or below; at the end nothing happens."""
    row = attachments_of(session, attachment.kind, [attachment.object_id])[attachment.object_id]
    if attachment not in row:
        return
    at = row.index(attachment)
    to = at - 1 if up else at + 1
    if 0 <= to < len(row):
        row[at], row[to] = row[to], row[at]
    for position, one in enumerate(row, start=1):
        one.position = position


def attachments_of(
    session: Session, kind: str, object_ids: Iterable[int]
) -> dict[int, list[Attachment]]:
    """The attachments of several objects of one kind, each in its order; one query."""
    found: dict[int, list[Attachment]] = {object_id: [] for object_id in object_ids}
    rows = session.scalars(
        select(Attachment)
        .where(
            Attachment.kind == kind,
            Attachment.object_id.in_(found),
            Attachment.removed_at.is_(None),
        )
        .order_by(Attachment.position, Attachment.id)
    )
    for row in rows:
        found[row.object_id].append(row)
    return found


def detach_all(session: Session, kind: str, object_id: int) -> None:
    """The object is gone, and with it what hung on it."""
    session.execute(
        delete(Attachment).where(Attachment.kind == kind, Attachment.object_id == object_id)
    )


def sweep(session: Session, kept: dt.timedelta = KEPT) -> int:
    """Deletes what has hung nowhere for a day; returns how many contents went.

    Contents go before the commit: whoever uploads the same meanwhile waits for this transaction
    (SQLite's only writer, PostgreSQL's row), then finds no row and puts the content anew.
    """
    before = now() - kept
    session.execute(delete(Attachment).where(Attachment.removed_at < before))
    hangs = select(Attachment.id).where(Attachment.file_id == File.id).exists()
    found: Sequence[File] = session.scalars(
        select(File).where(File.used_at < before, ~hangs).with_for_update()
    ).all()
    # Asked again now that the rows are locked: PostgreSQL may have waited for somebody's upload,
    # and answers such a question as of before the waiting.
    used = set(
        session.scalars(
            select(Attachment.file_id).where(Attachment.file_id.in_([file.id for file in found]))
        )
    )
    orphans = [file for file in found if file.id not in used]
    for file in orphans:
        storage.remove(file.digest)
        session.delete(file)
    session.flush()
    known = set(session.scalars(select(File.digest)))
    strays = [digest for digest in storage.digests() if digest not in known]
    # A stray may be an upload whose transaction has not been committed yet.
    age = max(kept.total_seconds(), STRAY_SECONDS)
    gone = storage.forget_strays(strays, age) + storage.forget_leftovers()
    return len(orphans) + gone


def forget_person(session: Session, user_id: int) -> None:
    """Files stay where they hang; who brought them is forgotten."""
    session.execute(update(File).where(File.uploader_id == user_id).values(uploader_id=None))
    session.execute(
        update(Attachment).where(Attachment.added_by_id == user_id).values(added_by_id=None)
    )


def total_bytes(session: Session) -> int:
    """How much room the contents take."""
    return session.scalar(select(func.coalesce(func.sum(File.size), 0))) or 0


def _clean_title(title: str) -> str:
    plain = " ".join(title.replace("\x00", "").split())
    if len(plain) > MAX_TITLE:
        raise PortalError(_("Write at most %(number)s characters.", number=MAX_TITLE))
    return plain
