"""Accounts: making, changing and ending them. Sessions and actors are given, not looked up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import EVERYONE, Actor
from portal.access.models import Role, RolePermission, UserRole
from portal.accounts.models import User
from portal.accounts.passwords import MIN_LENGTH, hash_password
from portal.audit.trail import record
from portal.database import now
from portal.errors import PortalError
from portal.runtime import portal


def clean_email(text: str) -> str:
    """The address in the form we keep; raises PortalError when it is none."""
    try:
        # test_environment admits names such as .example that no mail server answers for.
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise PortalError(_("%(email)s is not an e-mail address.", email=text.strip())) from None
    return found.normalized.lower()


def find_user(session: Session, email: str) -> User | None:
    """The account with that address, whatever the case."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def create_user(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str | None = None,
    roles: Sequence[str] = (),
    title: str = "",
    language: str = "da",
) -> User:
    """Makes an account. Without a password it can be entered only by an invitation.

    Raises PortalError when the address is none, is taken, or a role does not exist.
    """
    email = clean_email(email)
    if find_user(session, email):
        raise PortalError(_("%(email)s has an account already.", email=email))
    if not name.strip():
        raise PortalError(_("An account needs a name."))
    user = User(email=email, name=name.strip(), title=title.strip(), language=language)
    if password is not None:
        check_password(password)
        user.password_hash = hash_password(password)
    session.add(user)
    set_roles(session, user, roles)
    save_user(session, user)
    record(session, actor, "account.created", "person", user.id, roles=sorted(roles))
    return user


def set_roles(session: Session, user: User, keys: Iterable[str]) -> None:
    """Gives the user exactly these roles; raises PortalError for one that does not exist."""
    wanted = set(keys)
    found = list(session.scalars(select(Role).where(Role.key.in_(wanted))))
    missing = wanted - {role.key for role in found}
    if missing:
        raise PortalError(_("There is no role %(roles)s.", roles=", ".join(sorted(missing))))
    user.roles = found


def check_password(password: str) -> None:
    """Raises PortalError when it is too short. Length is what counts (NIST SP 800-63B)."""
    if len(password) < MIN_LENGTH:
        raise PortalError(_("A password has at least %(number)s characters.", number=MIN_LENGTH))


def set_password(session: Session, actor: Actor, user: User, password: str) -> None:
    """Changes the password and ends every session."""
    check_password(password)
    user.password_hash = hash_password(password)
    user.session_version += 1
    record(session, actor, "account.password", "person", user.id)


def set_active(session: Session, actor: Actor, user: User, active: bool) -> None:
    """Disables an account, which ends its sessions and takes the person out of the search, or
    opens it again."""
    if user.active == active:
        return
    user.active = active
    user.session_version += 1
    save_user(session, user)
    record(session, actor, "account.enabled" if active else "account.disabled", "person", user.id)


def save_user(session: Session, user: User) -> None:
    """Flushes an account and tells the rest of the portal; everyone signed in sees people."""
    session.flush()
    portal().changes.saved(session, "person", user.id, {EVERYONE} if user.active else ())


def mark_invited(user: User) -> None:
    """Notes that an invitation went out."""
    user.invited_at = now()


def holders_of(session: Session, permission: str) -> list[User]:
    """The active people who hold a permission."""
    return list(
        session.scalars(
            select(User)
            .join(UserRole, UserRole.user_id == User.id)
            .join(RolePermission, RolePermission.role_id == UserRole.role_id)
            .where(RolePermission.permission == permission, User.active)
            .distinct()
            .order_by(User.name)
        )
    )


def require_user(session: Session, email: str) -> User:
    """The account with that address; raises PortalError when there is none."""
    user = find_user(session, email)
    if user is None:
        raise PortalError(_("There is no account %(email)s.", email=email))
    return user
