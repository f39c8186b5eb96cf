"""What the plugin keeps about a person: for them to have, and to erase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from portal.api import SYSTEM, User, Visibility, saved

from ..models import FactSheet, FoundSheet, ImportRun, OutdatedNote
from ..permissions import audience
from ..vocabulary import STATUSES, Status
from .data import TEXTS
from .sheets import KIND, delete_sheet


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """The sheets they wrote or keep, with their texts, the notes they sent, and what they are
    importing."""
    notes = session.scalars(select(OutdatedNote).where(OutdatedNote.by_id == user.id))
    return {
        "fact_sheets": [
            {
                "title": sheet.title,
                "status": str(STATUSES[Status(sheet.status)].words),
                "author": sheet.author_id == user.id,
                "responsible": sheet.responsible_id == user.id,
                **{name: getattr(sheet, name) for name in ("summary", *TEXTS)},
            }
            for sheet in _own(session, user)
        ],
        "imports": [
            {"at": at.isoformat(), "title": title}
            for at, title in session.execute(
                select(ImportRun.created_at, FoundSheet.title)
                .join(FoundSheet, FoundSheet.run_id == ImportRun.id)
                .where(ImportRun.user_id == user.id)
                .order_by(FoundSheet.id)
            )
        ],
        "changed_last": list(
            session.scalars(
                select(FactSheet.title)
                .where(FactSheet.updated_by_id == user.id)
                .order_by(FactSheet.id)
            )
        ),
        "notes": [{"at": note.created_at.isoformat(), "message": note.message} for note in notes],
    }


def erase_user(session: Session, user: User) -> None:
    """Deletes the drafts and private sheets that nobody else keeps; the others lose the name.
    Notes stay without a name: they are about the sheet. Imports under way go."""
    session.execute(delete(ImportRun).where(ImportRun.user_id == user.id))
    for sheet in _own(session, user):
        alone = sheet.owner_ids == {user.id}
        unseen = sheet.status == Status.DRAFT or sheet.visibility == Visibility.PRIVATE
        if alone and unseen:
            delete_sheet(session, SYSTEM, sheet)
        else:
            _detach(session, sheet, user.id)
    for sheet in session.scalars(
        select(FactSheet).where(FactSheet.visibility == Visibility.PEOPLE)
    ):
        if user.id in sheet.visible_people:
            sheet.visible_people = [one for one in sheet.visible_people if one != user.id]
            saved(session, KIND, sheet.id, audience(sheet), actor=SYSTEM)
    session.execute(
        update(FactSheet).where(FactSheet.updated_by_id == user.id).values(updated_by_id=None)
    )
    session.execute(update(OutdatedNote).where(OutdatedNote.by_id == user.id).values(by_id=None))


def _own(session: Session, user: User) -> list[FactSheet]:
    return list(
        session.scalars(
            select(FactSheet)
            .where(or_(FactSheet.author_id == user.id, FactSheet.responsible_id == user.id))
            .order_by(FactSheet.id)
        )
    )


def _detach(session: Session, sheet: FactSheet, user_id: int) -> None:
    if sheet.author_id == user_id:
        sheet.author_id = None
    if sheet.responsible_id == user_id:
        sheet.responsible_id = None
    sheet.version += 1
    session.flush()
    saved(session, KIND, sheet.id, audience(sheet), actor=SYSTEM)
