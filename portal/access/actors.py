"""Who is acting: the permissions and the audience labels of one person, computed once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from portal.access.models import RolePermission, UserRole
from portal.accounts.models import User
from portal.units.models import Membership, Unit

EVERYONE = "everyone"


def user_label(user_id: int) -> str:
    """Held by one person."""
    return f"user:{user_id}"


def unit_label(unit_id: int) -> str:
    """Held by the people of a unit and of all units below it."""
    return f"unit:{unit_id}"


def permission_label(permission: str) -> str:
    """Held by whoever has the permission."""
    return f"permission:{permission}"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, the system, or nobody. Compare by value; keep no longer than a request."""

    user_id: int | None = None
    name: str = ""
    permissions: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    unit_ids: frozenset[int] = frozenset()  # own units, without those above
    is_system: bool = field(default=False)

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a person with an account."""
        return self.user_id is not None


NOBODY = Actor()
#: What everyone signed in may see, and no more; `portal search` without --as.
ANYONE = Actor(labels=frozenset({EVERYONE}))
#: The portal itself: commands, jobs. Sees and may everything.
SYSTEM = Actor(name="system", is_system=True)


def actor_for(session: Session, user: User | None) -> Actor:
    """The actor of a user. A disabled account is nobody."""
    if user is None or not user.active:
        return NOBODY
    permissions = frozenset(
        session.scalars(
            select(RolePermission.permission)
            .join(UserRole, UserRole.role_id == RolePermission.role_id)
            .where(UserRole.user_id == user.id)
        )
    )
    above = _with_ancestors(
        session, select(Membership.unit_id).where(Membership.user_id == user.id)
    )
    units = frozenset(unit_id for unit_id, own in above if own)
    labels = {EVERYONE, user_label(user.id)}
    labels.update(permission_label(name) for name in permissions)
    labels.update(unit_label(unit_id) for unit_id, _own in above)
    return Actor(user.id, user.name, permissions, frozenset(labels), units)


def with_ancestors(session: Session, unit_ids: Iterable[int]) -> set[int]:
    """The units and every unit above them."""
    found = set(unit_ids)
    if not found:
        return found
    return {unit_id for unit_id, _own in _with_ancestors(session, found)}


def _with_ancestors(session: Session, wanted: Any) -> set[tuple[int, bool]]:
    """(unit, whether it is one of those wanted); who has both a unit and one below it has the
    upper one twice."""
    first = select(Unit.id, Unit.parent_id, literal(1).label("own")).where(Unit.id.in_(wanted))
    base = first.cte(recursive=True)
    up = base.union(
        select(Unit.id, Unit.parent_id, literal(0)).join(base, Unit.id == base.c.parent_id)
    )
    return {(row.id, bool(row.own)) for row in session.execute(select(up.c.id, up.c.own))}


def with_descendants(session: Session, unit_ids: Iterable[int]) -> set[int]:
    """The units and every unit below them."""
    found = set(unit_ids)
    if not found:
        return found
    return below(session, found)


def below(session: Session, wanted: Any) -> set[int]:
    """The same for ids, or for a select of them."""
    base = select(Unit.id).where(Unit.id.in_(wanted)).cte(recursive=True)
    down = base.union(select(Unit.id).join(base, Unit.parent_id == base.c.id))
    return set(session.scalars(select(down.c.id)))
