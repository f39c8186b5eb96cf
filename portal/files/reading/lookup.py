"""The text of attachments for the search: all of it for the index, some of it for a hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import Session

from portal.database import db, reading
from portal.files.models import Attachment, File
from portal.files.reading.models import FilePart, FileReading, ReadingState
from portal.search.engine.documents import Attached, Document


def with_attachments(session: Session, kind: str, documents: Sequence[Document]) -> list[Document]:
    """The documents of some objects of one kind, each with what hangs on it; one query. The text
    is fetched when it is asked for, as there may be much of it."""
    ids = [int(document.id) for document in documents]
    rows = session.execute(
        select(Attachment, FileReading.state)
        .outerjoin(FileReading, FileReading.file_id == Attachment.file_id)
        .where(
            Attachment.kind == kind,
            Attachment.object_id.in_(ids),
            Attachment.removed_at.is_(None),
        )
        .order_by(Attachment.position, Attachment.id)
    )
    found: dict[str, list[Attached]] = {}
    for one, state in rows:
        load = partial(_parts, one.file_id) if state == ReadingState.READ else _nothing
        name = one.name if not one.title else f"{one.title} {one.name}"
        found.setdefault(str(one.object_id), []).append(Attached(str(one.id), name, load))
    return [
        replace(document, attachments=tuple(found[document.id]))
        if document.id in found
        else document
        for document in documents
    ]


def _parts(file_id: int) -> list[str]:
    with reading(), Session(db.engine) as session:
        return list(
            session.scalars(
                select(FilePart.text).where(FilePart.file_id == file_id).order_by(FilePart.number)
            )
        )


def _nothing() -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Part:
    """A place in a file that hangs on an object; `page` 0 where it has no pages."""

    attachment_id: int
    name: str
    label: str
    media_type: str
    page: int
    text: str


def parts(
    session: Session, wanted: Iterable[tuple[str, int, int, int]]
) -> dict[tuple[int, int], Part]:
    """The parts (kind, object, attachment, number) that still hang there, by the last two.

    Number -1 is the file by its name alone. A file that was taken off since it was indexed is not
    among them: the database has the last word.
    """
    wanted = list(wanted)
    if not wanted:
        return {}
    rows = session.execute(
        select(Attachment, File.media_type, FilePart.number, FilePart.page, FilePart.text)
        .join(File, File.id == Attachment.file_id)
        .outerjoin(
            FilePart,
            and_(
                FilePart.file_id == File.id,
                FilePart.number.in_({number for *_, number in wanted}),
            ),
        )
        .where(
            tuple_(Attachment.kind, Attachment.object_id, Attachment.id).in_(
                [(kind, object_id, one) for kind, object_id, one, _ in wanted]
            ),
            Attachment.removed_at.is_(None),
        )
    )
    found = {}
    for one, media_type, number, page, text in rows:
        about = (one.id, one.name, one.label, media_type)
        found[one.id, -1] = Part(*about, 0, "")
        if number is not None:
            found[one.id, number] = Part(*about, page, text)
    return found
