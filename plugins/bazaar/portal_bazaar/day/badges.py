"""The code that is printed on a badge beside its number, to be typed where no camera helps.

The number alone is no secret: 400 of them are handed out. With the code, 30 bits signed by the
bazaar's secret and paused after five wrong tries for each number, guessing one takes centuries.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, now, record

from ..attendance.names import mail_target
from ..card.codes import ALPHABET, WrongCode, normal, read_badge
from ..models import Bazaar, Visitor

LENGTH = 6


def printed_code(visitor: Visitor) -> str:
    """What stands on the badge beside its number: six letters and digits, in two groups."""
    message = f"typed|{visitor.bazaar_id}|{visitor.id}|{visitor.badge_version}".encode()
    digest = hmac.new(visitor.bazaar.secret.encode(), message, hashlib.sha256).digest()
    number = int.from_bytes(digest[:8])
    letters = [ALPHABET[number >> (5 * place) & 31] for place in range(LENGTH)]
    return f"{''.join(letters[:3])}-{''.join(letters[3:])}".upper()


def typed_visitor(session: Session, bazaar: Bazaar, number: str, second: str) -> Visitor | None:
    """The visitor whose badge bears `number`, if `second` is the code printed beside it or their
    mail address; None for everything else, whatever of it is wrong."""
    visitor = by_number(session, bazaar, number)
    # Compared also where there is nobody, so that both take as long.
    code = printed_code(visitor) if visitor else "000-000"
    fits = hmac.compare_digest(_plain(code), _plain(second))
    target = mail_target(visitor) if visitor else None
    mail = target.email.lower() if target else ""
    if mail and hmac.compare_digest(mail.encode(), second.strip().lower().encode()):
        fits = True
    return visitor if visitor is not None and fits and visitor.cancelled_at is None else None


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
    """The badge is lost: what is printed on it is void, and so is every phone that signed in with
    it. The number stays, for it stands on the paper card too."""
    visitor.badge_version += 1
    visitor.version += 1
    visitor.updated_at = now()
    facts = {"visitor": visitor.id, "person": visitor.user_id}
    record(session, actor, "bazaar.badge_anew", "bazaar", visitor.bazaar_id, **facts)


def _plain(code: str) -> bytes:
    return normal(code.replace("-", "").replace(" ", "")).encode()
