"""Writing, changing, publishing and deleting fact sheets.

Sessions and actors are given; who asks has been checked by the caller with `may`. Nothing here
commits.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask_babel import get_timezone
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    ConflictError,
    InvalidInput,
    NotAllowed,
    PortalError,
    danish_order,
    deleted,
    fold,
    may,
    narrow,
    now,
    record,
    saved,
)

from ..models import Concept, FactSheet, OutdatedNote, SheetTag
from ..permissions import CREATE, audience
from ..vocabulary import Status
from .data import PLAIN, SheetData, cleaned, data_of, problems
from .following import tell_followers

KIND = "factsheet"
REVIEW_EVERY = dt.timedelta(days=365)


class InvalidSheet(InvalidInput):
    """What was written cannot be saved; `errors` says why, by the name of the field."""


class SheetConflict(ConflictError):
    """Somebody else saved meanwhile: `mine` is what was written, `theirs` the sheet as it now
    is, of version `version`."""

    def __init__(self, mine: SheetData, sheet: FactSheet) -> None:
        super().__init__(_("While you wrote, somebody else changed the sheet."))
        self.mine, self.theirs, self.version = mine, data_of(sheet), sheet.version
        self.by = sheet.updated_by.name if sheet.updated_by else ""


def today() -> dt.date:
    """The day it is where the portal is."""
    return now().astimezone(get_timezone()).date()


def create_sheet(
    session: Session, actor: Actor, data: SheetData, *, source_key: str | None = None
) -> FactSheet:
    """A new draft of the actor's. Raises NotAllowed, or InvalidSheet with the errors by field."""
    if not may(session, actor, CREATE):
        raise NotAllowed(_("You may not write fact sheets."))
    data = _checked(session, actor, data, None)
    sheet = FactSheet(author_id=actor.user_id, updated_by_id=actor.user_id)
    if source_key:
        sheet.source_key = source_key
    _write(session, sheet, data)
    session.add(sheet)
    session.flush()
    record(session, actor, "sheet.created", KIND, sheet.id)
    _tell(session, actor, sheet, "imported" if source_key else "created")
    return sheet


def update_sheet(
    session: Session, actor: Actor, sheet: FactSheet, data: SheetData, *, version: int
) -> FactSheet:
    """Writes `data`, which was made from version `version` of the sheet.

    Raises NotAllowed, InvalidSheet with the errors by field, or SheetConflict with both
    versions when the sheet was changed meanwhile. What is said of a sheet the actor cannot see
    (`builds_on_id`) stays as it is.
    """
    lock(session, sheet)
    if not may(session, actor, "edit", sheet):
        raise NotAllowed(_("You may not change this fact sheet."))
    data = _keep_unseen(session, actor, sheet, data)
    if version != sheet.version:
        raise SheetConflict(cleaned(data), sheet)
    data = _checked(session, actor, data, sheet)
    if data == cleaned(data_of(sheet)):
        return sheet
    _write(session, sheet, data)
    _touch(sheet, actor)
    session.flush()
    record(session, actor, "sheet.changed", KIND, sheet.id)
    _tell(session, actor, sheet, "edited")
    return sheet


def missing_for_publishing(sheet: FactSheet) -> list[str]:
    """What must be written before the sheet can be published; empty when it can."""
    missing = []
    told = (sheet.challenge, sheet.hypothesis, sheet.hypothesis_if, sheet.actions, sheet.findings)
    if not any(text.strip() for text in told):
        missing.append(_("Write at least the challenge, the actions or what you found."))
    return missing


def publish(session: Session, actor: Actor, sheet: FactSheet, *, quiet: bool = False) -> None:
    """Shows the sheet to those it is for; also brings an archived one back. Its followers hear
    of it, but not when it only comes back: from the archive, or `quiet`, which takes something
    back.

    Raises NotAllowed, or PortalError when something is missing.
    """
    back = quiet or sheet.status == Status.ARCHIVED
    _move(session, actor, sheet, "publish", Status.PUBLISHED, tells=not back)


def unpublish(session: Session, actor: Actor, sheet: FactSheet) -> None:
    """Makes it a draft again, which only its owners see. Raises NotAllowed."""
    _move(session, actor, sheet, "unpublish", Status.DRAFT)


def archive(session: Session, actor: Actor, sheet: FactSheet) -> None:
    """Takes a published sheet out of lists and search; who could see it still can by its
    address. Raises NotAllowed."""
    _move(session, actor, sheet, "archive", Status.ARCHIVED)


