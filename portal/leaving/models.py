"""Who leaves, when, and what became of each thing that was theirs."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Model, now, owned_by

if TYPE_CHECKING:
    from portal.accounts.models import User


class State(StrEnum):
    """Where a departure stands."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class Departure(Model):
    """One leaving of one person.

    `plan` says who takes what over (see `portal.leaving.planning`); `ended` what ended with it, for
    a return; `unasked` names the plugins that were off or failed, and are asked again later. `name`
    is what the person was called, where the institution no longer shows it.
    """

    __tablename__ = "portal_departure"
    __table_args__ = owned_by("core", Index("ix_portal_departure_state", "state", "leaves_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(10), default=State.PLANNED)
    leaves_on: Mapped[dt.date]
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ended: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unasked: Mapped[list[str]] = mapped_column(default=list)
    name: Mapped[str] = mapped_column(String(120), default="")
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    decided_at: Mapped[dt.datetime] = mapped_column(default=now)
    done_at: Mapped[dt.datetime | None]
    #: Until when what the person typed and did not save is kept.
    drafts_until: Mapped[dt.datetime | None]
    #: The name was taken from everything for good.
    forgotten_at: Mapped[dt.datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class LeftThing(Model):
    """One thing of somebody who left: whose it is now, or that it is still nobody's.

    `owner` is the plugin that answered; `unit_id` no foreign key, for a unit may be merged away.
    """

    __tablename__ = "portal_left_thing"
    __table_args__ = owned_by(
        "core",
        UniqueConstraint("departure_id", "kind", "object_id", "part"),
        Index("ix_portal_left_thing_object", "kind", "object_id"),
        Index("ix_portal_left_thing_successor", "successor_id", "departure_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    departure_id: Mapped[int] = mapped_column(ForeignKey("portal_departure.id", ondelete="CASCADE"))
    owner: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(500), default="")
    words: Mapped[str] = mapped_column(String(80), default="")
    count: Mapped[int] = mapped_column(default=1)
    unit_id: Mapped[int | None] = mapped_column(index=True)
    successor_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    given_at: Mapped[dt.datetime | None]

    departure: Mapped[Departure] = relationship()
    successor: Mapped[User | None] = relationship()
