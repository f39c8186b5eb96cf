"""Reminding those who have not handed in; thanks, with one's own card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from portal.api import Actor, PortalError, User, full_address, now, record, send_mail

from ..attendance.names import mail_target
from ..attendance.visitors import day_ends
from ..day.links import make_link
from ..models import (
    Bazaar,
    CardEntry,
    Collecting,
    Commitment,
    InvitedEducation,
    Visitor,
)
from ..vocabulary import INTEREST_WORDS, BazaarStatus
from .nothing import answered_without
from .tables import was_here

THANKS_MAX = 4_000


@dataclass(frozen=True, slots=True)
class Reminding:
    """One who has not handed in: the own card, what the education takes home, or both."""

    visitor: Visitor
    card: bool
    education: bool


def collecting_of(session: Session, bazaar: Bazaar) -> Collecting:
    """The bazaar's row, made where there is none; not yet in the session then."""
    found = session.get(Collecting, bazaar.id)
    return found or Collecting(bazaar_id=bazaar.id, thanks="", round=0, version=1)


def to_remind(session: Session, bazaar: Bazaar) -> list[Reminding]:
    """Those who were here and whose card, or whose education's commitment, is not handed in."""
    states = session.execute(
        select(Commitment.education_id, func.count(), func.count(Commitment.handed_in_at))
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .where(InvitedEducation.bazaar_id == bazaar.id)
        .group_by(Commitment.education_id)
    )
    done = {education_id for education_id, number, handed_in in states if number == handed_in}
    done |= answered_without(session, [bazaar.id])
    found = []
    for visitor in session.scalars(_came(bazaar)):
        card = visitor.card_handed_in_at is None
        education = visitor.education_id is not None and visitor.education_id not in done
        if (card or education) and mail_target(visitor) is not None:
            found.append(Reminding(visitor, card, education))
    return found


def remind(session: Session, actor: Actor, bazaar: Bazaar, number: str) -> int:
    """Writes to them; says to how many. `number` is the round that the button was shown for: of
    two who press it, one does. Raises PortalError when the bazaar is closed."""
    if bazaar.status == BazaarStatus.CLOSED:
        raise PortalError(_("The bazaar is closed, and nothing can be handed in any longer."))
    row = _locked(session, bazaar)
    if str(row.round) != number:
        return 0
    sender = session.get(User, actor.user_id) if actor.user_id else None
    people = to_remind(session, bazaar)
    for one in people:
        target = mail_target(one.visitor)
        assert target is not None
        send_mail(
            session,
            target,
            "bazaar/commitments/mail_remind.txt",
            lambda: _("Hand in what you take home from %(bazaar)s", bazaar=bazaar.title),
            key=f"bazaar-collecting:{bazaar.secret[:12]}:{row.round}:{one.visitor.id}",
            reply_to=sender,
            bazaar=bazaar,
            one=one,
            card=full_address(f"/bazaar/{bazaar.id}/card") if one.card else "",
            education=full_address(f"/bazaar/{bazaar.id}/takes-home") if one.education else "",
            link=_way_in(session, one.visitor),
        )
    row.round += 1
    row.reminded_at = now()
    record(
        session, actor, "bazaar.reminded_cards", "bazaar", bazaar.id, number=len(people),
        title=bazaar.title,
    )  # fmt: skip
    return len(people)


def to_thank(session: Session, bazaar: Bazaar) -> list[Visitor]:
    """Everybody who came and has an address."""
    return [one for one in session.scalars(_came(bazaar)) if mail_target(one) is not None]


def keep_thanks(session: Session, bazaar: Bazaar, text: str) -> None:
    """Keeps the organisers' words. Raises PortalError for too many."""
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > THANKS_MAX:
        raise PortalError(_("Make it shorter: at most %(max)d characters.", max=THANKS_MAX))
    row = _locked(session, bazaar)
    row.thanks = text
    row.version += 1


def thank(session: Session, actor: Actor, bazaar: Bazaar) -> int:
    """Writes to each visitor, once for good, with the own card; says to how many just now."""
    row = _locked(session, bazaar)
    sender = session.get(User, actor.user_id) if actor.user_id else None
    people = to_thank(session, bazaar)
    lines = lines_of(session, [one.id for one in people])
    for visitor in people:
        target = mail_target(visitor)
        assert target is not None
        send_mail(
            session,
            target,
            "bazaar/commitments/mail_thanks.txt",
            lambda: _("Thank you for coming to %(bazaar)s: your card", bazaar=bazaar.title),
            key=thanks_key(visitor),
            reply_to=sender,
            **thanks_of(session, visitor, row.thanks, lines.get(visitor.id, ())),
        )
    row.thanked_at, row.thanked_by_id = now(), actor.user_id
    record(
        session, actor, "bazaar.thanked", "bazaar", bazaar.id, number=len(people),
        title=bazaar.title,
    )  # fmt: skip
    return len(people)


def thanks_key(visitor: Visitor) -> str:
    """A mail of this key goes out once, whoever presses the button how often."""
    return f"bazaar-thanks:{visitor.bazaar.secret[:12]}:{visitor.id}"


def thanks_of(
    session: Session, visitor: Visitor, text: str, lines: Sequence[CardEntry], link: bool = True
) -> dict[str, Any]:
    """What stands in the mail; without `link` for the preview, which makes none."""
    bazaar = visitor.bazaar
    return {
        "bazaar": bazaar,
        "visitor": visitor,
        "text": text,
        "lines": lines,
        "interests": INTEREST_WORDS,
        "card": full_address(f"/bazaar/{bazaar.id}/card"),
        "link": _way_in(session, visitor) if link else "",
    }


def lines_of(session: Session, visitor_ids: Sequence[int]) -> dict[int, list[CardEntry]]:
    """The cards of these visitors, by visitor, in the order of the numbers of stands."""
    found: dict[int, list[CardEntry]] = {}
    for start in range(0, len(visitor_ids), 500):
        part = visitor_ids[start : start + 500]
        rows = session.scalars(
            select(CardEntry)
            .where(CardEntry.visitor_id.in_(part))
            .options(joinedload(CardEntry.stand))
        )
        for row in rows:
            found.setdefault(row.visitor_id, []).append(row)
    for lines in found.values():
        lines.sort(key=lambda one: (one.stand.number or 0, one.id))
    return found


def _came(bazaar: Bazaar) -> Select[Visitor]:
    return (
        select(Visitor)
        .where(Visitor.bazaar_id == bazaar.id, Visitor.cancelled_at.is_(None))
        .where(Visitor.forgotten_at.is_(None), was_here())
        .options(
            joinedload(Visitor.user),
            joinedload(Visitor.bazaar),
            joinedload(Visitor.education).joinedload(InvitedEducation.unit),
        )
        .order_by(Visitor.id)
    )


def _way_in(session: Session, visitor: Visitor) -> str:
    """A guest gets in by a link, as long as the day lasts; a colleague signs in as ever."""
    if visitor.user_id is not None or now() >= day_ends(visitor.bazaar):
        return ""
    return make_link(session, visitor)


def _locked(session: Session, bazaar: Bazaar) -> Collecting:
    session.scalars(select(Bazaar).where(Bazaar.id == bazaar.id).with_for_update()).one()
    row = collecting_of(session, bazaar)
    session.add(row)
    session.flush()
    session.refresh(row)
    return row
