"""What is kept of people who visit: shown to them, deleted when they ask or when its time is over.

What is deleted is who it was and what they wrote; the visitor, what was visited and how interesting
it was stay as numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from portal.api import (
    SYSTEM,
    Actor,
    Holding,
    JobContext,
    User,
    day_of,
    now,
    record,
    today,
)

from ..models import (
    Attendance,
    Bazaar,
    CardChange,
    CardDifference,
    CardEntry,
    CardOperation,
    Curiosity,
    DayLink,
    DaySignIn,
    EffectAnswer,
    InvitedEducation,
    Keeper,
    Reminder,
    Stand,
    Visitor,
)

RETENTION = "bazaar.guest_data"
USUAL_MONTHS = 12
#: Stands for words that were there: whoever counts them still counts right.
DELETED = "…"
DELEGATE = "bazaar_education"
#: Extracted here, for the keys of 'my data' are looked up as they read in English.
KEYS = (_l("Bazaars visited"), _l("Bazaar answers"), _l("Bazaar reminders"))


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Registrations, answers given for educations, reminders got."""
    visits = session.scalars(
        select(Visitor).where(Visitor.user_id == user.id).options(joinedload(Visitor.bazaar))
    ).all()
    curious: dict[int, list[int]] = {}
    wanted = select(Curiosity).where(Curiosity.visitor_id.in_([one.id for one in visits]))
    for curiosity in session.scalars(wanted):
        curious.setdefault(curiosity.visitor_id, []).append(curiosity.stand_id)
    educations = session.scalars(
        select(InvitedEducation)
        .where(
            or_(
                InvitedEducation.delegate_id == user.id,
                InvitedEducation.answered_by_id == user.id,
            )
        )
        .options(joinedload(InvitedEducation.unit), joinedload(InvitedEducation.bazaar))
    )
    reminders = session.scalars(
        select(Reminder).where(or_(Reminder.user_id == user.id, Reminder.by_id == user.id))
    )
    return {
        "Bazaars visited": [
            {
                "bazaar": one.bazaar.title,
                "registered": one.created_at.isoformat(),
                "function": one.function,
                "came_as": one.came_as,
                "asks_for": one.wish.unit.name if one.wish else None,
                "asking_refused": _moment(one.wish_refused_at),
                "asked_for_a_link": _moment(one.link_asked_at),
                "badge": one.badge,
                "asked": _moment(one.asked_at),
                "cancelled": _moment(one.cancelled_at),
                "checked_in": _moment(one.checked_in_at),
                "keepers_see_name": one.shares_name,
                "curious_about": curious.get(one.id, []),
            }
            for one in visits
        ],
        "Bazaar answers": [
            {
                "bazaar": one.bazaar.title,
                "education": one.unit.name,
                "delegate": one.delegate_id == user.id,
                "answer": one.answer if one.answered_by_id == user.id else None,
                "note": one.note if one.answered_by_id == user.id else None,
            }
            for one in educations
        ],
        "Bazaar reminders": [
            {
                "at": one.at.isoformat(),
                "missing": one.missing,
                "sent": one.by_id == user.id,
                "received": one.user_id == user.id,
            }
            for one in reminders
        ],
    }


def _moment(value: dt.datetime | None) -> str | None:
    return value.isoformat() if value else None


def erase_user(session: Session, user: User) -> None:
    """Nobody knows afterwards who it was; the numbers stay."""
    wanted = select(Visitor).where(Visitor.user_id == user.id)
    forget(session, list(session.scalars(wanted)))
    session.execute(
        update(InvitedEducation)
        .where(InvitedEducation.answered_by_id == user.id)
        .values(answered_by_id=None, note="")
    )
    session.execute(
        update(InvitedEducation)
        .where(InvitedEducation.delegate_id == user.id)
        .values(delegate_id=None)
    )
    session.execute(delete(Reminder).where(Reminder.user_id == user.id))
    session.execute(update(Reminder).where(Reminder.by_id == user.id).values(by_id=None))


