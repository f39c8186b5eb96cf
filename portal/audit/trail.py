"""Writing the audit trail."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.audit.models import AuditEntry


def record(
    session: Session,
    actor: Actor,
    action: str,
    kind: str | None = None,
    object_id: int | None = None,
    **detail: Any,
) -> None:
    """Notes who did what, in the same transaction. `detail` holds JSON-able facts, no secrets."""
    session.add(
        AuditEntry(
            actor_id=actor.user_id, action=action, kind=kind, object_id=object_id, detail=detail
        )
    )
