"""The day: shared tablets, and personal links to sign in with."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.api import Model, now, owned_by


class Device(Model):
    """A shared tablet at the door: it checks people in and keys in short codes, and sees nothing
    else of the portal. `digest` is the hash of its cookie's secret; before it is paired, that of
    the link which pairs it, once."""

    __tablename__ = "bazaar_device"
    __table_args__ = owned_by("bazaar")

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[dt.datetime] = mapped_column(default=now)
    #: Until when the link may be used to pair a tablet.
    pair_until: Mapped[dt.datetime]
    paired_at: Mapped[dt.datetime | None]
    ends_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]


class DayLink(Model):
    """A personal link to sign in for the day, or a code that the door tells (`how`: mail, code);
    good for one sign-in, and only its hash is kept. `address` is a keyed hash of where a link was
    mailed to: once the visitor has another address, it is not theirs."""

    __tablename__ = "bazaar_day_link"
    __table_args__ = owned_by("bazaar")

    id: Mapped[int] = mapped_column(primary_key=True)
    visitor_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
    how: Mapped[str] = mapped_column(String(10), default="mail", server_default="mail")
    address: Mapped[str] = mapped_column(String(64), default="", server_default="")


class DaySignIn(Model):
    """A phone that signed in for the day, as the visitor or an organiser sees it and may end it.

    It holds as long as the badge is not printed anew (`badge_version`) and, by mail, as long as
    the visitor's address is the one that was written to (`address`, as in `DayLink`).
    """

    __tablename__ = "bazaar_sign_in"
    __table_args__ = owned_by("bazaar")

    id: Mapped[int] = mapped_column(primary_key=True)
    visitor_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="CASCADE"), index=True
    )
    #: badge, mail, code.
    how: Mapped[str] = mapped_column(String(10))
    #: iphone, android, computer or '': as much as tells one's own phones apart.
    device: Mapped[str] = mapped_column(String(10), default="")
    badge_version: Mapped[int]
    address: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[dt.datetime] = mapped_column(default=now)
    ended_at: Mapped[dt.datetime | None]
