"""The wish button beside a fact sheet."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Panel, narrow

from ..models import Series
from ..vocabulary import SeriesStatus
from .services import own_wish


def of_sheet(session: Session, actor: Actor, sheet: object) -> Iterable[Panel]:
    """For whoever may read a published sheet that is not their own."""
    sheet_id = getattr(sheet, "id", None)
    owners: set[int] = getattr(sheet, "owner_ids", set())
    if not actor.is_signed_in or getattr(sheet, "status", "") != "published" or sheet_id is None:
        return
    if actor.user_id in owners:
        return
    announced = select(Series).where(
        Series.sheet_id == sheet_id, Series.status == SeriesStatus.OPEN
    )
    yield Panel(
        "workshops/wishes/panel.html",
        {
            "sheet_id": sheet_id,
            "wish": own_wish(session, actor, sheet_id),
            "series": session.scalars(narrow(announced, actor, Series).order_by(Series.id)).all(),
        },
        order=20,
    )
