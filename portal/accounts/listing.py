"""The list of accounts: filters, order, rows for a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, not_, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.access.actors import with_descendants
from portal.access.models import Role, UserRole
from portal.access.permissions import role_name
from portal.accounts.models import User
from portal.units.directory import in_order
from portal.units.models import Membership
from portal.units.names import bears, danish_order
from portal.units.words import function_word
from portal.web.addresses import as_id

SORTS = ("name", "email", "seen", "created")
MAX_TEXT = 100
#: One word for where an account stands: key -> (words, icon, tone).
STATES: Mapping[str, tuple[Any, str, str]] = {
    "active": (_l("Active"), "check-circle-fill", "green"),
    "never": (_l("Never signed in"), "envelope", "amber"),
    "disabled": (_l("Disabled"), "person-x", ""),
}


def state_of(user: User) -> str:
    """The key of `STATES` that is true of an account."""
    if not user.active:
        return "disabled"
    return "active" if user.last_seen_at else "never"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts the list is asked for; nonsense in an address asks for nothing."""

    text: str = ""
    units: frozenset[int] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    states: frozenset[str] = field(default_factory=frozenset)
    sort: str = "name"

    @classmethod
    def from_args(cls, args: Any) -> Wanted:
        """`q`, `unit`, `role`, `state` (several of each) and `sort` of a query string."""
        sort = args.get("sort", "")
        return cls(
            text=_clean(args.get("q", "")),
            units=frozenset(filter(None, map(as_id, args.getlist("unit")[:50]))),
            roles=frozenset(map(_clean, args.getlist("role")[:50])) - {""},
            states=frozenset(args.getlist("state")) & frozenset(STATES),
            sort=sort if sort.removeprefix("-") in SORTS else "name",
        )

    def as_args(self, **changed: Any) -> dict[str, Any]:
        """The query string's arguments again, with some of them changed."""
        one = replace(self, **changed)
        found: dict[str, Any] = {
            "q": one.text,
            "unit": sorted(one.units),
            "role": sorted(one.roles),
            "state": sorted(one.states),
            "sort": "" if one.sort == "name" else one.sort,
        }
        return {key: value for key, value in found.items() if value}


def accounts(session: Session, wanted: Wanted) -> Select[Any]:
    """The select of the accounts wanted, in order, with their roles and functions loaded.

    Not narrowed: whoever manages accounts sees all of them, the disabled ones too, which
    nobody else sees.
    """
    statement = select(User).where(
        *bears(User.name + " " + User.email + " " + User.title, wanted.text)
    )
    if wanted.units:
        below = with_descendants(session, wanted.units)
        inside = select(Membership.user_id).where(Membership.unit_id.in_(below))
        statement = statement.where(User.id.in_(inside))
    if wanted.roles:
        holding = (
            select(UserRole.user_id)
            .join(Role, Role.id == UserRole.role_id)
            .where(Role.key.in_(wanted.roles))
        )
        statement = statement.where(User.id.in_(holding))
    if wanted.states:
        statement = statement.where(or_(*(_is(state) for state in wanted.states)))
    return statement.options(
        selectinload(User.roles),
        selectinload(User.memberships).selectinload(Membership.unit),
    ).order_by(*_order(wanted.sort), User.id)


def export_columns() -> list[str]:
    """The heads of the columns of `export_rows`."""
    words = [
        _l("Name"),
        _l("E-mail"),
        _l("Title"),
        _l("Phone"),
        _l("Roles"),
        _l("Functions"),
        _l("State"),
        _l("Last here"),
        _l("Invited"),
        _l("Account since"),
    ]
    return [str(word) for word in words]


def export_rows(users: Iterable[User]) -> Iterable[list[Any]]:
    """A row for each account."""
    for user in users:
        functions = in_order(user.memberships)
        yield [
            user.name,
            user.email,
            user.title,
            user.phone,
            ", ".join(str(role_name(role)) for role in user.roles),
            ", ".join(f"{one.unit.name} ({function_word(one.function)})" for one in functions),
            str(STATES[state_of(user)][0]),
            user.last_seen_at.date() if user.last_seen_at else "",
            user.invited_at.date() if user.invited_at else "",
            user.created_at.date(),
        ]


def _is(state: str) -> ColumnElement[bool]:
    if state == "disabled":
        return not_(User.active)
    seen = User.last_seen_at.is_not(None) if state == "active" else User.last_seen_at.is_(None)
    return and_(User.active, seen)


def _order(sort: str) -> list[ColumnElement[Any]]:
    down, key = sort.startswith("-"), sort.removeprefix("-")
    name = danish_order(User.name)
    column: ColumnElement[Any]
    if key == "seen":
        # Who was never here comes last, whichever way round.
        at = User.last_seen_at
        return [at.is_(None), at.desc() if down else at.asc(), name]
    if key == "created":
        column = User.created_at.expression
    else:
        column = name if key == "name" else User.email.expression
    return [column.desc() if down else column, name]


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()[:MAX_TEXT]
