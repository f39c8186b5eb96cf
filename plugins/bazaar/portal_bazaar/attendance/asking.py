"""Asking to come for an education one does not belong to, and the answer of who decides for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    NotAllowed,
    PortalError,
    User,
    full_address,
    leaders_of,
    now,
    record,
    send_mail,
)

from ..models import InvitedEducation, Organiser, Visitor
from ..vocabulary import OrganiserRole
from .belonging import belongs, comes_for, decides, put
from .names import mail_target, name_of


def deciders(session: Session, education: InvitedEducation) -> list[User]:
    """Who is told that somebody asks: the delegate, else the nearest leaders, else the
    organisers."""
    if education.delegate is not None and education.delegate.active:
        return [education.delegate]
    chain = leaders_of(session, [education.unit_id]).get(education.unit_id, [])
    ids: set[int] = chain[0] if chain else set()
    if not ids:
        organisers = select(Organiser.user_id).where(
            Organiser.bazaar_id == education.bazaar_id, Organiser.role == OrganiserRole.ORGANISER
        )
        ids = set(session.scalars(organisers))
    wanted = select(User).where(User.id.in_(ids), User.active).order_by(User.id)
    return list(session.scalars(wanted))


def tell(session: Session, actor: Actor, visitor: Visitor) -> None:
    """Mails those who decide that the visitor asks; each is told of one visitor once, however
    often the visitor changes their mind."""
    education = visitor.wish
    assert education is not None
    bazaar = visitor.bazaar
    for one in deciders(session, education):
        if one.id == visitor.user_id:
            continue
        send_mail(
            session,
            one,
            "bazaar/attendance/mail_asks.txt",
            lambda: _("%(name)s asks to come for your education", name=name_of(visitor)),
            key=f"bazaar-asks:{bazaar.secret[:12]}:{education.id}:{visitor.id}:{one.id}",
            reply_to=mail_target(visitor),
            bazaar=bazaar,
            education=education,
            who=name_of(visitor),
            link=full_address(f"/bazaar/{bazaar.id}/education/{education.id}#asking"),
        )


def say_who(
    session: Session, actor: Actor, education: InvitedEducation, visitor: Visitor, yes: bool
) -> None:
    """Yes: the visitor comes for the education from now on; no: comes for none. Either can be
    said again the other way round. Raises NotAllowed, PortalError for who does not ask."""
    if not decides(session, actor, education):
        raise NotAllowed(_("Only who leads the education, or stands in for them, may answer."))
    # Of two who answer at once, the second sees what the first said.
    session.refresh(visitor, with_for_update={"of": Visitor})
    asks = visitor.wish_education_id == education.id
    agreed = comes_for(visitor, education) and not _belongs(session, visitor, education)
    if visitor.cancelled_at is not None or not (asks or agreed):
        raise PortalError(_("%(name)s does not ask any longer.", name=name_of(visitor)))
    if (yes and agreed) or (not yes and asks and visitor.wish_refused_at is not None):
        return
    put(visitor, education if yes else None, None if yes else education)
    visitor.wish_refused_at = None if yes else now()
    visitor.updated_at = now()
    visitor.version += 1
    action = "bazaar.wish_agreed" if yes else "bazaar.wish_refused"
    facts = {"visitor": visitor.id, "person": visitor.user_id, "unit": education.unit.name}
    record(session, actor, action, "bazaar", visitor.bazaar_id, **facts)
    _answer(session, actor, education, visitor, yes)


def _belongs(session: Session, visitor: Visitor, education: InvitedEducation) -> bool:
    return visitor.user is not None and belongs(session, visitor.user, education)


def _answer(
    session: Session, actor: Actor, education: InvitedEducation, visitor: Visitor, yes: bool
) -> None:
    to = mail_target(visitor)
    if to is None:
        return
    unit = education.unit.name

    def subject() -> str:
        if yes:
            return _("You come for %(unit)s", unit=unit)
        return _("You cannot come for %(unit)s", unit=unit)

    words: Callable[[], Any] = subject
    send_mail(
        session,
        to,
        "bazaar/attendance/mail_asked_answer.txt",
        words,
        reply_to=session.get(User, actor.user_id) if actor.user_id is not None else None,
        bazaar=visitor.bazaar,
        education=education,
        yes=yes,
        by=actor.name,
        link=full_address(f"/bazaar/{visitor.bazaar_id}/register"),
    )
