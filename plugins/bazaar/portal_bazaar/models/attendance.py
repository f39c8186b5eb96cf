"""Invited educations, everybody who comes, and who was reminded when."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.api import Model, Unit, User, now, owned_by

from .planning import Bazaar


class InvitedEducation(Model):
    """An education that is to come with a leader and at least one teacher."""

    __tablename__ = "bazaar_education"
    __table_args__ = owned_by("bazaar", UniqueConstraint("bazaar_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="CASCADE"), index=True
    )
    invited_at: Mapped[dt.datetime | None]
    #: '' (no answer), coming, declined.
    answer: Mapped[str] = mapped_column(String(10), default="")
    answered_at: Mapped[dt.datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL")
    )
    note: Mapped[str] = mapped_column(Text, default="")
    #: Who answers and names people instead of the leader.
    delegate_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    reminded_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    bazaar: Mapped[Bazaar] = relationship()
    unit: Mapped[Unit] = relationship()
    delegate: Mapped[User | None] = relationship(foreign_keys=[delegate_id])


class Visitor(Model):
    """One who comes to one bazaar: a colleague (`user_id`) or a guest without an account.

    `education_id` is the invited education they come for; None for guests of no education. It is
    set only where `attendance.belonging` allows it, so whoever has it takes part in what is the
    education's own. `wish_education_id` is the one they have asked to come for: it opens nothing.
    `function` is what they count as there: leader, teacher or other.
    `badge` is the number on the badge and on the paper card, `badge_version` is raised when a
    badge is printed anew: the code on the old one is void.
    `asked_at`: named by somebody else, and has not said yes; `cancelled_at`: does not come.
    `shares_name`: the keepers of stands may see who it is; only by the visitor's own tick.
    """

    __tablename__ = "bazaar_visitor"
    __table_args__ = owned_by(
        "bazaar",
        UniqueConstraint("bazaar_id", "user_id"),
        UniqueConstraint("bazaar_id", "badge"),
        Index("ix_bazaar_visitor_email", "bazaar_id", "email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    #: Of guests; those with an account are called what their account says.
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(5), default="da")
    education_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_education.id", ondelete="SET NULL"), index=True
    )
    #: Asked for, not agreed to; with `wish_refused_at` its leader said no.
    wish_education_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_education.id", ondelete="SET NULL"), index=True
    )
    wish_refused_at: Mapped[dt.datetime | None]
    #: Where a guest comes from, in words.
    organisation: Mapped[str] = mapped_column(String(160), default="")
    function: Mapped[str] = mapped_column(String(10), default="other")
    #: registered, walk_in, substitute (`vocabulary.Arrival`).
    came_as: Mapped[str] = mapped_column(String(12), default="registered")
    substitute_for_id: Mapped[int | None] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="SET NULL")
    )
    #: Somebody else named this person, who has not said yes so far; None: comes.
    asked_at: Mapped[dt.datetime | None]
    cancelled_at: Mapped[dt.datetime | None]
    badge: Mapped[int | None]
    badge_version: Mapped[int] = mapped_column(default=1)
    checked_in_at: Mapped[dt.datetime | None]
    shares_name: Mapped[bool] = mapped_column(default=False)
    #: The dance card as a whole: when it was handed in, by the visitor or by an organiser.
    card_handed_in_at: Mapped[dt.datetime | None]
    #: A mail with a link to sign in with is under way; None: none is.
    link_asked_at: Mapped[dt.datetime | None]
    #: When the data of a guest was deleted: the row stays, for the counts.
    forgotten_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    bazaar: Mapped[Bazaar] = relationship()
    user: Mapped[User | None] = relationship()
    education: Mapped[InvitedEducation | None] = relationship(foreign_keys=[education_id])
    wish: Mapped[InvitedEducation | None] = relationship(foreign_keys=[wish_education_id])


class Curiosity(Model):
    """A stand that a visitor was curious about beforehand."""

    __tablename__ = "bazaar_curiosity"
    __table_args__ = owned_by("bazaar")

    visitor_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_visitor.id", ondelete="CASCADE"), primary_key=True
    )
    stand_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_stand.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Attendance(Model):
    """What the organisers decided about one bazaar's invitations, beyond the bazaar itself.

    `guest_months`: so long after the effect is known (`follow_up_on`) guests' data are deleted.
    """

    __tablename__ = "bazaar_attendance"
    __table_args__ = owned_by("bazaar")

    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), primary_key=True
    )
    #: The organisers' own words in the invitation.
    text: Mapped[str] = mapped_column(Text, default="")
    answer_by: Mapped[dt.date | None]
    guest_months: Mapped[int] = mapped_column(default=12)
    #: When everybody was sent the personal link for the day.
    links_sent_at: Mapped[dt.datetime | None]


class ReminderDate(Model):
    """A day on which those who are missing are reminded by themselves."""

    __tablename__ = "bazaar_reminder_date"
    __table_args__ = owned_by("bazaar", UniqueConstraint("bazaar_id", "on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    bazaar_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_bazaar.id", ondelete="CASCADE"), index=True
    )
    on: Mapped[dt.date]
    sent_at: Mapped[dt.datetime | None]


class Reminder(Model):
    """One person was reminded of one education. `wave` names the round of reminders it was part
    of: in one round a person is told of an education once, whoever presses the button twice."""

    __tablename__ = "bazaar_reminder"
    __table_args__ = owned_by("bazaar", UniqueConstraint("education_id", "to_key", "wave"))

    id: Mapped[int] = mapped_column(primary_key=True)
    education_id: Mapped[int] = mapped_column(
        ForeignKey("bazaar_education.id", ondelete="CASCADE"), index=True
    )
    #: 'user:7', or 'visitor:12' for a guest.
    to_key: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    #: leader, teacher, both, answer: what was missing.
    missing: Mapped[str] = mapped_column(String(10))
    wave: Mapped[str] = mapped_column(String(40))
    at: Mapped[dt.datetime] = mapped_column(default=now)
    #: None: by itself, on a day that was set.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id", ondelete="SET NULL"))
