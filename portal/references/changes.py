"""Telling the rest of the portal that an object changed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.deciding import set_audience
from portal.access.models import Audience
from portal.history import recording
from portal.jobs.queue import reindex
from portal.plugins.dispatch import Dispatch
from portal.references.models import ReadCount, Tombstone


class Changes:
    """Call after the object was flushed, before the commit."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    def saved(
        self,
        session: Session,
        kind: str,
        object_id: int,
        audience: Iterable[str],
        *,
        actor: Actor | None = None,
        action: str = "",
    ) -> None:
        """The object was created or changed, and these labels may see it from now on. `actor` did
        it (else whoever makes the request); the history calls it `action`."""
        session.flush()
        audience = set(audience)
        recording.note(session, kind, object_id, actor, action, audience)
        set_audience(session, kind, object_id, audience)
        reindex(session, kind, [object_id])
        for _ in self._dispatch.each("object_saved", session, kind=kind, object_id=object_id):
            pass

    def deleted(self, session: Session, kind: str, object_id: int) -> None:
        """The object is gone for good; a tombstone stays."""
        for _ in self._dispatch.each("object_deleted", session, kind=kind, object_id=object_id):
            pass
        session.execute(
            delete(Audience).where(Audience.kind == kind, Audience.object_id == object_id)
        )
        session.execute(
            delete(ReadCount).where(ReadCount.kind == kind, ReadCount.object_id == object_id)
        )
        recording.forget(session, kind, object_id)
        if session.get(Tombstone, (kind, object_id)) is None:
            session.add(Tombstone(kind=kind, object_id=object_id))
        reindex(session, kind, [object_id])