def delete_sheet(session: Session, actor: Actor, sheet: FactSheet) -> None:
    """Deletes it for good. Raises NotAllowed."""
    if not may(session, actor, "delete", sheet):
        raise NotAllowed(_("You may not delete this fact sheet."))
    object_id = sheet.id
    session.delete(sheet)
    session.flush()
    record(session, actor, "sheet.deleted", KIND, object_id)
    deleted(session, KIND, object_id)


def mark_reviewed(session: Session, actor: Actor, sheet: FactSheet) -> None:
    """'Still right': the next review is due in a year, and the notes that it is out of date are
    settled. Raises NotAllowed."""
    lock(session, sheet)
    if not may(session, actor, "review", sheet):
        raise NotAllowed(_("You may not change this fact sheet."))
    sheet.reviewed_on = today()
    sheet.review_due = sheet.reviewed_on + REVIEW_EVERY
    close_notes(session, sheet)
    _touch(sheet, actor)
    record(session, actor, "sheet.reviewed", KIND, sheet.id)
    _tell(session, actor, sheet, "reviewed")


def close_notes(session: Session, sheet: FactSheet) -> None:
    """Settles every open note that the sheet is out of date."""
    session.execute(
        update(OutdatedNote)
        .where(OutdatedNote.sheet_id == sheet.id, OutdatedNote.closed_at.is_(None))
        .values(closed_at=now())
    )


def lock(session: Session, sheet: FactSheet) -> None:
    """Reads the sheet anew; on PostgreSQL nobody else can change it before our commit, on
    SQLite no other transaction writes meanwhile."""
    session.flush()  # reading anew would drop what has not been written
    session.refresh(sheet, with_for_update={"of": FactSheet})


def _move(
    session: Session,
    actor: Actor,
    sheet: FactSheet,
    verb: str,
    status: Status,
    *,
    tells: bool = True,
) -> None:
    lock(session, sheet)
    if not may(session, actor, verb, sheet):
        raise NotAllowed(_("You may not do that with this fact sheet."))
    if sheet.status == status:
        return
    if status == Status.ARCHIVED and sheet.status != Status.PUBLISHED:
        raise PortalError(_("Only a published sheet can be archived."))
    if status == Status.PUBLISHED:
        missing = missing_for_publishing(sheet)
        if missing:
            raise PortalError(" ".join([_("The sheet cannot be published yet."), *missing]))
        sheet.published_at = sheet.published_at or now()
    sheet.status = status
    _touch(sheet, actor)
    session.flush()
    record(session, actor, f"sheet.{_DONE[verb]}", KIND, sheet.id)
    _tell(session, actor, sheet, _DONE[verb], tells=tells)


_DONE = {"publish": "published", "unpublish": "unpublished", "archive": "archived"}


def _checked(session: Session, actor: Actor, data: SheetData, sheet: FactSheet | None) -> SheetData:
    data = cleaned(data)
    errors = problems(session, actor, data, sheet)
    if errors:
        raise InvalidSheet(errors)
    return data


def _keep_unseen(session: Session, actor: Actor, sheet: FactSheet, data: SheetData) -> SheetData:
    origin = sheet.builds_on_id
    if data.builds_on_id is None and origin is not None:
        seen = narrow(select(FactSheet.id).where(FactSheet.id == origin), actor, FactSheet)
        if session.scalar(seen) is None:
            return replace(data, builds_on_id=origin)
    return data


def _write(session: Session, sheet: FactSheet, data: SheetData) -> None:
    for name in PLAIN:
        setattr(sheet, name, getattr(data, name))
    sheet.other_titles = list(data.other_titles)
    sheet.links = [{"title": link.title, "url": link.url} for link in data.links]
    sheet.visible_units = list(data.visible_units)
    sheet.visible_people = list(data.visible_people)
    there = {row.name: row for row in sheet.tag_rows}
    sheet.tag_rows = [there.get(name) or SheetTag(name=name) for name in data.tags]
    sheet.sort_title = danish_order(data.title)
    sheet.folded = fold(
        " ".join([data.title, *data.other_titles, data.summary, *data.tags, data.institution])
    )
    wanted = select(Concept).where(Concept.id.in_(data.concept_ids))
    sheet.concepts = list(session.scalars(wanted)) if data.concept_ids else []


def _touch(sheet: FactSheet, actor: Actor) -> None:
    sheet.version += 1
    sheet.updated_at = now()
    sheet.updated_by_id = actor.user_id


def _tell(
    session: Session, actor: Actor, sheet: FactSheet, action: str, *, tells: bool = True
) -> None:
    saved(session, KIND, sheet.id, audience(sheet), actor=actor, action=action)
    if tells:
        tell_followers(session, actor, KIND, sheet, action)
