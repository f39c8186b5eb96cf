"""Every version of every object that has a history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, now, owned_by


class Revision(Model):
    """What the declared fields of an object said after a change; 1 is the oldest.

    Whole versions and not differences: any two can be compared, and one that is lost or of an
    older declaration spoils no other.
    """

    __tablename__ = "portal_revision"
    __table_args__ = owned_by("core", UniqueConstraint("kind", "object_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    number: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[dt.datetime] = mapped_column(default=now)
    action: Mapped[str] = mapped_column(String(40))
    # The version that was brought back, where action is 'restored'.
    source: Mapped[int | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The labels of those who could see the object with this version; None where nobody knows.
    audience: Mapped[list[str] | None] = mapped_column(JSON)
