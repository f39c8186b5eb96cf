"""The door: who is here, checking in and out, who came without registering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import Actor, PortalError, fold, natural_order, now, record

from ..attendance.names import name_of
from ..attendance.registering import RegistrationProblem, cancel, register, say_yes, substitute
from ..attendance.visitors import visitors_of
from ..models import Bazaar, Visitor
from ..vocabulary import Arrival
from .badges import by_number

#: So many are offered for what was typed.
OFFERED = 12
FEWEST_LETTERS = 2


def find(session: Session, bazaar: Bazaar, text: str) -> list[Visitor]:
    """The visitors whose name has a word that begins with each word of `text`, or whose badge
    bears that number; those not here yet first. Who cancelled is found too: they may come."""
    words = fold(text.replace("\x00", ""))[:60].split()
    if text.strip().lstrip("#").isdigit():
        one = by_number(session, bazaar, text)
        return [one] if one is not None else []
    if len("".join(words)) < FEWEST_LETTERS:
        return []
    wanted = visitors_of(bazaar, asked=True, cancelled=True)
    found = []
    for one in session.scalars(wanted.where(Visitor.forgotten_at.is_(None))):
        parts = fold(name_of(one)).replace("-", " ").split()
        if all(any(part.startswith(word) for part in parts) for word in words):
            found.append(one)
    found.sort(key=_order)
    return found[:OFFERED]


def _order(visitor: Visitor) -> Any:
    away = visitor.cancelled_at is not None
    return (away, visitor.checked_in_at is not None, natural_order(name_of(visitor)))


def check_in(session: Session, actor: Actor, visitor: Visitor) -> bool:
    """Somebody is here; False where they were already. Who had cancelled, or had not said yes,
    comes after all."""
    if visitor.checked_in_at is not None:
        return False
    say_yes(session, actor, visitor)
    visitor.checked_in_at = now()
    visitor.version += 1
    _note(session, actor, visitor, "bazaar.checked_in")
    return True


def check_out(session: Session, actor: Actor, visitor: Visitor) -> None:
    """It was somebody else: undoes the check-in."""
    if visitor.checked_in_at is None:
        return
    visitor.checked_in_at = None
    visitor.version += 1
    _note(session, actor, visitor, "bazaar.check_in_undone")


def walk_in(session: Session, actor: Actor, bazaar: Bazaar, **who: Any) -> Visitor:
    """Registers somebody at the door and checks them in. Arguments as `register`; raises
    RegistrationProblem."""
    visitor = register(session, actor, bazaar, came_as=Arrival.WALK_IN, **who)
    check_in(session, actor, visitor)
    return visitor


def come_instead(session: Session, actor: Actor, visitor: Visitor, **who: Any) -> Visitor:
    """Somebody stands at the door instead of another. Raises RegistrationProblem; PortalError for
    who is here already."""
    if visitor.checked_in_at is not None:
        raise PortalError(_("%(name)s is here already.", name=name_of(visitor)))
    other = substitute(session, actor, visitor, **who)
    check_in(session, actor, other)
    return other


def arrive(
    session: Session, actor: Actor, known: Visitor, instead_of: Visitor | None = None
) -> Visitor:
    """Who is on the list is here, as what they are; perhaps instead of another. Raises PortalError
    for who is here already, RegistrationProblem for the same person."""
    if instead_of is not None:
        if instead_of.id == known.id:
            words = _("Choose somebody else than the one who stays away.")
            raise RegistrationProblem("email", words)
        if instead_of.checked_in_at is not None:
            raise PortalError(_("%(name)s is here already.", name=name_of(instead_of)))
        cancel(session, actor, instead_of)
    check_in(session, actor, known)
    return known


@dataclass(frozen=True, slots=True)
class Count:
    """How many are here of those who are expected; `walk_ins` among them."""

    here: int
    expected: int
    walk_ins: int


def count(session: Session, bazaar: Bazaar) -> Count:
    """The live count."""
    coming = Visitor.cancelled_at.is_(None)
    here, expected, walk_ins = session.execute(
        select(
            func.count(Visitor.checked_in_at),
            func.count(Visitor.id).filter(Visitor.asked_at.is_(None)),
            func.count(Visitor.checked_in_at).filter(Visitor.came_as == Arrival.WALK_IN),
        ).where(Visitor.bazaar_id == bazaar.id, coming)
    ).one()
    return Count(here, expected, walk_ins)


@dataclass(frozen=True, slots=True)
class Group:
    """An education at the door (or the guests): who is here and who is not yet."""

    name: str
    here: list[Visitor]
    missing: list[Visitor]


def groups(session: Session, bazaar: Bazaar) -> list[Group]:
    """Per education, those with most missing first; guests of no education last."""
    found: dict[str, Group] = {}
    for one in session.scalars(visitors_of(bazaar)):
        name = one.education.unit.name if one.education is not None else ""
        group = found.setdefault(name, Group(name, [], []))
        (group.here if one.checked_in_at is not None else group.missing).append(one)
    for group in found.values():
        group.missing.sort(key=lambda one: natural_order(name_of(one)))
    return sorted(
        found.values(), key=lambda one: (not one.name, -len(one.missing), natural_order(one.name))
    )


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A line of the list on paper."""

    name: str
    education: str
    function: str
    badge: int | None
    here: bool


def paper_rows(session: Session, bazaar: Bazaar) -> list[PaperRow]:
    """The list for when everything else fails, as Danes sort names: all who come, who was asked,
    too."""
    from ..attendance.words import FUNCTIONS

    rows = [
        PaperRow(
            name_of(one),
            one.education.unit.name if one.education is not None else one.organisation,
            str(FUNCTIONS.get(one.function, "")),
            one.badge,
            one.checked_in_at is not None,
        )
        for one in session.scalars(visitors_of(bazaar, asked=True))
    ]
    return sorted(rows, key=lambda one: natural_order(one.name))


def by_letter(rows: Iterable[PaperRow]) -> list[tuple[str, list[PaperRow]]]:
    """The rows under their first letters."""
    found: dict[str, list[PaperRow]] = {}
    for row in rows:
        found.setdefault(row.name[:1].upper(), []).append(row)
    return list(found.items())


def _note(session: Session, actor: Actor, visitor: Visitor, action: str) -> None:
    facts = {"visitor": visitor.id, "person": visitor.user_id}
    record(session, actor, action, "bazaar", visitor.bazaar_id, **facts)
