"""What the core has kept of what a test did: versions, and the audit trail."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.history.models import Revision


def versions_of(session: Session, kind: str, object_id: int) -> list[tuple[str, Any]]:
    """(action, data) of every version of an object, the oldest first."""
    rows = session.scalars(
        select(Revision)
        .where(Revision.kind == kind, Revision.object_id == object_id)
        .order_by(Revision.number)
    )
    return [(row.action, row.data) for row in rows]


def trail_of(session: Session, action: str) -> list[int | None]:
    """The ids of the objects that an action of the trail was about, in order."""
    rows = session.scalars(
        select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
    )
    return [row.object_id for row in rows]
