"""What was typed into a form and not saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, now, owned_by


class Draft(Model):
    """The words of one opening of one form by one person.

    `key` says which form ('factsheet:12', 'factsheet:new'), `load` which opening of it: two tabs
    or two devices never write over each other. `count` rises with every keeping, for requests
    may overtake each other. A closed one (saved or dropped) stays for a day, so that a late
    request does not bring it back, and dropping can be undone.
    """

    __tablename__ = "portal_draft"
    __table_args__ = owned_by("core", UniqueConstraint("user_id", "key", "load"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(120))
    load: Mapped[str] = mapped_column(String(40))
    count: Mapped[int] = mapped_column(default=0)
    # {'fields': [[name, value], ...]}: a name may come several times.
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The version of the object that the words were written on top of; '' for something new.
    base_version: Mapped[str] = mapped_column(String(40), default="")
    page: Mapped[str] = mapped_column(String(500), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    closed_at: Mapped[dt.datetime | None]
