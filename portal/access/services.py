"""Roles: reading, making, changing and deleting them. What is decided here counts at once, for
every request works out anew what its person may do.

Changing raises NotAllowed without the permission roles.manage, and RoleProblem, which names the
field it is about, when something cannot be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.models import Role, RolePermission, UserRole
from portal.access.permissions import ROLES, role_name
from portal.accounts.models import User
from portal.audit.trail import record
from portal.errors import FieldProblem, NotAllowed
from portal.runtime import portal

MANAGE = "roles.manage"
ADMIN = "admin"
MAX_NAME, MAX_DESCRIPTION, MAX_KEY = 80, 300, 40
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue"})


class RoleProblem(FieldProblem):
    """A change that cannot be made, and the field that says why ('' for none)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A role in the list: how many people with an open account hold it, and what it allows."""

    role: Role
    title: Any
    description: Any
    holders: int
    permissions: int


@dataclass(frozen=True, slots=True)
class Group:
    """The permissions of one owner. `state`: on, off, or away: a plugin that is not there, whose
    permissions are kept for its return and cannot be changed meanwhile."""

    owner: str
    title: Any
    state: str
    permissions: list[tuple[str, Any]]  # (name, words)


def is_built_in(role: Role) -> bool:
    """Whether the role came with the portal; those cannot be deleted."""
    return role.key in ROLES


def role_description(role: Role) -> Any:
    """What somebody wrote about the role, or the words it came with."""
    return role.description or (ROLES[role.key][1] if role.key in ROLES else "")


def rows(session: Session) -> list[Row]:
    """Every role: the portal's in their order, then the others by name. Three queries."""
    holding = (
        select(UserRole.role_id, func.count())
        .join(User, User.id == UserRole.user_id)
        .where(User.active)
        .group_by(UserRole.role_id)
    )
    holders: dict[int, int] = dict(session.execute(holding).all())
    granting = select(RolePermission.role_id, func.count()).group_by(RolePermission.role_id)
    grants: dict[int, int] = dict(session.execute(granting).all())
    found = [
        Row(
            role,
            role_name(role),
            role_description(role),
            holders.get(role.id, 0),
            grants.get(role.id, 0),
        )
        for role in session.scalars(select(Role))
    ]
    order = list(ROLES)
    return sorted(
        found,
        key=lambda row: (
            order.index(row.role.key) if row.role.key in ROLES else len(order),
            str(row.title).casefold(),
        ),
    )


def groups(session: Session) -> list[Group]:
    """Every permission there is, or that some role holds, by owner: the portal first."""
    core = portal()
    known = core.permissions
    names = set(known) | set(session.scalars(select(RolePermission.permission).distinct()))
    by_owner: dict[str, list[tuple[str, Any]]] = {}
    for name in sorted(names):
        by_owner.setdefault(_owner(name), []).append(
            (name, known[name].title if name in known else name)
        )
    found = []
    for owner, permissions in by_owner.items():
        if owner == "":
            found.append(Group("", _l("The portal"), "on", permissions))
            continue
        entry = core.plugins.loaded.get(owner)
        if entry is None or not any(name in known for name, _words in permissions):
            state = "away"
        else:
            state = "on" if core.states.is_on(owner) else "off"
        title = (entry.plugin.title if entry and entry.plugin else "") or owner
        found.append(Group(owner, title, state, permissions))
    return sorted(found, key=lambda group: (group.owner != "", str(group.title).casefold()))


def _owner(permission: str) -> str:
    """The plugin a permission belongs to; '' for the portal itself."""
    prefix = permission.split(".")[0]
    known = permission in portal().permissions
    return "" if known and prefix not in portal().plugins.loaded else prefix


def holders(session: Session, role: Role, limit: int) -> Sequence[User]:
    """The first people with an open account that hold the role, by name."""
    return session.scalars(
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role_id == role.id, User.active)
        .order_by(User.name, User.id)
        .limit(limit)
    ).all()