def forget(session: Session, visitors: Collection[Visitor]) -> None:
    """Deletes who they were and what they wrote."""
    from ..effect.people import forget_entries

    ids = [one.id for one in visitors]
    # A phone that sends at this moment waits, and is refused then; or was first, and is forgotten.
    session.execute(
        select(Visitor.id).where(Visitor.id.in_(ids)).order_by(Visitor.id).with_for_update()
    )
    entries = select(CardEntry.id).where(CardEntry.visitor_id.in_(ids))
    written = update(CardEntry).where(CardEntry.visitor_id.in_(ids))
    session.execute(written.values(note=""))
    session.execute(written.where(CardEntry.expectation != "").values(expectation=DELETED))
    session.execute(
        update(EffectAnswer)
        .where(EffectAnswer.entry_id.in_(entries))
        .values(text="", answered_by_id=None)
    )
    forget_entries(session, entries)
    # What else was written, and the trace of changes, are the same words once more.
    session.execute(delete(CardDifference).where(CardDifference.entry_id.in_(entries)))
    for model in (CardChange, CardOperation):
        session.execute(delete(model).where(model.visitor_id.in_(ids)))
    for kept in (DayLink, DaySignIn):
        session.execute(delete(kept).where(kept.visitor_id.in_(ids)))
    keys = [f"visitor:{one}" for one in ids]
    session.execute(delete(Reminder).where(Reminder.to_key.in_(keys)))
    for one in visitors:
        one.user = None
        one.user_id = None
        one.name = one.email = one.organisation = ""
        one.shares_name = False
        one.wish = one.wish_refused_at = one.link_asked_at = None
        one.badge_version += 1
        one.forgotten_at = now()
    session.flush()


def effect_known_on(bazaar: Bazaar) -> dt.date:
    """The day on which people are asked what became of it."""
    if bazaar.follow_up_on is not None:
        return bazaar.follow_up_on
    return months_after(day_of(bazaar.ends_at), bazaar.follow_up_months)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(day.day - 1), following - dt.timedelta(1))


def retention(job: JobContext) -> None:
    """Comes round every day: deletes the data of guests whose time is over, of those who visited
    and of those who kept a stand."""
    rows = job.session.execute(
        select(Bazaar, Attendance.guest_months)
        .outerjoin(Attendance, Attendance.bazaar_id == Bazaar.id)
        .where(
            Bazaar.ends_at < now(),
            select(Visitor.id).where(_guests(), Visitor.bazaar_id == Bazaar.id).exists()
            | _guest_keepers(Bazaar.id).exists(),
        )
    ).all()
    for bazaar, months in rows:
        kept = USUAL_MONTHS if months is None else months
        if months_after(effect_known_on(bazaar), kept) > today():
            continue
        guests = select(Visitor).where(_guests(), Visitor.bazaar_id == bazaar.id)
        found = list(job.session.scalars(guests))
        forget(job.session, found)
        keepers = set(job.session.scalars(_guest_keepers(bazaar.id)))
        job.session.execute(update(Keeper).where(Keeper.id.in_(keepers)).values(name="", email=""))
        number = len(found) + len(keepers)
        record(job.session, SYSTEM, "bazaar.guests_forgotten", "bazaar", bazaar.id, number=number)


def _guest_keepers(bazaar_id: Any) -> Any:
    """The ids of keepers without an account of whom something is kept. Their links end with the
    address."""
    return (
        select(Keeper.id)
        .join(Stand, Stand.id == Keeper.stand_id)
        .where(
            Stand.bazaar_id == bazaar_id,
            Keeper.user_id.is_(None),
            or_(Keeper.name != "", Keeper.email != ""),
        )
    )


def _guests() -> Any:
    return Visitor.user_id.is_(None) & Visitor.forgotten_at.is_(None)


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """The educations somebody answers for instead of the leader, of bazaars to come."""
    for one in _delegations(session, user):
        yield Holding(
            kind=DELEGATE,
            id=one.id,
            title=f"{one.unit.name}, {one.bazaar.title}",
            url=f"/bazaar/{one.bazaar_id}/education/{one.id}",
            words=_l("Answer to a bazaar's invitation"),
            needs_successor=False,
            unit_id=one.unit_id,
        )


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, things: Collection[Holding]
) -> None:
    """The successor answers."""
    ids = {one.id for one in things if one.kind == DELEGATE}
    for one in _delegations(session, user):
        if one.id in ids:
            one.delegate_id = successor.id
            one.version += 1
            facts = {"unit": one.unit.name, "person": successor.id}
            record(session, actor, "bazaar.delegated", "bazaar", one.bazaar_id, **facts)
    session.flush()


def _delegations(session: Session, user: User) -> Iterable[InvitedEducation]:
    return session.scalars(
        select(InvitedEducation)
        .join(Bazaar, Bazaar.id == InvitedEducation.bazaar_id)
        .where(InvitedEducation.delegate_id == user.id, Bazaar.ends_at > now())
        .options(joinedload(InvitedEducation.unit), joinedload(InvitedEducation.bazaar))
    ).all()
