"""What administrators may do to accounts, and what even they may not."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.access.actors import Actor
from portal.access.models import Role
from portal.access.permissions import ROLES
from portal.accounts.links import end_links, send_address_changed, send_invitation, send_reset
from portal.accounts.models import User
from portal.accounts.services import (
    clean_email,
    clean_name,
    find_user,
    save_user,
    set_active,
    set_roles,
)
from portal.audit.trail import record
from portal.errors import FieldProblem, NotAllowed, PortalError
from portal.runtime import portal

MANAGE = "accounts.manage"


class AccountProblem(FieldProblem):
    """What cannot be done, and the field of the form that says why ('' for none)."""


def may_manage(session: Session, actor: Actor, user: User) -> bool:
    """Whether `actor` may change this account: never one that may more than they."""
    return portal().access.may(session, actor, "manage", user)


def require_manager(session: Session, actor: Actor, user: User) -> None:
    """Raises NotAllowed for who may not change this account."""
    if not may_manage(session, actor, user):
        raise NotAllowed(_("%(name)s may more than you do.", name=user.name))


def grantable_roles(session: Session, actor: Actor) -> list[Role]:
    """The roles `actor` may give and take, the portal's own first: those that hold nothing beyond
    what they hold themselves, or all where they may change the roles anyway."""
    order = list(ROLES)
    roles = session.scalars(select(Role).options(selectinload(Role.permissions)))
    found = [
        role
        for role in roles
        if actor.is_system
        or "roles.manage" in actor.permissions
        or {grant.permission for grant in role.permissions} <= actor.permissions
    ]
    return sorted(
        found,
        key=lambda role: (order.index(role.key) if role.key in order else len(order), role.name),
    )


def change_account(
    session: Session,
    actor: Actor,
    user: User,
    *,
    name: str,
    email: str,
    title: str,
    phone: str,
    language: str,
    roles: Collection[str],
) -> bool:
    """Changes an account; says whether anything did change.

    `roles` are those of `grantable_roles` the person is to have; others they keep. A new address
    ends the links sent to the old one and is told there. Raises AccountProblem, NotAllowed.
    """
    require_manager(session, actor, user)
    after = {
        "name": _checked("name", clean_name, name),
        "email": _checked("email", clean_email, email),
        "title": title,
        "phone": phone,
        "language": language,
    }
    other = find_user(session, str(after["email"]))
    if other is not None and other.id != user.id:
        raise AccountProblem("email", _("%(email)s has an account already.", email=other.email))
    roles_changed = _change_roles(session, actor, user, roles)
    changed = {field for field, value in after.items() if getattr(user, field) != value}
    # What a person is called and signs in with can be looked up later; the rest is their affair.
    detail = {field: [getattr(user, field), after[field]] for field in changed & {"name", "email"}}
    if "email" in changed:
        send_address_changed(session, user, str(after["email"]))
        end_links(session, user)
    for field in changed:
        setattr(user, field, after[field])
    if changed:
        fields = sorted(changed)
        record(session, actor, "account.changed", "person", user.id, fields=fields, **detail)
    if changed or roles_changed:
        save_user(session, user)
    return bool(changed) or roles_changed


def _change_roles(session: Session, actor: Actor, user: User, wanted: Collection[str]) -> bool:
    before = {role.key for role in user.roles}
    mine = {role.key for role in grantable_roles(session, actor)}
    if not set(wanted) <= mine:
        raise AccountProblem("roles", _("Choose among the roles in the list."))
    after = (before - mine) | set(wanted)
    if after == before:
        return False
    try:
        set_roles(session, user, after)
    except PortalError as problem:
        raise AccountProblem("roles", str(problem)) from None
    detail = {"added": sorted(after - before), "removed": sorted(before - after)}
    record(session, actor, "account.roles", "person", user.id, **detail)
    return True


def disable_account(session: Session, actor: Actor, user: User) -> None:
    """Closes an account; what the person wrote stays. Raises AccountProblem for one's own and for
    the last administrator's."""
    require_manager(session, actor, user)
    if user.id == actor.user_id:
        raise AccountProblem("", _("You cannot disable your own account."))
    try:
        set_active(session, actor, user, False)
    except PortalError as problem:
        raise AccountProblem("", str(problem)) from None


def enable_account(session: Session, actor: Actor, user: User) -> None:
    """Opens a disabled account again."""
    require_manager(session, actor, user)
    set_active(session, actor, user, True)


def send_way_in(session: Session, actor: Actor, user: User) -> str:
    """Mails a new invitation, or a link to a new password to whoever has had one; returns the
    purpose of the link. Raises AccountProblem for a disabled account."""
    require_manager(session, actor, user)
    if not user.active:
        raise AccountProblem("", _("Enable the account first."))
    if user.password_hash is None:
        send_invitation(session, user, actor)
        record(session, actor, "account.invited", "person", user.id)
        return "invitation"
    send_reset(session, user)
    record(session, actor, "account.reset_sent", "person", user.id)
    return "reset"


def _checked(field: str, clean: Any, value: str) -> str:
    try:
        return str(clean(value))
    except PortalError as problem:
        raise AccountProblem(field, str(problem)) from None
