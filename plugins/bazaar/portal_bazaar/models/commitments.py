"""What an education takes home."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, User, now, owned_by

from .attendance import InvitedEducation
from .planning import Bazaar
from .stands import Stand


class Commitment(Model):
    """One practice that an education takes home: what, who, by when, whether with a workshop.

    It is the education's, written by its leader and teachers together; handed in, it counts.
    """

    __tablename__ = "bazaar_commitment"
    __table_args__ = owned_by("bazaar")

    id: Mapped[int] = mapped_column(primary_key=True)
    education_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_education.id", ondelete="CASCADE"), index=True
    )
    #: None: a practice of no stand.
    stand_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_stand.id", ondelete="SET NULL"), index=True
    )
    practice: Mapped[str] = mapped_column(Text)
    #: In words, beside the people below.
    who: Mapped[str] = mapped_column(String(300), default="")
    by_when: Mapped[dt.date | None]
    wants_workshop: Mapped[bool] = mapped_column(default=False)
    handed_in_at: Mapped[dt.datetime | None]
    handed_in_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    education: Mapped[InvitedEducation] = relationship()
    stand: Mapped[Stand | None] = relationship()
    people: Mapped[list[CommitmentPerson]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )


class CommitmentPerson(Model):
    """A colleague who takes part in putting it into practice."""

    __tablename__ = "bazaar_commitment_person"
    __table_args__ = owned_by("bazaar")

    commitment_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_commitment.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    user: Mapped[User] = relationship()


class NothingTaken(Model):
    """An education said that it takes nothing home this time: that is an answer, too. It counts
    while the education has written down no commitment."""

    __tablename__ = "bazaar_nothing_taken"
    __table_args__ = owned_by("bazaar")

    education_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_education.id", ondelete="CASCADE"), primary_key=True
    )
    reason: Mapped[str] = mapped_column(Text, default="")
    said_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    said_at: Mapped[dt.datetime] = mapped_column(default=now)

    education: Mapped[InvitedEducation] = relationship()


class Collecting(Model):
    """The organisers' thanks to those who came, and what was asked of those who have not handed
    in. `round` counts the reminders: within one, nobody is reminded twice."""

    __tablename__ = "bazaar_collecting"
    __table_args__ = owned_by("bazaar")

    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), primary_key=True
    )
    thanks: Mapped[str] = mapped_column(Text, default="")
    thanked_at: Mapped[dt.datetime | None]
    thanked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    reminded_at: Mapped[dt.datetime | None]
    round: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    bazaar: Mapped[Bazaar] = relationship()
