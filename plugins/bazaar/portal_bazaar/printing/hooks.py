"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.api import Actor, JobContext, Schedule, User

from ..frame import Tab
from ..models import Bazaar, PrintBox
from ..permissions import moderates

FORGET = "bazaar.forget_boxes"
#: Extracted here, for the keys of 'my data' are looked up as they read in English.
KEYS = (_l("Bazaar prints I had packed"),)


def blueprints() -> Iterable[Blueprint]:
    """The page and the PDFs."""
    from . import views

    return [views.bp]


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Tab]:
    """'Print', for organisers and moderators."""
    if moderates(session, actor, bazaar):
        url = url_for("bazaar_printing.index", bazaar_id=bazaar.id)
        yield Tab(_l("Print"), url, "printer", 80, ("bazaar_printing.",), manage=True)


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """Packing the box, and throwing it away."""
    from .jobs import box, forget
    from .services import BOX_JOB

    return {BOX_JOB: box, FORGET: forget}


def schedules() -> Iterable[Schedule]:
    """Boxes are thrown away after some days."""
    return [Schedule(FORGET, dt.timedelta(hours=6))]


def trail_actions() -> Mapping[str, Any]:
    """Words of the audit trail."""
    return {"bazaar.box_wished": _l("had everything printed")}


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Boxes they had packed."""
    rows = session.execute(
        select(PrintBox.bazaar_id, PrintBox.wished_at).where(PrintBox.wished_by_id == user.id)
    )
    found = [{"bazaar": row.bazaar_id, "wished": row.wished_at.isoformat()} for row in rows]
    return {"Bazaar prints I had packed": found} if found else {}


def erase_user(session: Session, user: User) -> None:
    """Their name."""
    session.execute(
        update(PrintBox).where(PrintBox.wished_by_id == user.id).values(wished_by_id=None)
    )
