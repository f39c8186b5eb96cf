"""The audience labels of many people at once, for whoever has to tell them something."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import EVERYONE, permission_label, unit_label, user_label
from portal.access.models import Audience, RolePermission, UserRole
from portal.accounts.models import User
from portal.units.models import Membership, Unit


def labels_of(session: Session, user_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The labels that each of the people would hold as an actor, in four queries; people who
    are gone or whose account is disabled are left out."""
    wanted = set(user_ids)
    active = set(session.scalars(select(User.id).where(User.id.in_(wanted), User.active)))
    found = {user_id: {EVERYONE, user_label(user_id)} for user_id in active}
    granted = (
        select(UserRole.user_id, RolePermission.permission)
        .join(RolePermission, RolePermission.role_id == UserRole.role_id)
        .where(UserRole.user_id.in_(active))
    )
    for user_id, permission in session.execute(granted):
        found[user_id].add(permission_label(permission))
    rows = session.execute(select(Unit.id, Unit.parent_id))
    parents: dict[int, int | None] = {row.id: row.parent_id for row in rows}
    belongs = select(Membership.user_id, Membership.unit_id).where(Membership.user_id.in_(active))
    for user_id, unit_id in session.execute(belongs):
        up: int | None = unit_id
        while up is not None and unit_label(up) not in found[user_id]:
            found[user_id].add(unit_label(up))
            up = parents.get(up)
    return {user_id: frozenset(labels) for user_id, labels in found.items()}


def who_sees(session: Session, kind: str, object_id: int, user_ids: Iterable[int]) -> set[int]:
    """Those of the people who may see an object."""
    audience = set(
        session.scalars(
            select(Audience.label).where(Audience.kind == kind, Audience.object_id == object_id)
        )
    )
    if not audience:
        return set()
    held = labels_of(session, user_ids)
    return {user_id for user_id, labels in held.items() if labels & audience}
