"""What is on a badge: its number, which is no secret, and the QR code, which signs in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, now, record

from ..card.codes import WrongCode, read_badge
from ..models import Bazaar, Visitor


def by_number(session: Session, bazaar: Bazaar, number: str) -> Visitor | None:
    """The visitor of a badge's number."""
    plain = number.strip().lstrip("#")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 7):
        return None
    wanted = select(Visitor).where(
        Visitor.bazaar_id == bazaar.id,
        Visitor.badge == int(plain),
        Visitor.forgotten_at.is_(None),
    )
    return session.scalar(wanted)


def scanned(session: Session, bazaar: Bazaar, text: str) -> Visitor | None:
    """The visitor whose badge was scanned: its whole address, or what stands in it. None where it
    is no code; raises WrongCode for one that is void or of another bazaar."""
    token = text.strip().rstrip("/").rsplit("/bazaar/b/", 1)[-1]
    if "/" in token or len(token) < 13 or " " in token or "@" in token:
        return None
    try:
        return read_badge(session, token, bazaar)
    except WrongCode as wrong:
        if wrong.reason == "forged" and "/bazaar/b/" not in text:
            return None  # a long name is no code
        raise


def print_anew(session: Session, actor: Actor, visitor: Visitor) -> None:
    """The badge is lost: what is printed on it is void, and so is every phone that is signed in as
    the visitor. The number stays, for it stands on the paper card too."""
    visitor.badge_version += 1
    visitor.version += 1
    visitor.updated_at = now()
    facts = {"visitor": visitor.id, "person": visitor.user_id}
    record(session, actor, "bazaar.badge_anew", "bazaar", visitor.bazaar_id, **facts)
