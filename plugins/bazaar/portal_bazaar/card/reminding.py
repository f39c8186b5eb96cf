"""What waits for a visitor: the card on the day, and handing it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import Session, contains_eager

from portal.api import Actor, Waiting, now

from ..models import Bazaar, CardEntry, Visitor
from ..vocabulary import BazaarStatus

BEFORE = dt.timedelta(hours=6)
AFTER = dt.timedelta(days=7)


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """From the morning of the day the way to one's card; until a week later, if it was begun and
    not handed in, that."""
    if actor.user_id is None:
        return
    at = now()
    begun = exists().where(CardEntry.visitor_id == Visitor.id)
    rows = session.execute(
        select(Visitor, begun)
        .join(Bazaar, Bazaar.id == Visitor.bazaar_id)
        .where(
            Visitor.user_id == actor.user_id,
            Visitor.cancelled_at.is_(None),
            Visitor.card_handed_in_at.is_(None),
            Bazaar.status.in_((BazaarStatus.ANNOUNCED, BazaarStatus.HELD)),
            Bazaar.starts_at < at + BEFORE,
            Bazaar.ends_at > at - AFTER,
        )
        .options(contains_eager(Visitor.bazaar))
        .order_by(Bazaar.starts_at)
    )
    for visitor, has_lines in rows:
        url = url_for("bazaar_card.card", bazaar_id=visitor.bazaar_id)
        bazaar = visitor.bazaar
        if at < bazaar.ends_at:
            yield Waiting(_("Your dance card"), url, bazaar.title, "clipboard-check", "teal", 5)
        elif has_lines and (bazaar.cards_until is None or at < bazaar.cards_until):
            words = _("Hand your dance card in")
            yield Waiting(words, url, bazaar.title, "clipboard-check", "amber", 20)
