"""Inviting people: one, or a column pasted out of a spreadsheet or an address book."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.links import send_invitation
from portal.accounts.managing import AccountProblem, grantable_roles
from portal.accounts.models import User
from portal.accounts.services import clean_email, clean_name, create_user
from portal.audit.trail import record
from portal.errors import PortalError
from portal.units.functions import add_function
from portal.units.models import Unit

MAX_AT_ONCE = 300
#: How many lines that cannot be used are named; who pasted the wrong thing needs no more.
SHOWN = 5
_ADDRESS = re.compile(r"[^\s<>,;\"'()\[\]:]+@[^\s<>,;\"'()\[\]:]+")
_QUOTES = " \t\"'<>;,()"


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to invite."""

    email: str
    name: str


def read_invitees(session: Session, text: str) -> list[Invitee]:
    """The people in a pasted text: 'ane@skole.dk', 'Ane Holm <ane@skole.dk>', 'Ane Holm; ane@…',
    one a line or many in a row. A name that is missing is made from the address.

    Raises AccountProblem about everything that is no address or has an account already.
    """
    found: dict[str, Invitee] = {}
    problems: list[str] = []
    for piece in _pieces(text):
        try:
            invitee = _read(piece)
        except PortalError as problem:
            problems.append(str(problem))
            continue
        found.setdefault(invitee.email, invitee)
    if len(found) > MAX_AT_ONCE:
        raise AccountProblem(
            "people", _("Invite at most %(number)s people at once.", number=MAX_AT_ONCE)
        )
    taken = session.scalars(select(User.email).where(User.email.in_(found)).order_by(User.email))
    problems.extend(_("%(email)s has an account already.", email=email) for email in taken)
    if problems:
        more = _("And %(number)s more.", number=len(problems) - SHOWN)
        shown = problems[:SHOWN] + ([more] if len(problems) > SHOWN else [])
        raise AccountProblem("people", " ".join(shown))
    if not found:
        raise AccountProblem("people", _("Write at least one e-mail address."))
    return list(found.values())


def invite(
    session: Session,
    actor: Actor,
    invitees: Sequence[Invitee],
    *,
    roles: Collection[str],
    unit: Unit | None,
    function: str,
    language: str,
) -> list[User]:
    """Makes the accounts and mails the invitations. Raises AccountProblem for roles that the
    actor may not give, PortalError and NotAllowed for a function that cannot be given."""
    if not set(roles) <= {role.key for role in grantable_roles(session, actor)}:
        raise AccountProblem("roles", _("Choose among the roles in the list."))
    users = []
    for invitee in invitees:
        user = create_user(
            session,
            actor,
            email=invitee.email,
            name=invitee.name,
            roles=sorted(roles),
            language=language,
        )
        if unit is not None:
            add_function(session, actor, unit, user, function)
        send_invitation(session, user, actor)
        record(session, actor, "account.invited", "person", user.id)
        users.append(user)
    return users


def name_from(email: str) -> str:
    """'Ane Holm' from ane.holm@skole.dk; a guess, which the person can correct when accepting."""
    words = re.split(r"[._+\-\d]+", email.split("@")[0])
    return " ".join(word.capitalize() for word in words if word) or email.split("@")[0]


def _pieces(text: str) -> list[str]:
    """One piece for each person: a line, or a part of it where a line holds several."""
    found: list[str] = []
    for line in text.splitlines():
        if len(_ADDRESS.findall(line)) < 2:
            found.append(line)
            continue
        for part in re.split(r"(?<=>)" if "<" in line else r"[;,\t]", line):
            found.extend(part.split() if len(_ADDRESS.findall(part)) > 1 else [part])
    return [piece.strip(" \t;,") for piece in found if piece.strip(_QUOTES)]


def _read(piece: str) -> Invitee:
    piece = re.sub("mailto:", "", piece, flags=re.IGNORECASE)
    addresses = _ADDRESS.findall(piece)
    if len(addresses) != 1:
        shown = piece if len(piece) <= 60 else piece[:59] + "…"
        raise PortalError(_("“%(text)s” is not an e-mail address.", text=shown))
    email = clean_email(addresses[0].strip("."))
    before, _address, after = piece.partition(addresses[0])
    cells = [before] if "<" in before else re.split(r"[;\t]", before) + re.split(r"[;\t]", after)
    names = [cell.strip(_QUOTES) for cell in cells if cell.strip(_QUOTES)]
    name = names[0] if names else name_from(email)
    surname, comma, given = name.partition(",")  # 'Holm, Ane', as address books have it
    if comma and given.strip() and "," not in given:
        name = f"{given.strip()} {surname.strip()}"
    return Invitee(email, clean_name(name))
