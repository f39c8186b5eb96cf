"""Erasing a person, which is not the same as their leaving: their data goes, for good."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.managing import require_manager
from portal.accounts.models import Token, User
from portal.audit.trail import record
from portal.leaving.asking import Answers, holdings_of, off, title_of
from portal.leaving.departing import LeavingProblem, lock
from portal.leaving.names import forget_in_trail
from portal.runtime import portal

HOOK = "erase_user"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing would meet: `held` loses its keeper, and `off` are plugins that could not erase
    what they keep."""

    held: Answers
    off: tuple[str, ...]


def preview(session: Session, user: User) -> Erasure:
    """What would happen."""
    return Erasure(holdings_of(session, user), tuple(off(HOOK)))


def why_not(session: Session, actor: Actor, user: User) -> str:
    """Why somebody cannot be erased now; empty when nothing stands in the way."""
    if user.id == actor.user_id:
        return _("You cannot erase yourself.")
    if user.active:
        return _("Let the person leave first, so that somebody takes over what is theirs.")
    silent = off(HOOK)
    if silent:
        names = ", ".join(str(title_of(owner)) for owner in silent)
        return _("These parts are off and could not erase what they keep: %(names)s.", names=names)
    return ""


def erase(session: Session, actor: Actor, user: User, typed: str) -> None:
    """Erases a person whose account is closed: what the plugins keep, and the account itself.

    `typed` has to be the address of the account. Raises NotAllowed, and LeavingProblem when the
    address is another, somebody is in the way, or a plugin fails: then nothing is erased.
    """
    lock(session, user)
    require_manager(session, actor, user)
    reason = why_not(session, actor, user)
    if reason:
        raise LeavingProblem("", reason)
    if typed.strip().casefold() != user.email.casefold():
        raise LeavingProblem("typed", _("Write the address %(email)s.", email=user.email))
    core = portal()
    for owner in core.plugins.implementing(HOOK):
        done = False
        with core.dispatch.guard(owner, HOOK, session):
            core.plugins.call_one(HOOK, owner, {"session": session, "user": user})
            done = True
        if not done:
            raise LeavingProblem(
                "",
                _("%(name)s failed, so nothing was erased. See the plugins.", name=title_of(owner)),
            )
    forget_in_trail(session, user)
    session.execute(delete(Token).where(Token.user_id == user.id))
    user_id = user.id
    core.changes.deleted(session, "person", user_id)
    session.delete(user)
    session.flush()
    record(session, actor, "person.erased", "person", user_id)
