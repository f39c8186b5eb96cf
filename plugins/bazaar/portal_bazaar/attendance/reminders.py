"""Reminding those who are missing: who gets what, once in a round, and on days that were set.

A round ('wave') is one press of the button or one set day. In a round a person gets one mail,
about all the educations they can do something for; the rows of `Reminder` say who was told when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from portal.api import (
    SYSTEM,
    Actor,
    JobContext,
    PortalError,
    User,
    day_of,
    full_address,
    morning,
    now,
    record,
    send_mail,
    today,
)

from ..models import Bazaar, InvitedEducation, Reminder, ReminderDate
from ..vocabulary import BazaarStatus
from .board import Row, read_board
from .whom import Recipient

TOPIC = "bazaar.reminders"
TEMPLATE = "bazaar/attendance/mail_reminder.txt"


@dataclass(slots=True)
class Letter:
    """What one person will get."""

    to: Recipient
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """Who gets what, and for which educations nobody can be written to."""

    letters: list[Letter]
    unreachable: list[Row]


def preview(session: Session, bazaar: Bazaar, only: Collection[int] | None = None) -> Preview:
    """What would be sent now; of the educations `only` where that is given."""
    rows = [one for one in read_board(session, bazaar).missing if only is None or one.id in only]
    letters: dict[str, Letter] = {}
    for row in rows:
        for one in row.recipients:
            letters.setdefault(one.key, Letter(one)).rows.append(row)
    return Preview(list(letters.values()), [row for row in rows if not row.recipients])


def sample(bazaar: Bazaar, letter: Letter) -> str:
    """The text of one of the mails, in the language of who gets it."""
    with force_locale(letter.to.to.language):
        return render_template(
            TEMPLATE,
            to=letter.to.to,
            bazaar=bazaar,
            lines=[(row, _address(bazaar, row, letter.to)) for row in letter.rows],
            mine=letter.to.why == "named",
        ).strip()


def remind(
    session: Session,
    actor: Actor,
    bazaar: Bazaar,
    wave: str,
    only: Collection[int] | None = None,
) -> int:
    """Sends the mails of one round, and says how many went out; what that round already sent is
    not sent again."""
    sender = session.get(User, actor.user_id) if actor.user_id is not None else None
    sent = 0
    for letter in preview(session, bazaar, only).letters:
        rows = [row for row in letter.rows if _note(session, actor, letter.to, row, wave)]
        if not rows:
            continue
        sent += 1
        send_mail(
            session,
            letter.to.to,
            TEMPLATE,
            lambda: _("Who comes to %(bazaar)s?", bazaar=bazaar.title),
            reply_to=sender,
            bazaar=bazaar,
            lines=[(row, _address(bazaar, row, letter.to)) for row in rows],
            mine=letter.to.why == "named",
        )
    if sent:
        record(session, actor, "bazaar.reminded", "bazaar", bazaar.id, number=sent)
    return sent


def _note(session: Session, actor: Actor, to: Recipient, row: Row, wave: str) -> bool:
    """Writes down who is told; False where this round told them already."""
    kind, number = to.key.split(":")
    reminder = Reminder(
        education_id=row.id,
        to_key=to.key,
        user_id=int(number) if kind == "user" else None,
        missing=row.status,
        wave=wave,
        by_id=actor.user_id,
    )
    known = select(Reminder.id).where(
        Reminder.education_id == row.id, Reminder.to_key == to.key, Reminder.wave == wave
    )
    if session.scalar(known) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(reminder)
    except IntegrityError:  # the button was pressed twice at once (PostgreSQL)
        return False
    row.education.reminded_at = reminder.at
    return True


def _address(bazaar: Bazaar, row: Row, to: Recipient) -> str:
    """Where to do something about it: who is named answers for themselves."""
    if to.why == "named":
        return full_address(f"/bazaar/{bazaar.id}/register") if to.key.startswith("user:") else ""
    return full_address(f"/bazaar/{bazaar.id}/education/{row.id}")


def history(session: Session, education: InvitedEducation) -> list[Reminder]:
    """Who was reminded when, the latest first."""
    wanted = select(Reminder).where(Reminder.education_id == education.id)
    return list(session.scalars(wanted.order_by(Reminder.at.desc(), Reminder.id.desc())))


def dates(session: Session, bazaar: Bazaar) -> list[ReminderDate]:
    """The days on which it happens by itself."""
    wanted = select(ReminderDate).where(ReminderDate.bazaar_id == bazaar.id)
    return list(session.scalars(wanted.order_by(ReminderDate.on)))


def set_dates(session: Session, actor: Actor, bazaar: Bazaar, days: Iterable[dt.date]) -> None:
    """These days and no others; those that are over stay. Raises PortalError for a day that has
    passed, or that comes after the bazaar."""
    wanted = set(days)
    there = {one.on: one for one in dates(session, bazaar)}
    last = day_of(bazaar.starts_at)
    for day in sorted(wanted - set(there)):
        if day <= today():
            raise PortalError(_("Choose a day from tomorrow on."))
        if day > last:
            raise PortalError(_("Choose a day before the bazaar."))
        session.add(ReminderDate(bazaar_id=bazaar.id, on=day))
    for day, one in there.items():
        if day not in wanted and one.sent_at is None:
            session.delete(one)
    session.flush()
    days_words = sorted(day.isoformat() for day in wanted)
    record(session, actor, "bazaar.reminder_days", "bazaar", bazaar.id, days=days_words)


def run(job: JobContext) -> None:
    """Comes round every hour: sends what was due this morning, or while no worker ran. A round
    bears the day's id, and the row says that it was done: two workers send each mail once."""
    due = (
        select(ReminderDate)
        .join(Bazaar, Bazaar.id == ReminderDate.bazaar_id)
        .where(ReminderDate.on <= today(), ReminderDate.sent_at.is_(None))
        .with_for_update(of=ReminderDate, skip_locked=True)
    )
    for one in job.session.scalars(due).all():
        if now() < morning(one.on):
            continue
        bazaar = job.session.get_one(Bazaar, one.bazaar_id)
        one.sent_at = now()
        if bazaar.status == BazaarStatus.ANNOUNCED and now() < bazaar.ends_at:
            remind(job.session, SYSTEM, bazaar, f"day:{one.id}")


def loaded(session: Session, bazaar_id: int, education_id: int) -> InvitedEducation | None:
    """An invited education of this bazaar and of no other."""
    return session.scalar(
        select(InvitedEducation)
        .where(InvitedEducation.id == education_id, InvitedEducation.bazaar_id == bazaar_id)
        .options(joinedload(InvitedEducation.unit), joinedload(InvitedEducation.delegate))
    )
