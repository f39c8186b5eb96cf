"""Finding people: by name, by unit with the units below it, by function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from portal.access.actors import Actor, with_descendants
from portal.accounts.models import User
from portal.runtime import portal
from portal.units.contacts import contacts_seen
from portal.units.models import Function, Membership, Unit
from portal.units.names import bears, danish_key, danish_order
from portal.units.services import unit_paths
from portal.units.words import function_rank, function_word
from portal.web.addresses import as_id

SORTS = ("name", "-name", "unit", "-unit")
MAX_TEXT = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom the list is asked for; made from an address, in which nonsense asks for nothing."""

    text: str = ""
    unit_id: int | None = None
    functions: frozenset[str] = field(default_factory=frozenset)
    sort: str = "name"

    @classmethod
    def from_args(cls, args: Any) -> Wanted:
        """`q`, `unit`, `function` (several) and `sort` of a query string."""
        sort = args.get("sort", "")
        return cls(
            text=args.get("q", "").replace("\x00", "").strip()[:MAX_TEXT],
            unit_id=as_id(args.get("unit")),
            functions=frozenset(args.getlist("function")) & frozenset(Function),
            sort=sort if sort in SORTS else "name",
        )

    def as_args(self, **changed: Any) -> dict[str, Any]:
        """The query string's arguments again, with some of them changed."""
        one = replace(self, **changed)
        found: dict[str, Any] = {"q": one.text, "unit": one.unit_id}
        found["function"] = sorted(one.functions, key=function_rank)
        found["sort"] = "" if one.sort == "name" else one.sort
        return {key: value for key, value in found.items() if value}


def people(session: Session, actor: Actor, wanted: Wanted) -> Select[Any]:
    """The select of the people wanted, in order, with their functions loaded."""
    statement = portal().access.narrow(select(User), actor, User).where(User.active)
    statement = statement.where(*bears(User.name + " " + User.title, wanted.text))
    if wanted.unit_id is not None or wanted.functions:
        # One membership must fit both: a leader there who teaches here does not lead here.
        fitting = select(Membership.user_id)
        if wanted.unit_id is not None:
            units = with_descendants(session, [wanted.unit_id])
            fitting = fitting.where(Membership.unit_id.in_(units))
        if wanted.functions:
            fitting = fitting.where(Membership.function.in_(wanted.functions))
        statement = statement.where(User.id.in_(fitting))
    return statement.options(selectinload(User.memberships).selectinload(Membership.unit)).order_by(
        *_order(wanted.sort), User.id
    )


def _order(sort: str) -> list[Any]:
    name = danish_order(User.name)
    if sort.endswith("name"):
        return [name.desc() if sort == "-name" else name]
    unit = (
        select(func.min(danish_order(Unit.name)))
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.user_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    # Who belongs nowhere comes last, whichever way round.
    return [unit.is_(None), unit.desc() if sort == "-unit" else unit, name]


def in_order(memberships: Iterable[Membership]) -> list[Membership]:
    """Leaders first, then by the unit's name."""
    return sorted(
        memberships, key=lambda one: (function_rank(one.function), danish_key(one.unit.name))
    )


def export_rows(session: Session, actor: Actor, found: Iterable[User]) -> Iterable[list[str]]:
    """Name, title, e-mail, phone, unit, institution, function: a row for each function, and one
    for a person without any. Address and phone only where `actor` sees them."""
    everyone = list(found)
    reachable = contacts_seen(session, actor, everyone)
    paths: Mapping[int, str] = unit_paths(
        session, {one.unit_id for user in everyone for one in user.memberships}
    )
    for user in everyone:
        contact = [user.email, user.phone] if user.id in reachable else ["", ""]
        person = [user.name, user.title, *contact]
        for one in in_order(user.memberships):
            yield [*person, paths.get(one.unit_id, ""), str(function_word(one.function))]
        if not user.memberships:
            yield [*person, "", ""]
