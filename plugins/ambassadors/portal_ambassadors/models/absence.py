"""Away for a time, with somebody who stands in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, now, owned_by

from .ambassadors import Ambassador


class Absence(Model):
    """From `first` to `last`, both days included. `answer` is what the deputy said: '' (not yet),
    'yes' or 'no'; only with 'yes' questions go there."""

    __tablename__ = "ambassadors_absence"
    __table_args__ = owned_by("ambassadors", CheckConstraint("first <= last", name="days_in_order"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ambassador_id: Mapped[int] = mapped_column(
        ForeignKey("ambassadors_ambassador.id", ondelete="CASCADE"), index=True
    )
    first: Mapped[dt.date]
    last: Mapped[dt.date] = mapped_column(index=True)
    deputy_id: Mapped[int | None] = mapped_column(
        ForeignKey("ambassadors_ambassador.id", ondelete="SET NULL"), index=True
    )
    answer: Mapped[str] = mapped_column(String(3), default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    ambassador: Mapped[Ambassador] = relationship(foreign_keys=[ambassador_id])
    deputy: Mapped[Ambassador | None] = relationship(foreign_keys=[deputy_id])
