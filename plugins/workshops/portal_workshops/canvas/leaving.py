"""A person's part in canvases: what they wrote, and taking their name off it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.api import User

from ..models import CanvasItem, CanvasOperation, CanvasPresence
from .document import OWN, owner_of


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Every operation of theirs, in the order they were made."""
    rows = session.scalars(
        select(CanvasOperation)
        .where(CanvasOperation.user_id == user.id)
        .order_by(CanvasOperation.id)
    )
    written = [
        {"at": row.at.isoformat(), "canvas": row.canvas_id, "item": row.type, **row.what}
        for row in rows
    ]
    seen = [
        row.seen_at.isoformat()
        for row in session.scalars(select(CanvasPresence).where(CanvasPresence.user_id == user.id))
    ]
    return {"canvas_operations": written, "canvas_presence": seen}


def erase_user(session: Session, user: User) -> None:
    """Their name goes from operations and versions, and from steps; their own answers go."""
    touched = set(
        session.scalars(
            select(CanvasOperation.canvas_id).where(CanvasOperation.user_id == user.id).distinct()
        )
    )
    rows = session.scalars(select(CanvasItem).where(CanvasItem.type.in_((*OWN, "step"))))
    for row in list(rows):
        if (row.type in OWN and owner_of(row.item) == user.id) or (
            row.type == "step" and _names(row.data, user.id)
        ):
            touched.add(row.canvas_id)
    for row in session.scalars(select(CanvasItem).where(CanvasItem.canvas_id.in_(touched))).all():
        _clean(session, row, user.id)
    for one in session.scalars(
        select(CanvasOperation).where(CanvasOperation.canvas_id.in_(touched))
    ):
        _clean_log(one, user.id)
    session.execute(delete(CanvasPresence).where(CanvasPresence.user_id == user.id))
    session.flush()


def _names(data: Mapping[str, Any], user_id: int) -> bool:
    versions = data.get("fields", {}).get("people", [])
    return any(user_id in version[0] for version in versions)


def _clean(session: Session, row: CanvasItem, user_id: int) -> None:
    if row.type in OWN and owner_of(row.item) == user_id:
        # An answer without a name still counts in the spread; what was said with it does not.
        fields = {key: value for key, value in row.data["fields"].items() if key != "why"}
        rest = row.item.split("-", 2)[2:]
        session.add(
            CanvasItem(
                canvas_id=row.canvas_id,
                item="-".join([row.type, f"x{uuid.uuid4().hex[:12]}", *rest]),
                type=row.type,
                seq=row.seq,
                gone=row.gone,
                data={"by": None, "fields": _without({"fields": fields}, user_id)},
            )
        )
        session.delete(row)
        return
    by = None if row.data.get("by") == user_id else row.data.get("by")
    row.data = {"by": by, "fields": _without(row.data, user_id)}


def _without(data: Mapping[str, Any], user_id: int) -> dict[str, Any]:
    return {
        name: [
            [
                [one for one in value if one != user_id] if isinstance(value, list) else value,
                number,
                None if by == user_id else by,
                client,
            ]
            for value, number, by, client in versions
        ]
        for name, versions in data.get("fields", {}).items()
    }


def _clean_log(one: CanvasOperation, user_id: int) -> None:
    fields = dict(one.what.get("fields", {}))
    if isinstance(fields.get("people"), list):
        fields["people"] = [person for person in fields["people"] if person != user_id]
    if one.type in OWN and owner_of(one.item) == user_id:
        fields, one.item = {}, f"{one.type}-x"
    if one.user_id == user_id:
        one.user_id = None
    one.what = {**one.what, "fields": fields}
