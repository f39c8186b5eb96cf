"""Who is meant: people found by a piece of their name, or by what somebody typed into a field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, selectinload

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.runtime import portal
from portal.units.contacts import contact_seen, contacts_seen
from portal.units.directory import MAX_TEXT, in_order
from portal.units.models import Membership
from portal.units.names import bears, begins, danish_order, plain
from portal.web.addresses import as_id

LIMIT = 8
_ADDRESS = re.compile(r"[^\s()<>,;]+@[^\s()<>,;]+")
#: What stands after the name of who keeps the address from the reader: only the portal reads it.
_NUMBER = re.compile(r"\(#(\d+)\)$")


@dataclass(frozen=True, slots=True)
class Meant:
    """A person to choose. `text` is what a field holds for them, clear to people and to us."""

    id: int
    name: str
    text: str
    place: str = ""


def find_people(session: Session, actor: Actor, text: str, limit: int = LIMIT) -> list[Meant]:
    """The people with an open account whom `actor` may see and whose name or address has every
    word of `text`; those whose name has a word that begins so come first. An address that is
    kept from `actor` finds nobody."""
    words = text.replace("\x00", "").strip()[:MAX_TEXT]
    if not words:
        return []
    known = case((contact_seen(session, actor), User.name + " " + User.email), else_=User.name)
    found = _open(actor).where(*bears(known, words))
    order = [begins(User.name, words).desc(), danish_order(User.name), User.id]
    return _rows(session, actor, found.order_by(*order).limit(limit))


def people_by_id(
    session: Session, actor: Actor, ids: Iterable[int], kept: Iterable[int] = ()
) -> dict[int, Meant]:
    """Those of `ids` whom `actor` may choose; of `kept`, who were chosen before, all there are:
    who is no longer to be seen keeps the name alone."""
    wanted, before = set(ids), set(kept)
    found = {one.id: one for one in _rows(session, actor, _open(actor).where(User.id.in_(wanted)))}
    gone = (wanted & before) - set(found)
    if gone:
        for user_id, name in session.execute(select(User.id, User.name).where(User.id.in_(gone))):
            shown = _("%(name)s (no longer here)", name=name)
            found[user_id] = Meant(user_id, shown, shown)
    return found


def who_is_meant(
    session: Session, actor: Actor, typed: str, kept: Sequence[int] = ()
) -> list[Meant]:
    """Whom `typed` means: an id, an e-mail address, a name or a part of it, or the `text` of a
    `Meant`. One if that is clear, several to choose from, none if there is nobody."""
    text = " ".join(typed.replace("\x00", "").split())[: 2 * MAX_TEXT]
    if not text:
        return []
    if text.isdigit():
        number = as_id(text)
        return list(people_by_id(session, actor, [number] if number else [], kept).values())
    address = _ADDRESS.search(text)
    if address:
        written = _open(actor).where(User.email == address.group().lower())
        return _rows(session, actor, written.where(contact_seen(session, actor)))
    numbered = _NUMBER.search(text)
    if numbered:
        number = as_id(numbered.group(1))
        return list(people_by_id(session, actor, [number] if number else [], kept).values())
    for one in people_by_id(session, actor, kept, kept).values():
        if text == one.text:
            return [one]
    whole = _rows(session, actor, _open(actor).where(_is(text)).order_by(User.id).limit(LIMIT))
    return whole or find_people(session, actor, text)


def _is(name: str) -> ColumnElement[bool]:
    """The name as it was typed, whatever the case of a-z."""
    return func.lower(User.name).in_({name.lower(), name, plain(name)})


def _open(actor: Actor) -> Any:
    return portal().access.narrow(select(User), actor, User).where(User.active)


def _rows(session: Session, actor: Actor, statement: Any) -> list[Meant]:
    with_units = statement.options(selectinload(User.memberships).selectinload(Membership.unit))
    users = session.scalars(with_units).all()
    seen = contacts_seen(session, actor, users)
    return [
        Meant(
            user.id,
            user.name,
            f"{user.name} ({user.email if user.id in seen else f'#{user.id}'})",
            ", ".join([one.unit.name for one in in_order(user.memberships)][:1]),
        )
        for user in users
    ]