def count_holders(session: Session, role: Role) -> int:
    """How many people with an open account hold the role."""
    return (
        session.scalar(
            select(func.count())
            .select_from(UserRole)
            .join(User, User.id == UserRole.user_id)
            .where(UserRole.role_id == role.id, User.active)
        )
        or 0
    )


def create_role(
    session: Session, actor: Actor, *, name: str, description: str, permissions: Iterable[str]
) -> Role:
    """Makes a role; its key is made of its name and stays."""
    _require_manager(session, actor)
    name, description = _checked(session, name, description, None)
    role = Role(key=_free_key(session, name), name=name, description=description)
    added, _removed = _grant(role, permissions)
    session.add(role)
    session.flush()
    record(session, actor, "role.created", "role", role.id, name=name, added=added)
    return role


def change_role(
    session: Session,
    actor: Actor,
    role: Role,
    *,
    name: str,
    description: str,
    permissions: Iterable[str] | None,
) -> bool:
    """Renames and describes a role and says what it allows; None leaves the permissions as they
    are, which is all the administrator's can be. Says whether anything changed.

    Permissions of plugins that are away are kept, whatever `permissions` says.
    """
    _require_manager(session, actor)
    name, description = _checked(session, name, description, role)
    detail: dict[str, Any] = {}
    if permissions is not None:
        if role.key == ADMIN:
            raise RoleProblem("", _("The administrator keeps every permission."))
        added, removed = _grant(role, permissions)
        detail |= {"added": added} if added else {}
        detail |= {"removed": removed} if removed else {}
    before = {"name": role.name, "description": role.description}
    after = {"name": name, "description": description}
    changes = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    detail |= {"changes": changes} if changes else {}
    if not detail:
        return False
    role.name, role.description = name, description
    session.flush()
    record(session, actor, "role.changed", "role", role.id, **detail)
    return True


def delete_role(session: Session, actor: Actor, role: Role) -> None:
    """Deletes a role of one's own making; who held it loses at once what it allowed."""
    _require_manager(session, actor)
    if is_built_in(role):
        raise RoleProblem("", _("A role that came with the portal cannot be deleted."))
    count = count_holders(session, role)
    record(session, actor, "role.deleted", "role", role.id, name=role.name, holders=count)
    session.delete(role)
    session.flush()


def _require_manager(session: Session, actor: Actor) -> None:
    if not portal().access.may(session, actor, MANAGE):
        raise NotAllowed(_("Only those who manage roles may do this."))


def _grant(role: Role, permissions: Iterable[str]) -> tuple[list[str], list[str]]:
    wanted, known = set(permissions), portal().permissions
    unknown = sorted(wanted - set(known))
    if unknown:
        raise RoleProblem(
            "permissions",
            _("There is no permission %(names)s.", names=", ".join(unknown)[:200]),
        )
    held = {grant.permission for grant in role.permissions}
    added = sorted(wanted - held)
    removed = sorted(name for name in held - wanted if name in known)
    role.permissions = [grant for grant in role.permissions if grant.permission not in removed] + [
        RolePermission(permission=name) for name in added
    ]
    return added, removed


def _checked(session: Session, name: str, description: str, role: Role | None) -> tuple[str, str]:
    name, description = " ".join(name.split()), " ".join(description.split())
    if not name and (role is None or not is_built_in(role)):
        raise RoleProblem("name", _("Write what the role is called."))
    if len(name) > MAX_NAME:
        raise RoleProblem(
            "name", _("Write a shorter name, %(number)s characters at most.", number=MAX_NAME)
        )
    if len(description) > MAX_DESCRIPTION:
        raise RoleProblem(
            "description",
            _("Write it shorter, %(number)s characters at most.", number=MAX_DESCRIPTION),
        )
    for other in session.scalars(select(Role)):
        if other is not role and str(role_name(other)).casefold() == name.casefold():
            raise RoleProblem("name", _("There is a role called %(name)s already.", name=name))
    return name, description


def _free_key(session: Session, name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_LETTERS)).strip("-")
    base = base[: MAX_KEY - 5].strip("-") or "role"
    taken = set(session.scalars(select(Role.key)))
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key
