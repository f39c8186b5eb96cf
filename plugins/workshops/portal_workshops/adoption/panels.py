"""What stands on fact sheets and the front page: how it goes with what one has taken home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.api import Actor, Panel, Waiting, today

from ..models import Adoption, AdoptionAction, AdoptionReview
from ..sheets import facts
from .access import may_see, readers_of_draft, title_for
from .words import HINTS, STATUSES, Status

SOON = dt.timedelta(days=7)
SHOWN = 5


def of_sheet(session: Session, actor: Actor, sheet: object) -> Iterable[Panel]:
    """Beside one's own sheet: how it goes; for who keeps it, the question, and what became of it
    elsewhere, also while that is a draft nobody else sees."""
    sheet_id = getattr(sheet, "id", None)
    if not actor.is_signed_in or sheet_id is None:
        return
    if actor.user_id in getattr(sheet, "owner_ids", ()):
        yield from _elsewhere(session, sheet_id)
    adoption = session.scalar(select(Adoption).where(Adoption.sheet_id == sheet_id))
    owners: set[int] = getattr(sheet, "owner_ids", set())
    keeps = actor.user_id in owners
    builds_on = getattr(sheet, "builds_on_id", None)
    if adoption is None and not (keeps and builds_on and getattr(sheet, "status", "") != "draft"):
        return
    yield Panel(
        "workshops/adoption/panel.html",
        {
            "adoption": adoption,
            "look": STATUSES[adoption.status] if adoption is not None else None,
            "opens": adoption is not None and may_see(session, actor, adoption),
            "readers": _readers(adoption, sheet),
            "sheet_id": sheet_id,
            "statuses": STATUSES,
            "hints": HINTS,
        },
        order=10,
    )


def _readers(adoption: Adoption | None, sheet: object) -> list[str]:
    if adoption is None or getattr(sheet, "status", "") != "draft":
        return []
    return readers_of_draft(adoption)


def _elsewhere(session: Session, sheet_id: int) -> Iterable[Panel]:
    found = session.scalars(
        select(Adoption)
        .where(Adoption.origin_id == sheet_id)
        .options(joinedload(Adoption.unit))
        .order_by(Adoption.status_at.desc(), Adoption.id.desc())
        .limit(SHOWN)
    ).all()
    if found:
        context = {"adoptions": found, "statuses": STATUSES}
        yield Panel("workshops/adoption/elsewhere.html", context, order=12)


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """Questions that wait for an answer, and what is to be done soon."""
    if actor.user_id is None:
        return
    asked = (
        select(AdoptionReview)
        .where(AdoptionReview.asked_id == actor.user_id, AdoptionReview.answered_at.is_(None))
        .options(joinedload(AdoptionReview.adoption))
        .order_by(AdoptionReview.due_on)
        .limit(3)
    )
    seen = set()
    reviews = session.scalars(asked).all()
    known = facts(session, actor, [one.adoption.sheet_id for one in reviews])
    for review in reviews:
        if review.adoption_id in seen:
            continue
        seen.add(review.adoption_id)
        yield Waiting(
            _("How does it go?"),
            url_for("workshops_adoption.page", adoption_id=review.adoption_id),
            title_for(actor, review.adoption, known.get(review.adoption.sheet_id or 0)),
            "clock-history",
            "amber",
            order=40,
        )
    number, first, due = session.execute(
        select(func.count(), func.min(AdoptionAction.adoption_id), func.min(AdoptionAction.due_on))
        .join(Adoption, Adoption.id == AdoptionAction.adoption_id)
        .where(
            AdoptionAction.user_id == actor.user_id,
            AdoptionAction.done_at.is_(None),
            AdoptionAction.due_on <= today() + SOON,
            Adoption.status != Status.DROPPED,
        )
    ).one()
    if number:
        late = due is not None and due < today()
        yield Waiting(
            ngettext("%(num)s thing you promised", "%(num)s things you promised", number),
            url_for("workshops_adoption.page", adoption_id=first)
            if number == 1
            else url_for("workshops_adoption.index"),
            _("The day is past") if late else _("Within a week"),
            "list-check",
            "red" if late else "amber",
            order=41,
        )
