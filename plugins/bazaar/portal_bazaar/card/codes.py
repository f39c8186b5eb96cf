"""Codes: what a stand's and a badge's QR code lead to, and the short code to type.

A token is the row's id and a signature by the bazaar's secret over what it is a code of and its
version: it cannot be made up, it fits no other bazaar, and raising the version makes what is
printed void. Nothing is kept of it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from typing import Literal, NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, NotAllowed, PortalError, full_address, now, record

from ..models import Bazaar, Stand, Visitor
from ..vocabulary import BazaarStatus
from . import shortcodes

Reason = Literal["forged", "renewed", "foreign", "over"]
Kind = Literal["stand", "badge"]

#: What is left out is easily taken for something else (Crockford's letters).
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_READ = {letter: value for value, letter in enumerate(ALPHABET)} | {"i": 1, "l": 1, "o": 0}
#: 60 bits: short enough for a small QR code, too many to try.
SIGNATURE = 12
LONGEST_ID = 9
#: How many earlier versions are recognised as 'renewed' instead of 'forged'.
EARLIER = 50


class WrongCode(PortalError):
    """A code that leads nowhere. `reason`: 'forged' (nobody made it, or what it was of is gone),
    'renewed' (a newer one hangs there), 'foreign' (of another bazaar), 'over' (that bazaar is
    over)."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def stand_token(stand: Stand) -> str:
    """What stands in the stand's QR code, without the address."""
    return _token("stand", stand.bazaar, stand.id, stand.code_version)


def stand_path(stand: Stand) -> str:
    """The address within the portal that the stand's QR code opens."""
    return f"/bazaar/s/{stand_token(stand)}"


def stand_address(stand: Stand) -> str:
    """The whole address that the stand's QR code opens."""
    return full_address(stand_path(stand))


def badge_token(visitor: Visitor) -> str:
    """What stands in the QR code of the visitor's badge, without the address."""
    return _token("badge", visitor.bazaar, visitor.id, visitor.badge_version)


def badge_address(visitor: Visitor) -> str:
    """The whole address that the code on the visitor's badge opens."""
    return full_address(f"/bazaar/b/{badge_token(visitor)}")


def read_stand(session: Session, token: str, bazaar: Bazaar | None = None) -> Stand:
    """The stand that `token` is a code of; of `bazaar` where that is given.

    Raises WrongCode.
    """
    row_id, signature = _split(token)
    stand = session.get(Stand, row_id)
    if stand is None:
        _refuse("forged")
    _check("stand", stand.bazaar, stand.id, stand.code_version, signature)
    if bazaar is not None and stand.bazaar_id != bazaar.id:
        _refuse("foreign")
    if is_over(stand.bazaar):
        _refuse("over")
    return stand


def read_badge(session: Session, token: str, bazaar: Bazaar | None = None) -> Visitor:
    """The visitor whose badge bears `token`; of `bazaar` where that is given.

    Raises WrongCode; whether the visitor has cancelled is for the caller to ask.
    """
    row_id, signature = _split(token)
    visitor = session.get(Visitor, row_id)
    if visitor is None:
        _refuse("forged")
    _check("badge", visitor.bazaar, visitor.id, visitor.badge_version, signature)
    if bazaar is not None and visitor.bazaar_id != bazaar.id:
        _refuse("foreign")
    if is_over(visitor.bazaar):
        _refuse("over")
    return visitor


def is_over(bazaar: Bazaar) -> bool:
    """Whether its codes have run out: it is closed, or two nights have passed since it ended and
    the time for the cards is over, too."""
    if bazaar.status == BazaarStatus.CLOSED:
        return True
    last = max(filter(None, (bazaar.ends_at, bazaar.cards_until)))
    return now() > last + dt.timedelta(days=2)


def give_short_code(session: Session, stand: Stand) -> str:
    """Gives the stand a short code that no other stand of its bazaar has; one that has one keeps
    it. Call it when the stand is confirmed."""
    if not stand.short_code:
        taken = set(
            session.scalars(
                select(Stand.short_code).where(
                    Stand.bazaar_id == stand.bazaar_id, Stand.short_code.is_not(None)
                )
            )
        )
        stand.short_code = shortcodes.new(taken)
    return stand.short_code


def renew(session: Session, actor: Actor, stand: Stand) -> None:
    """Makes the printed codes of the stand void and gives it new ones, the short one too.

    Raises NotAllowed for those who do not organise the bazaar.
    """
    from ..permissions import organises

    if not organises(session, actor, stand.bazaar):
        raise NotAllowed
    stand.code_version += 1
    stand.short_code = None
    give_short_code(session, stand)
    stand.updated_at = now()
    record(session, actor, "bazaar.code_renewed", "bazaar_stand", stand.id, title=stand.title)


def salt_of(bazaar: Bazaar) -> str:
    """What the codes are mixed with before phones are told of them."""
    return _signature(bazaar, "salt")


def shadow(salt: str, code: str) -> str:
    """What a phone is told of a code: enough to recognise it, not enough to make one."""
    return hashlib.sha256(f"{salt}|{code}".encode()).hexdigest()[:32]


def normal(token: str) -> str:
    """A token as it is compared, however it was typed."""
    return token.strip().lower().replace("i", "1").replace("l", "1").replace("o", "0")


def _token(kind: Kind, bazaar: Bazaar, row_id: int, version: int) -> str:
    return _number(row_id) + _signature(bazaar, f"{kind}|{row_id}|{version}")


def _signature(bazaar: Bazaar, text: str) -> str:
    message = f"{bazaar.id}|{text}".encode()
    digest = hmac.new(bazaar.secret.encode(), message, hashlib.sha256).digest()
    plain = base64.b32encode(digest).decode()[:SIGNATURE]
    return "".join(ALPHABET["ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".index(one)] for one in plain)


def _number(value: int) -> str:
    found = ""
    while value or not found:
        value, rest = divmod(value, 32)
        found = ALPHABET[rest] + found
    return found


def _split(token: str) -> tuple[int, str]:
    text = normal(token)
    head, signature = text[:-SIGNATURE], text[-SIGNATURE:]
    if not 1 <= len(head) <= LONGEST_ID or any(one not in _READ for one in text):
        _refuse("forged")
    value = 0
    for letter in head:
        value = value * 32 + _READ[letter]
    if not 0 < value < 2**31:
        _refuse("forged")
    return value, signature


def _check(kind: Kind, bazaar: Bazaar, row_id: int, version: int, signature: str) -> None:
    def fits(number: int) -> bool:
        return hmac.compare_digest(_signature(bazaar, f"{kind}|{row_id}|{number}"), signature)

    if fits(version):
        return
    earlier = range(version - 1, max(0, version - 1 - EARLIER), -1)
    _refuse("renewed" if any(fits(number) for number in earlier) else "forged")


def _refuse(reason: Reason) -> NoReturn:
    raise WrongCode(reason)
