"""What comes round by itself: asking how it goes at the review dates, telling people of their
actions, reminding them. Each mail once, however many workers there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.api import JobContext, User, full_address, leaders_of, morning, now, send_mail, today

from ..models import Adoption, AdoptionAction, AdoptionReview
from .access import title_told
from .tokens import action_token, review_token
from .words import HINTS, NEXT_REVIEW, REMIND_AFTER, STATUSES, Status

JOB = "workshops.adoptions"
#: So long before an action's day its person is reminded.
BEFORE = dt.timedelta(days=3)


def come_round(job: JobContext) -> None:
    """The handler of the job; nobody is written to before the morning."""
    if now() < morning(today()):
        return
    ask(job.session)
    remind(job.session)
    tell_actions(job.session)


def ask(session: Session) -> None:
    """Asks after every practice whose day has come; what nobody answers is asked again when its
    next day comes."""
    due = (
        select(Adoption)
        .where(Adoption.review_on <= today())
        .order_by(Adoption.id)
        .with_for_update(of=Adoption)
        .execution_options(populate_existing=True)
    )
    for adoption in session.scalars(due).all():
        day = adoption.review_on
        pause = NEXT_REVIEW.get(adoption.status)
        adoption.review_on = today() + pause if pause is not None else None
        user = whom_to_ask(session, adoption)
        if day is None or pause is None or user is None:
            continue
        for old in adoption.reviews:  # its link still answers, but nobody is reminded of it
            if old.answered_at is None and old.reminded_at is None:
                old.reminded_at = now()
        review = next((one for one in adoption.reviews if one.due_on == day), None)
        if review is not None:
            continue
        review = AdoptionReview(due_on=day, asked_id=user.id, asked_at=now())
        adoption.reviews.append(review)
        session.flush()
        _mail_review(session, review, user, "ask")


def remind(session: Session) -> None:
    """Reminds, once, who has not answered for a week."""
    late = (
        select(AdoptionReview)
        .where(
            AdoptionReview.answered_at.is_(None),
            AdoptionReview.reminded_at.is_(None),
            AdoptionReview.asked_at <= now() - REMIND_AFTER,
        )
        .order_by(AdoptionReview.id)
        .with_for_update(of=AdoptionReview)
        .execution_options(populate_existing=True)
    )
    for review in session.scalars(late).all():
        review.reminded_at = now()
        if review.asked is not None and review.asked.active:
            _mail_review(session, review, review.asked, "remind")


def tell_actions(session: Session) -> None:
    """Tells people of what they are to do, and reminds them shortly before the day."""
    rows = (
        select(AdoptionAction)
        .join(Adoption, Adoption.id == AdoptionAction.adoption_id)
        .where(
            AdoptionAction.done_at.is_(None),
            AdoptionAction.user_id.is_not(None),
            Adoption.status != Status.DROPPED,
            or_(
                AdoptionAction.told_at.is_(None),
                and_(
                    AdoptionAction.reminded_at.is_(None),
                    AdoptionAction.due_on <= today() + BEFORE,
                ),
            ),
        )
        .options(joinedload(AdoptionAction.adoption))
        .order_by(AdoptionAction.user_id, AdoptionAction.adoption_id, AdoptionAction.id)
        .with_for_update(of=AdoptionAction)
        .execution_options(populate_existing=True)
    )
    found = session.scalars(rows).all()
    for (user_id, _adoption_id), part in groupby(
        found, key=lambda one: (one.user_id, one.adoption_id)
    ):
        user = session.get(User, user_id)
        _tell_one(session, user, list(part))


def _tell_one(session: Session, user: User | None, actions: Sequence[AdoptionAction]) -> None:
    new = [one for one in actions if one.told_at is None]
    due = [one for one in actions if one.told_at is not None]
    for one in actions:
        if one.due_on is not None and one.due_on <= today() + BEFORE:
            one.reminded_at = now()
        one.told_at = one.told_at or now()
    if user is None or not user.active:
        return
    if new:
        _mail_actions(session, user, new, "actions", "told")
    if due:
        _mail_actions(session, user, due, "due", "due")


def whom_to_ask(session: Session, adoption: Adoption) -> User | None:
    """Who is responsible; where they are gone, the nearest leader of the education."""
    if adoption.responsible is not None and adoption.responsible.active:
        return adoption.responsible
    if adoption.unit_id is None:
        return None
    chain = leaders_of(session, [adoption.unit_id]).get(adoption.unit_id, [])
    return session.get(User, min(chain[0])) if chain else None


def _mail_review(session: Session, review: AdoptionReview, user: User, what: str) -> None:
    link = full_address(f"/workshops/adoptions/answer/{review_token(review)}")
    title = title_told(session, user, review.adoption)
    send_mail(
        session,
        user,
        f"workshops/adoption/mail_{what}.txt",
        lambda: _("How does it go with: %(title)s", title=title),
        key=f"workshops.review:{review.id}:{what}",
        title=title,
        unit=review.adoption.unit.name if review.adoption.unit is not None else "",
        answers=[
            (STATUSES[status].words, HINTS[status], f"{link}?status={status.value}")
            for status in Status
        ],
    )


def _mail_actions(
    session: Session, user: User, actions: Sequence[AdoptionAction], what: str, mark: str
) -> None:
    title = actions[0].adoption.title
    number = len(actions)

    def subject() -> str:
        if what == "due":
            return ngettext(
                "Soon: %(num)s thing you promised", "Soon: %(num)s things you promised", number
            )
        return ngettext("You do %(num)s thing", "You do %(num)s things", number)

    send_mail(
        session,
        user,
        f"workshops/adoption/mail_{what}.txt",
        subject,
        key=f"workshops.action:{mark}:{_keys(actions)}",
        title=title,
        lines=[
            (one.what, one.due_on, full_address(f"/workshops/adoptions/done/{action_token(one)}"))
            for one in actions
        ],
        link=full_address(f"/workshops/adoptions/{actions[0].adoption_id}"),
    )


def _keys(actions: Iterable[Any]) -> str:
    ids = [one.id for one in actions]
    return f"{ids[0]}-{ids[-1]}-{len(ids)}"
