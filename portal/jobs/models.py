"""What has been promised and not yet done: documents to index, mails to send, jobs to run."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, now, owned_by


class IndexEntry(Model):
    """An object whose search document is out of date; written in the transaction of the change.

    Until the indexer has been there the object is left out of every search (`conceals`), so that
    what was hidden is hidden at once. A change that hides nothing (a unit's new name) says so.
    """

    __tablename__ = "portal_index_entry"
    __table_args__ = owned_by("core", Index("ix_portal_index_entry_object", "kind", "object_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    conceals: Mapped[bool] = mapped_column(default=True)
    queued_at: Mapped[dt.datetime] = mapped_column(default=now)


class Job(Model):
    """A call of a named handler, due at a time, done at least once.

    `key`: a second job with the same topic and key is not added, so that 'the reminder about X
    for Y' exists once however often it is asked for.
    """

    __tablename__ = "portal_job"
    __table_args__ = owned_by(
        "core",
        UniqueConstraint("topic", "key"),
        Index("ix_portal_job_due", "done_at", "failed_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(80))
    key: Mapped[str | None] = mapped_column(String(200))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    due_at: Mapped[dt.datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    # Taken by a worker until then; one that died gives it back by the passing of time.
    leased_until: Mapped[dt.datetime | None]
    lease: Mapped[str | None] = mapped_column(String(40))
    done_at: Mapped[dt.datetime | None]
    failed_at: Mapped[dt.datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")
