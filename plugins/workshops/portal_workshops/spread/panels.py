"""A small one on each fact sheet: taken home by so many, in use in so many."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.api import Actor, Panel

from ..adoption.words import STATUSES
from .family import family_of

SHOWN = 4


def of_sheet(session: Session, actor: Actor, sheet: object) -> Iterable[Panel]:
    """Beside a sheet that others have taken home, or that was had from somewhere."""
    sheet_id = getattr(sheet, "id", None)
    if not actor.is_signed_in or sheet_id is None or getattr(sheet, "status", "") == "draft":
        return
    family = family_of(session, actor, sheet_id, grown=True)
    if family is None or not family.grown:
        return
    newest = sorted(family.grown, key=lambda one: one.status_on or one.since, reverse=True)
    yield Panel(
        "workshops/spread/panel.html",
        {"family": family, "newest": newest[:SHOWN], "statuses": STATUSES},
        order=15,
    )
