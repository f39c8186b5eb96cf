"""Where this area shows itself elsewhere: tabs, overview, 'waiting for you', the card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal.api import Actor, Waiting, day_of, today

from ..frame import Figure, Tab
from ..models import Bazaar, Commitment, InvitedEducation, NothingTaken, Visitor
from ..permissions import organises
from ..vocabulary import BazaarStatus, VisitorFunction
from .numbers import collect


def has_begun(bazaar: Bazaar) -> bool:
    """From the day itself on there is something to take home."""
    return bazaar.status != BazaarStatus.PLANNED and day_of(bazaar.starts_at) <= today()


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterator[Tab]:
    """One's education's page from the day on; for organisers what comes in."""
    from ..attendance.visitors import current_visitor

    if has_begun(bazaar):
        visitor = current_visitor(session, bazaar)
        if visitor is not None and visitor.education_id is not None:
            url = url_for(
                "bazaar_commitments.page",
                bazaar_id=bazaar.id,
                education_id=visitor.education_id,
            )
            yield Tab(_l("We take home"), url, "bag-check", 65, ("bazaar_commitments.",))
    if organises(session, actor, bazaar):
        url = url_for("bazaar_commitments.collecting", bazaar_id=bazaar.id)
        prefixes = (
            "bazaar_commitments.collecting",
            "bazaar_commitments.remind",
            "bazaar_commitments.thanks",
        )
        yield Tab(_l("Collecting"), url, "bar-chart", 70, prefixes, manage=True)


def overview(session: Session, actor: Actor, bazaar: Bazaar) -> Iterator[Figure]:
    """What has come in, and what is missing after the day."""
    if not organises(session, actor, bazaar) or not has_begun(bazaar):
        return
    found = collect(session, bazaar)
    url = url_for("bazaar_commitments.collecting", bazaar_id=bazaar.id)
    missing = f"{url}?by=missing"
    waiting = found.cards - found.cards_in
    over = day_of(bazaar.ends_at) < today() and bazaar.status != BazaarStatus.CLOSED
    text = _("%(number)s cards are not handed in", number=waiting) if over and waiting else ""
    yield Figure(
        _l("Cards handed in"), found.cards_in, missing if text else url, "clipboard-check", text,
        "amber" if text else "", 60,
    )  # fmt: skip
    yield Figure(
        _l("Practices that educations take home"), found.handed_in,
        f"{url}?by=commitments", "bag-check", order=61,
    )  # fmt: skip


def waiting(session: Session, actor: Actor) -> Iterator[Waiting]:
    """A leader's education has not handed in, from the day on until the bazaar is closed."""
    if actor.user_id is None:
        return
    rows = session.execute(
        select(Visitor, func.count(Commitment.id), func.count(Commitment.handed_in_at))
        .join(Bazaar, Bazaar.id == Visitor.bazaar_id)
        .outerjoin(Commitment, Commitment.education_id == Visitor.education_id)
        .where(Visitor.user_id == actor.user_id, Visitor.function == VisitorFunction.LEADER)
        .where(Visitor.cancelled_at.is_(None), Visitor.education_id.is_not(None))
        .where(Bazaar.status.in_((BazaarStatus.ANNOUNCED, BazaarStatus.HELD)))
        .where(
            Visitor.education_id.not_in(select(NothingTaken.education_id))
            | Commitment.id.is_not(None)
        )
        .group_by(Visitor.id)
        .options(
            selectinload(Visitor.bazaar),
            selectinload(Visitor.education).selectinload(InvitedEducation.unit),
        )
    )
    for visitor, number, handed_in in rows:
        if not has_begun(visitor.bazaar) or (number and number == handed_in):
            continue
        assert visitor.education is not None
        yield Waiting(
            visitor.bazaar.title,
            url_for(
                "bazaar_commitments.page",
                bazaar_id=visitor.bazaar_id,
                education_id=visitor.education_id,
            ),
            _("Agree on what %(education)s takes home.", education=visitor.education.unit.name),
            "bag-check",
            order=70,
        )


def card_link(session: Session, visitor: Visitor) -> dict[str, Any] | None:
    """From the card to the education's page."""
    if visitor.education_id is None:
        return None
    url = url_for(
        "bazaar_commitments.page",
        bazaar_id=visitor.bazaar_id,
        education_id=visitor.education_id,
    )
    return {"words": _("What we take home"), "url": url, "icon": "bag-check"}
