"""What was printed, and the box of everything while it is fetched."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from portal.api import Model, now, owned_by


class Printed(Model):
    """One thing of a print (`prints.KINDS`) as it was last printed: `digest` tells whether it has
    changed since. `thing_id` is the stand, the visitor or the part of the programme."""

    __tablename__ = "bazaar_printed"
    __table_args__ = owned_by("bazaar")

    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    thing_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(40))
    at: Mapped[dt.datetime] = mapped_column(default=now)


class PrintBox(Model):
    """A zip of prints that the worker makes; one a bazaar, deleted after some days.

    `state`: waiting, ready, failed. `kinds` are separated by blanks.
    """

    __tablename__ = "bazaar_box"
    __table_args__ = owned_by("bazaar")

    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), primary_key=True
    )
    wish: Mapped[str] = mapped_column(String(36))
    kinds: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5), default="da")
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    wished_at: Mapped[dt.datetime] = mapped_column(default=now)
    wished_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[dt.datetime | None]
    size: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
