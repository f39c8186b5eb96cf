"""Single-use links sent by mail: to choose a new password, to accept an invitation.

The database keeps only the digest of a link's secret. Opening a link uses nothing up, for mail
scanners open every link; choosing the password does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from portal.access.actors import SYSTEM, Actor, actor_for
from portal.accounts.models import Token, User
from portal.accounts.services import find_user, set_password
from portal.accounts.throttle import RESET, SIGN_IN, forget_tries
from portal.audit.trail import record
from portal.database import now
from portal.jobs.mail import send_mail
from portal.runtime import portal
from portal.web.i18n import speak_to

RESET_LINK, INVITATION = "reset", "invitation"
LIFETIMES = {RESET_LINK: dt.timedelta(hours=1), INVITATION: dt.timedelta(days=14)}
#: How long used and expired ones are kept, for 'my data' and for questions.
KEPT = dt.timedelta(days=30)


def make_link(session: Session, user: User, purpose: str) -> tuple[str, dt.datetime]:
    """A new link for `user` and until when it works. Nobody can read it back."""
    secret = secrets.token_urlsafe(32)
    expires = now() + LIFETIMES[purpose]
    session.add(Token(user_id=user.id, purpose=purpose, digest=_digest(secret), expires_at=expires))
    return address(f"accounts.{purpose}", secret=secret), expires


def find_token(session: Session, purpose: str, secret: str) -> Token | None:
    """The token of a link that still works: unused, not expired, of an active account. The page
    speaks the receiver's language, also to say that it works no longer."""
    token = session.scalar(
        select(Token)
        .where(Token.digest == _digest(secret), Token.purpose == purpose)
        .options(joinedload(Token.user))
    )
    if token is not None:
        speak_to(token.user)
    if token is None or token.used_at or token.expires_at <= now() or not token.user.active:
        return None
    return token


def use_token(session: Session, token: Token, password: str) -> User:
    """Sets the password; ends every session and every other link of the account, and the pause
    after failed tries. Raises PortalError when the password is too short."""
    user = token.user
    set_password(session, actor_for(session, user), user, password)
    token.used_at = now()
    session.flush()
    end_links(session, user)
    for limit in (SIGN_IN, RESET):
        forget_tries(session, limit, user.email)
    return user


def end_links(session: Session, user: User) -> None:
    """Makes every link sent so far stop working."""
    session.execute(delete(Token).where(Token.user_id == user.id, Token.used_at.is_(None)))


def forget_old_links(session: Session) -> None:
    """Deletes the links that stopped working long ago."""
    session.execute(delete(Token).where(Token.expires_at < now() - KEPT))


def send_reset(session: Session, user: User) -> None:
    """Mails a link to choose a new password."""
    link, expires = make_link(session, user, RESET_LINK)
    send_mail(
        session,
        user,
        "portal/mail/reset.txt",
        lambda: _("Choose a new password for %(portal)s", portal=portal().settings.name),
        link=link,
        expires=expires,
    )


def send_invitation(session: Session, user: User, inviter: Actor = SYSTEM) -> None:
    """Mails an invitation, which can be answered to whoever invites. The account has no password
    until it is accepted."""
    link, expires = make_link(session, user, INVITATION)
    user.invited_at = now()
    host = session.get(User, inviter.user_id) if inviter.user_id is not None else None
    send_mail(
        session,
        user,
        "portal/mail/invitation.txt",
        lambda: _("You are invited to %(portal)s", portal=portal().settings.name),
        reply_to=host,
        link=link,
        expires=expires,
        inviter=host.name if host else "",
        keeper=portal().settings.keeper,
    )


def send_password_changed(session: Session, user: User) -> None:
    """Tells the person that the password was changed, in case it was somebody else."""
    send_mail(
        session,
        user,
        "portal/mail/password_changed.txt",
        lambda: _("Your password for %(portal)s was changed", portal=portal().settings.name),
        at=now(),
        link=address("accounts.forgot"),
    )


def send_address_changed(session: Session, user: User, new: str) -> None:
    """Tells the old address which one the account has from now on; call before the change."""
    send_mail(
        session,
        user,
        "portal/mail/address_changed.txt",
        lambda: _("Your address for %(portal)s was changed", portal=portal().settings.name),
        new=new,
        keeper=portal().settings.keeper,
    )


def answer_reset(session: Session, email: str) -> None:
    """What the queue does about a request for a new password: mails a link if the account is
    there and active, else nothing."""
    user = find_user(session, email)
    if user is not None and user.active:
        send_reset(session, user)
        record(session, actor_for(session, user), "account.reset_asked", "person", user.id)


def address(endpoint: str, **values: str) -> str:
    """The full address of a page, also where no request says the host."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return portal().settings.base_url + path


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
