"""The education's answer: with whom it comes, who answers instead, or why it does not come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Membership,
    NotAllowed,
    PortalError,
    User,
    danish_order,
    full_address,
    led_units,
    now,
    record,
    send_mail,
)

from ..models import Bazaar, InvitedEducation, Visitor
from ..permissions import bazaar_saved
from ..vocabulary import VisitorFunction
from .belonging import belongs, decides
from .registering import RegistrationProblem, cancel, register

COMING, DECLINED = "coming", "declined"
MAX_NOTE = 2000
MOST_AT_HAND = 12
_FIELDS: dict[str, str] = {
    VisitorFunction.LEADER: "leaders",
    VisitorFunction.TEACHER: "teachers",
    VisitorFunction.OTHER: "others",
}


def answers_for(session: Session, actor: Actor, bazaar: Bazaar) -> list[InvitedEducation]:
    """The educations somebody answers for, as leader or delegate; not by being an organiser."""
    if actor.user_id is None:
        return []
    led = led_units(session, actor)
    wanted = select(InvitedEducation).where(InvitedEducation.bazaar_id == bazaar.id)
    return [
        one
        for one in session.scalars(wanted)
        if one.unit_id in led or one.delegate_id == actor.user_id
    ]


def near_at_hand(
    session: Session, education: InvitedEducation, function: str
) -> list[tuple[int, str]]:
    """(id, name) of the education's own people with a function, to be ticked instead of typed;
    none where they are too many to look through."""
    rows = session.execute(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.unit_id == education.unit_id, Membership.function == function, User.active
        )
        .limit(MOST_AT_HAND + 1)
    ).all()
    found = sorted(((row[0], row[1]) for row in rows), key=lambda one: danish_order(one[1]))
    return found if len(found) <= MOST_AT_HAND else []


def come(
    session: Session,
    actor: Actor,
    education: InvitedEducation,
    *,
    leaders: Iterable[User],
    teachers: Iterable[User],
    others: Iterable[User] = (),
    said_yes: bool = True,
    seen: Collection[int] | None = None,
) -> list[Visitor]:
    """The education comes, with these people; who came for it before and is not among them stays
    away: of `seen` (user ids), who stood on the form, for a colleague may have registered
    meanwhile. With `said_yes` they are registered and told so; else they are asked, and say yes
    themselves. Whoever answers and is among them has said yes. Nobody is taken from another
    education: see `_stay`. Raises PortalError."""
    _require(session, actor, education)
    wanted: dict[int, tuple[User, str]] = {}
    for people, function in (
        (leaders, VisitorFunction.LEADER),
        (teachers, VisitorFunction.TEACHER),
        (others, VisitorFunction.OTHER),
    ):
        for user in people:
            if user.id in wanted:
                words = _("%(name)s stands there twice. One person counts once.", name=user.name)
                raise PortalError(words)
            wanted[user.id] = (user, function)
    _stay(session, actor, education, wanted)
    before = {
        one.user_id: one
        for one in session.scalars(
            select(Visitor).where(
                Visitor.education_id == education.id,
                Visitor.user_id.is_not(None),
                Visitor.cancelled_at.is_(None),
            )
        )
    }
    for user_id, visitor in before.items():
        if user_id not in wanted and (seen is None or user_id in seen):
            cancel(session, actor, visitor)
    made = []
    for user, came_as in wanted.values():
        known = before.get(user.id)
        visitor = register(
            session,
            actor,
            education.bazaar,
            user=user,
            education=education,
            function=came_as,
            asked=not said_yes and user.id != actor.user_id,
        )
        made.append(visitor)
        if known is None and user.id != actor.user_id:
            _tell(session, actor, education, visitor)
    _answered(session, actor, education, COMING, "")
    return made


def _stay(
    session: Session,
    actor: Actor,
    education: InvitedEducation,
    wanted: Mapping[int, tuple[User, str]],
) -> None:
    """Who comes for another education stays there, whoever names them here: unless they belong
    here and not there, answer themselves, or the same person decides for both."""
    others = session.scalars(
        select(Visitor).where(
            Visitor.bazaar_id == education.bazaar_id,
            Visitor.user_id.in_(set(wanted) - {actor.user_id}),
            Visitor.cancelled_at.is_(None),
            Visitor.education_id.is_not(None),
            Visitor.education_id != education.id,
        )
    )
    for visitor in others:
        user, function = wanted[visitor.user_id or 0]
        there = visitor.education
        if there is None or decides(session, actor, there):
            continue
        if belongs(session, user, education) and not belongs(session, user, there):
            continue
        words = _(
            "%(name)s comes for %(unit)s already. They can change that themselves.",
            name=user.name,
            unit=there.unit.name,
        )
        raise RegistrationProblem(_FIELDS[function], words)


def decline(session: Session, actor: Actor, education: InvitedEducation, reason: str) -> None:
    """The education does not come; colleagues who registered themselves are not sent away."""
    _require(session, actor, education)
    if not reason:
        raise PortalError(_("Write why, so that the organisers can help."))
    if len(reason) > MAX_NOTE:
        raise PortalError(_("At most %(number)s characters.", number=MAX_NOTE))
    _answered(session, actor, education, DECLINED, reason)


def delegate(
    session: Session, actor: Actor, education: InvitedEducation, user: User | None
) -> None:
    """Names who answers instead of the leader, and tells them; None: nobody does any longer."""
    _require(session, actor, education)
    if education.delegate_id == (user.id if user else None):
        return
    education.delegate = user
    education.version += 1
    bazaar_saved(session, education.bazaar, actor)
    facts = {"unit": education.unit.name, "person": user.id if user else None}
    record(session, actor, "bazaar.delegated", "bazaar", education.bazaar_id, **facts)
    if user is not None and user.id != actor.user_id:
        send_mail(
            session,
            user,
            "bazaar/attendance/mail_delegate.txt",
            lambda: _("Please answer for %(unit)s", unit=education.unit.name),
            reply_to=_sender(session, actor),
            bazaar=education.bazaar,
            education=education,
            by=actor.name,
            link=full_address(f"/bazaar/{education.bazaar_id}/education/{education.id}"),
        )


def _require(session: Session, actor: Actor, education: InvitedEducation) -> None:
    if not decides(session, actor, education):
        raise NotAllowed(_("Only who leads the education, or stands in for them, may answer."))


def _answered(
    session: Session, actor: Actor, education: InvitedEducation, answer: str, note: str
) -> None:
    education.answer, education.note = answer, note
    education.answered_at, education.answered_by_id = now(), actor.user_id
    education.version += 1
    bazaar_saved(session, education.bazaar, actor)
    facts = {"unit": education.unit.name, "answer": answer}
    record(session, actor, "bazaar.answered", "bazaar", education.bazaar_id, **facts)


def tell_substitute(session: Session, actor: Actor, visitor: Visitor) -> None:
    """Mails whoever is to come instead of somebody; nobody where there is no account."""
    _tell(session, actor, visitor.education, visitor)


def _tell(
    session: Session, actor: Actor, education: InvitedEducation | None, visitor: Visitor
) -> None:
    if visitor.user is None:
        return
    asked = visitor.asked_at is not None
    send_mail(
        session,
        visitor.user,
        "bazaar/attendance/mail_named.txt",
        lambda: (
            _("Will you come to %(bazaar)s?", bazaar=visitor.bazaar.title)
            if asked
            else _("You are registered for %(bazaar)s", bazaar=visitor.bazaar.title)
        ),
        reply_to=_sender(session, actor),
        bazaar=visitor.bazaar,
        education=education,
        by=actor.name,
        asked=asked,
        link=full_address(f"/bazaar/{visitor.bazaar_id}/register"),
    )


def _sender(session: Session, actor: Actor) -> User | None:
    return session.get(User, actor.user_id) if actor.user_id is not None else None
