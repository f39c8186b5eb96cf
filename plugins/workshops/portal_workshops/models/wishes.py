"""Who wants which practice: the wishes made with the button on a fact sheet, or typed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, Unit, User, now, owned_by


class PracticeWish(Model):
    """One person's wish to take a practice home, for one education.

    The practice is the fact sheet `sheet_id` or, where there is none yet, the `title` that was
    typed; `title_key` is that as it is compared.
    """

    __tablename__ = "workshops_wish"
    __table_args__ = owned_by("workshops", UniqueConstraint("user_id", "sheet_id", "title_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id", ondelete="CASCADE"))
    #: 0 where the practice was typed: NULLs are never equal, and one wish each is a promise.
    sheet_id: Mapped[int] = mapped_column(default=0, index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    title_key: Mapped[str] = mapped_column(String(400), default="")
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)

    user: Mapped[User] = relationship()
    unit: Mapped[Unit | None] = relationship()
