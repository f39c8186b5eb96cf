"""Nominations, and the agreements with those who were chosen."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, User, now, owned_by

from .ambassadors import Ambassador

_OPEN = text("closed_at IS NULL")


def _who() -> Mapped[int | None]:
    return mapped_column(ForeignKey("portal_user.id", ondelete="SET NULL"), index=True)


class Nomination(Model):
    """Somebody is proposed by their leader, or volunteers. `reason` and `words` (the decision's)
    are plain text. The database allows one open nomination for each person."""

    __tablename__ = "ambassadors_nomination"
    __table_args__ = owned_by(
        "ambassadors",
        Index(
            "ix_ambassadors_nomination_open",
            "user_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    how: Mapped[str] = mapped_column(String(20))
    proposed_by_id: Mapped[int | None] = _who()
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    closed_at: Mapped[dt.datetime | None]
    decided_at: Mapped[dt.datetime | None]
    decided_by_id: Mapped[int | None] = _who()
    words: Mapped[str] = mapped_column(Text, default="")
    #: Of a 'later': when the coordinators look at it again.
    later_on: Mapped[dt.date | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class Agreement(Model):
    """One version of what an ambassador and the organisation expect of each other. The texts of a
    version never change; a change is a further version, which both sides confirm anew."""

    __tablename__ = "ambassadors_agreement"
    __table_args__ = owned_by("ambassadors", UniqueConstraint("ambassador_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ambassador_id: Mapped[int] = mapped_column(
        ForeignKey("ambassadors_ambassador.id", ondelete="CASCADE")
    )
    number: Mapped[int]
    purpose: Mapped[str] = mapped_column(Text, default="")
    tasks: Mapped[str] = mapped_column(Text, default="")
    time: Mapped[str] = mapped_column(Text, default="")
    mandate: Mapped[str] = mapped_column(Text, default="")
    #: Whom the ambassador turns to.
    contact_id: Mapped[int | None] = _who()
    made_by_id: Mapped[int | None] = _who()
    made_at: Mapped[dt.datetime] = mapped_column(default=now)
    own_yes_at: Mapped[dt.datetime | None]
    other_yes_at: Mapped[dt.datetime | None]
    other_yes_by_id: Mapped[int | None] = _who()

    ambassador: Mapped[Ambassador] = relationship()
    contact: Mapped[User | None] = relationship(foreign_keys=[contact_id])
    made_by: Mapped[User | None] = relationship(foreign_keys=[made_by_id])
    other_yes_by: Mapped[User | None] = relationship(foreign_keys=[other_yes_by_id])

    @property
    def confirmed_at(self) -> dt.datetime | None:
        """When the later of the two sides confirmed it; None while one is missing."""
        if self.own_yes_at is None or self.other_yes_at is None:
            return None
        return max(self.own_yes_at, self.other_yes_at)
