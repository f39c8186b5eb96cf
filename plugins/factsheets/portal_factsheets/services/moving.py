"""Sheets that changed because the catalogue did: merged concepts, tracks under new programmes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from portal.api import Actor, keep_version, record, reindex

from ..models import FactSheet

#: What the history calls it.
MOVED = "factsheets.moved"


def note_moved(session: Session, actor: Actor, sheet_ids: Iterable[int]) -> None:
    """Call after the rows of these sheets were rewritten: each gets a version in its history, a
    line in the audit trail and a new number, so that a form that is open notices. Followers are
    not told: what the sheet says is the same."""
    ids = sorted(set(sheet_ids))
    if not ids:
        return
    session.flush()
    session.execute(
        update(FactSheet)
        .where(FactSheet.id.in_(ids))
        .values(version=FactSheet.version + 1)
        .execution_options(synchronize_session=False)
    )
    sheets = session.scalars(
        select(FactSheet)
        .where(FactSheet.id.in_(ids))
        .order_by(FactSheet.id)
        .options(selectinload(FactSheet.concepts), selectinload(FactSheet.tag_rows))
        .execution_options(populate_existing=True)
    ).all()
    for sheet in sheets:
        keep_version(session, "factsheet", sheet.id, actor, MOVED)
        record(session, actor, "sheet.moved", "factsheet", sheet.id)
    reindex(session, "factsheet", ids, conceals=False)
