"""The log of a canvas in words, and folding what is old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import JobContext, now, people_names

from ..models import Canvas, CanvasOperation
from .document import OWN, TYPES
from .engine import Result

#: What is typed within this time is one change in the log, once it is a day old.
ONE_SITTING, OLD = dt.timedelta(minutes=10), dt.timedelta(days=1)


def entries(canvas: Canvas | None) -> Any:
    """The operations, newest first; without dots and answers, and what was folded."""
    return (
        select(CanvasOperation)
        .where(
            CanvasOperation.canvas_id == (canvas.id if canvas else 0),
            CanvasOperation.type.not_in(OWN),
            CanvasOperation.result != Result.SAME,
            CanvasOperation.folded.is_(False),
        )
        .order_by(CanvasOperation.seq.desc())
    )


def names(session: Session, operations: Iterable[CanvasOperation]) -> dict[int, str]:
    """Who made them."""
    wanted = {one.user_id for one in operations if one.user_id is not None}
    return people_names(session, wanted)


def told(operation: CanvasOperation) -> dict[str, Any]:
    """What an operation did, in words, and the texts it wrote."""
    fields = operation.what.get("fields", {})
    known = TYPES.get(operation.type, {})
    texts = [
        value
        for name, value in fields.items()
        if isinstance(value, str) and value and name in known and not known[name].loose
    ]
    return {"what": _what(operation, fields), "texts": texts}


def _what(operation: CanvasOperation, fields: dict[str, Any]) -> str:
    thing = THINGS.get(operation.type, lambda: operation.type)()
    do = operation.what.get("do", "")
    if operation.result == Result.BOTH:
        return _("%(thing)s: wrote at the same time as somebody else", thing=thing)
    if operation.result == Result.KEPT:
        return _("%(thing)s: would have removed it", thing=thing)
    if do == "add":
        return _("%(thing)s: added", thing=thing)
    if do == "remove":
        return _("%(thing)s: removed", thing=thing)
    if do == "restore":
        return _("%(thing)s: brought back", thing=thing)
    if do == "settle":
        return _("%(thing)s: chose between two versions", thing=thing)
    if fields and set(fields) <= {"x", "y"}:
        return _("%(thing)s: moved", thing=thing)
    return _("%(thing)s: changed", thing=thing)


THINGS = {
    "stakeholder": lambda: _("Stakeholder"),
    "word": lambda: _("Value word"),
    "element": lambda: _("Redesign"),
    "pitch": lambda: _("Elevator pitch"),
    "codex": lambda: _("Codex"),
    "step": lambda: _("Step of the plan"),
    "sign": lambda: _("Sign"),
    "final": lambda: _("Final design"),
    "help": lambda: _("Help"),
    "settings": lambda: _("Settings"),
    "advice": lambda: _("Advice"),
}


def fold(session: Session, before: dt.datetime | None = None) -> int:
    """Folds operations that are a day old: where somebody changed the same fields again within
    ten minutes, the earlier one keeps its name and number and loses its values. Says how many."""
    edge = before or now() - OLD
    rows = session.scalars(
        select(CanvasOperation)
        .where(
            CanvasOperation.folded.is_(False),
            CanvasOperation.at < edge,
            # What is older was looked at on the days before.
            CanvasOperation.at > edge - dt.timedelta(days=14),
        )
        .order_by(CanvasOperation.canvas_id, CanvasOperation.seq)
    )
    latest: dict[tuple[Any, ...], CanvasOperation] = {}
    folded = 0
    for row in rows:
        names = tuple(sorted(row.what.get("fields", {})))
        if row.what.get("do") != "set" or row.result not in (Result.DONE, Result.SAME) or not names:
            continue
        key = (row.canvas_id, row.item, row.user_id, names)
        earlier = latest.get(key)
        if earlier is not None and row.at - earlier.at < ONE_SITTING:
            earlier.what, earlier.folded = {"do": "set", "fields": {}}, True
            folded += 1
        latest[key] = row
    session.flush()
    return folded


def fold_all(job: JobContext) -> None:
    """The daily job."""
    fold(job.session)
