"""Accounts: making, changing and ending them. Sessions and actors are given, not looked up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.actors import EVERYONE, Actor
from portal.access.models import Role, RolePermission, UserRole
from portal.accounts.models import Token, User
from portal.accounts.passwords import MAX_LENGTH, MIN_LENGTH, hash_password
from portal.audit.trail import record
from portal.errors import NotAllowed, PortalError
from portal.runtime import portal

MAX_EMAIL, MAX_NAME, MAX_TITLE, MAX_PHONE = 254, 120, 120, 40
#: The role whose last holder cannot be taken away; see `require_another_admin`.
ADMIN = "admin"


def clean_email(text: str) -> str:
    """The address in the form we keep; raises PortalError when it is none."""
    try:
        # test_environment admits names such as .example that no mail server answers for.
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except (EmailNotValidError, UnicodeError):
        shown = text.strip()[:MAX_EMAIL].encode("utf-8", "replace").decode()
        raise PortalError(_("%(email)s is not an e-mail address.", email=shown)) from None
    return found.normalized.lower()


def clean_name(text: str) -> str:
    """The name on one line; raises PortalError when there is none or it is too long."""
    name = " ".join(text.replace("\x00", "").split())
    if not name:
        raise PortalError(_("An account needs a name."))
    if len(name) > MAX_NAME:
        raise PortalError(_("A name has at most %(number)s characters.", number=MAX_NAME))
    return name


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
    email, name = clean_email(email), clean_name(name)
    if find_user(session, email):
        raise PortalError(_("%(email)s has an account already.", email=email))
    user = User(email=email, name=name, title=title.strip()[:MAX_TITLE], language=language)
    if password is not None:
        check_password(password)
        user.password_hash = hash_password(password)
    set_roles(session, user, roles)
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:  # somebody else was a moment faster
        raise PortalError(_("%(email)s has an account already.", email=email)) from None
    save_user(session, user)
    record(session, actor, "account.created", "person", user.id, roles=sorted(roles))
    return user


def set_roles(session: Session, user: User, keys: Iterable[str]) -> None:
    """Gives the user exactly these roles; raises PortalError for one that does not exist, and
    where the last administrator would no longer be one."""
    wanted = set(keys)
    found = list(session.scalars(select(Role).where(Role.key.in_(wanted))))
    missing = wanted - {role.key for role in found}
    if missing:
        raise PortalError(_("There is no role %(roles)s.", roles=", ".join(sorted(missing))))
    if ADMIN not in wanted:
        require_another_admin(session, user)
    user.roles = found


def check_password(password: str) -> None:
    """Raises PortalError when it is too short or too long; length counts most (NIST 800-63B)."""
    if len(password) < MIN_LENGTH:
        raise PortalError(_("A password has at least %(number)s characters.", number=MIN_LENGTH))
    if len(password) > MAX_LENGTH:
        raise PortalError(_("A password has at most %(number)s characters.", number=MAX_LENGTH))


def set_password(session: Session, actor: Actor, user: User, password: str) -> None:
    """Changes the password and ends every session."""
    check_password(password)
    user.password_hash = hash_password(password)
    user.session_version += 1
    record(session, actor, "account.password", "person", user.id)


def change_profile(
    session: Session,
    actor: Actor,
    user: User,
    *,
    name: str,
    title: str,
    phone: str,
    language: str,
    theme: str,
    contact_hidden: bool | None = None,
) -> bool:
    """What people say of themselves; says whether anything changed. Raises PortalError for a name
    that cannot be."""
    after: dict[str, str | bool] = {
        "name": clean_name(name),
        "title": title,
        "phone": phone,
        "language": language,
        "theme": theme,
    }
    if contact_hidden is not None:
        after["contact_hidden"] = contact_hidden
    changed = {field for field, value in after.items() if getattr(user, field) != value}
    for field in changed:
        setattr(user, field, after[field])
    told = changed - {"language", "theme"}
    if told:
        save_user(session, user)
        record(session, actor, "account.changed", "person", user.id, fields=sorted(told))
    return bool(changed)


def keep_contact(session: Session, actor: Actor, user: User, hidden: bool) -> bool:
    """Whether `user` keeps address and phone to their leaders; says whether that is new. Raises
    NotAllowed for who may not change the person."""
    if not portal().access.may(session, actor, "edit", user):
        raise NotAllowed(_("You may not change this person."))
    if user.contact_hidden == hidden:
        return False
    user.contact_hidden = hidden
    save_user(session, user)
    record(session, actor, "account.changed", "person", user.id, fields=["contact_hidden"])
    return True


def set_active(session: Session, actor: Actor, user: User, active: bool) -> None:
    """Disables an account, which ends its sessions and its links and takes the person out of the
    search, or opens it again. Raises PortalError for the last administrator."""
    if user.active == active:
        return
    if not active:
        require_another_admin(session, user)
        session.execute(delete(Token).where(Token.user_id == user.id, Token.used_at.is_(None)))
    user.active = active
    user.session_version += 1
    save_user(session, user)
    record(session, actor, "account.enabled" if active else "account.disabled", "person", user.id)


def require_another_admin(session: Session, user: User) -> None:
    """Raises PortalError when `user` is the last active administrator: nobody could make one."""
    if not user.active or ADMIN not in {role.key for role in user.roles}:
        return
    # Of two administrators who take each other's role away at once, one has to wait and see.
    session.execute(select(Role.id).where(Role.key == ADMIN).with_for_update())
    other = session.scalar(
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .join(Role, Role.id == UserRole.role_id)
        .where(Role.key == ADMIN, User.active, User.id != user.id)
        .limit(1)
    )
    if other is None:
        raise PortalError(
            _("%(name)s is the last administrator. Make somebody else one first.", name=user.name)
        )


def save_user(session: Session, user: User) -> None:
    """Flushes an account and tells the rest of the portal; everyone signed in sees people."""
    session.flush()
    portal().changes.saved(session, "person", user.id, {EVERYONE} if user.active else ())


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
