"""Permissions, and the roles that hold them from the start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.models import KnownPermission, Role, RolePermission


@dataclass(frozen=True, slots=True)
class Permission:
    """Something a role may allow. `name` is '<owner>.<what>'; `roles` hold it from the start."""

    name: str
    title: Any
    roles: tuple[str, ...] = ()


# The roles that come with the portal: key -> (title, description).
ROLES: dict[str, tuple[Any, Any]] = {
    "admin": (_l("Administrator"), _l("Runs the portal: accounts, units, roles, plugins.")),
    "editor": (_l("Editor"), _l("Keeps the content in order, whoever wrote it.")),
    "organiser": (_l("Organiser"), _l("Plans bazaars and follows up on them.")),
    "ambassador": (_l("Ambassador"), _l("Carries experiments into their own department.")),
    "leader": (_l("Leader"), _l("Leads a unit.")),
    "staff": (_l("Staff"), _l("Works here: reads, writes and shares.")),
}


def role_name(role: Role) -> Any:
    """What to call a role: the name somebody gave it, or the translated one it came with."""
    return role.name or (ROLES[role.key][0] if role.key in ROLES else role.key)


def grant_defaults(session: Session, permissions: Iterable[Permission]) -> None:
    """Makes the portal's roles and grants each permission that is new here to its roles.

    What an administrator has changed since is left alone.
    """
    roles = {role.key: role for role in session.scalars(select(Role))}
    for key in ROLES:
        if key not in roles:
            roles[key] = Role(key=key)
            session.add(roles[key])
    session.flush()
    known = set(session.scalars(select(KnownPermission.name)))
    for permission in permissions:
        if permission.name in known:
            continue
        known.add(permission.name)
        session.add(KnownPermission(name=permission.name))
        # A role that there is not is a plugin's mistake, and no reason to stop an upgrade.
        for key in {*permission.roles, "admin"} & roles.keys():
            held = {grant.permission for grant in roles[key].permissions}
            if permission.name not in held:
                roles[key].permissions.append(RolePermission(permission=permission.name))
