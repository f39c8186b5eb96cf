"""Registering, changing and cancelling: who comes, for which education, as what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    FieldProblem,
    Function,
    Membership,
    PortalError,
    User,
    Visibility,
    clean_email,
    find_user,
    now,
    record,
    with_ancestors,
)

from ..models import Bazaar, Curiosity, DayLink, InvitedEducation, Stand, Visitor
from ..permissions import bazaar_saved
from ..vocabulary import Arrival, StandStatus, VisitorFunction
from .asking import tell
from .belonging import place

MAX_NAME, MAX_ORGANISATION = 120, 160


class RegistrationProblem(FieldProblem):
    """What keeps somebody from being registered; `field` names the form's field it is about."""


def register(
    session: Session,
    actor: Actor,
    bazaar: Bazaar,
    *,
    user: User | None = None,
    name: str = "",
    email: str = "",
    organisation: str = "",
    education: InvitedEducation | None = None,
    function: str | None = None,
    for_none: bool = False,
    came_as: str = Arrival.REGISTERED,
    substitute_for: Visitor | None = None,
    asked: bool = False,
    language: str = "da",
    shares_name: bool | None = None,
    stands: Iterable[int] | None = None,
) -> Visitor:
    """Registers a colleague (`user`) or a guest (`name`, perhaps `email`) and gives them a badge
    number. Who cancelled before comes again; who is registered already is changed.

    `education` None: the invited one that the person belongs to, unless `for_none`. Who does not
    belong to `education`, and is not named by who decides for it, asks for it (`belonging`), and
    who decides is told. `function` None: what they are there. `asked`: named by somebody else, to
    say yes themselves. `stands`: ids they are curious about. An address that belongs to an account
    is that colleague. Raises RegistrationProblem.
    """
    email = _clean_email(email)
    user = user or (find_user(session, email) if email else None)
    visitor = _known(session, bazaar, user, email)
    if visitor is None:
        visitor = Visitor(bazaar_id=bazaar.id, came_as=came_as, language=language)
        visitor.bazaar = bazaar
    if user is not None:
        visitor.user, visitor.user_id = user, user.id
        visitor.name = visitor.email = ""
    else:
        visitor.name, visitor.email = _clean_guest(name), email
        visitor.organisation = _short(organisation, MAX_ORGANISATION)
    untouched = False
    if education is None and user is not None and not for_none:
        untouched = visitor.education is None and visitor.wish is not None
        education = visitor.education or usual_education(session, bazaar, user)
    if education is not None and education.bazaar_id != bazaar.id:
        raise RegistrationProblem("education", _("That education is not invited."))
    function = function or usual_function(session, user, education)
    asks = not untouched and place(session, actor, visitor, education, function)
    if asks and visitor.wish_refused_at is not None and actor.user_id == visitor.user_id:
        words = _("They have said no. Talk to them: they can still name you.")
        raise RegistrationProblem("education", words)
    fresh = visitor.id is None or visitor.cancelled_at is not None
    if asked and fresh:
        visitor.asked_at = now()
    elif not asked:
        visitor.asked_at = None
    visitor.cancelled_at = None
    if substitute_for is not None:
        visitor.substitute_for_id = substitute_for.id
    if fresh:
        visitor.came_as = came_as
    if shares_name is not None:
        visitor.shares_name = shares_name
    visitor.updated_at = now()
    _save(session, bazaar, visitor)
    if stands is not None:
        be_curious(session, visitor, stands)
    if fresh and user is not None and bazaar.visibility != Visibility.EVERYONE:
        bazaar_saved(session, bazaar, actor)  # who is asked to come may see what it is
    record(session, actor, "bazaar.registered", "bazaar", bazaar.id, **_facts(visitor))
    if asks:
        tell(session, actor, visitor)
    return visitor


def change(
    session: Session,
    actor: Actor,
    visitor: Visitor,
    *,
    education: InvitedEducation | None,
    function: str,
    name: str = "",
    email: str = "",
    organisation: str = "",
    language: str = "da",
) -> None:
    """Changes what is known of a visitor; who it is only of guests. Raises RegistrationProblem."""
    if visitor.user_id is None:
        email = _clean_email(email)
        if email and find_user(session, email) is not None:
            words = _("A colleague has that address. Register them as a colleague.")
            raise RegistrationProblem("email", words)
        other = _known(session, visitor.bazaar, None, email)
        if other is not None and other.id != visitor.id:
            raise RegistrationProblem("email", _("Another guest has that address."))
        if visitor.email and email != visitor.email:
            # The links in mails to the old address are not theirs.
            old = update(DayLink).where(DayLink.visitor_id == visitor.id)
            session.execute(old.values(expires_at=now()))
        visitor.name, visitor.email = _clean_guest(name), email
        visitor.organisation = _short(organisation, MAX_ORGANISATION)
        visitor.language = language
    asks = place(session, actor, visitor, education, function)
    visitor.updated_at = now()
    visitor.version += 1
    session.flush()
    if asks:
        tell(session, actor, visitor)
    record(session, actor, "bazaar.visitor_changed", "bazaar", visitor.bazaar_id, **_facts(visitor))


def cancel(session: Session, actor: Actor, visitor: Visitor) -> None:
    """Does not come. The row stays: whoever comes instead refers to it."""
    if visitor.cancelled_at is not None:
        return
    visitor.cancelled_at = visitor.updated_at = now()
    visitor.checked_in_at = None
    visitor.version += 1
    record(session, actor, "bazaar.cancelled", "bazaar", visitor.bazaar_id, **_facts(visitor))


def say_yes(session: Session, actor: Actor, visitor: Visitor) -> None:
    """Somebody who was named says that they come. Who had cancelled, or was taken off, comes back
    for the education only as `belonging` allows."""
    if visitor.asked_at is None and visitor.cancelled_at is None:
        return
    asks = (
        visitor.cancelled_at is not None
        and visitor.education is not None
        and place(session, actor, visitor, visitor.education, visitor.function)
    )
    if asks:
        tell(session, actor, visitor)
    visitor.asked_at = visitor.cancelled_at = None
    visitor.updated_at = now()
    visitor.version += 1
    record(session, actor, "bazaar.said_yes", "bazaar", visitor.bazaar_id, **_facts(visitor))


def substitute(session: Session, actor: Actor, visitor: Visitor, **who: Any) -> Visitor:
    """Somebody else comes instead: for the same education, as the same. Arguments as `register`.
    Raises RegistrationProblem, also where it is the same person."""
    who.setdefault("education", visitor.education)
    who.setdefault("function", visitor.function)
    who.setdefault("came_as", Arrival.SUBSTITUTE)
    user = who.get("user") or find_user(session, who.get("email") or "")
    if user is not None and user.id == visitor.user_id:
        raise RegistrationProblem("user", _("Choose somebody else than the one who stays away."))
    other = register(session, actor, visitor.bazaar, substitute_for=visitor, **who)
    if other.id == visitor.id:
        raise RegistrationProblem("email", _("Choose somebody else than the one who stays away."))
    cancel(session, actor, visitor)
    return other


def comes_already(
    session: Session, bazaar: Bazaar, user: User | None = None, email: str = ""
) -> bool:
    """Whether that colleague, or who has that address, is on the list: a colleague who sends a
    substitute moves nobody from where they are."""
    known = on_list(session, bazaar, user, email)
    return known is not None and known.cancelled_at is None


def on_list(
    session: Session, bazaar: Bazaar, user: User | None = None, email: str = ""
) -> Visitor | None:
    """The visitor who is that colleague, or has that address; who cancelled is found, too."""
    email = _clean_email(email)
    return _known(session, bazaar, user or (find_user(session, email) if email else None), email)


def is_known(session: Session, bazaar: Bazaar, email: str) -> bool:
    """Whether that is the address of an account, or of a guest of the bazaar, who may have
    cancelled: of somebody whom others could pretend to be."""
    email = _clean_email(email)
    if not email:
        return False
    return find_user(session, email) is not None or _known(session, bazaar, None, email) is not None


def be_curious(session: Session, visitor: Visitor, stands: Iterable[int]) -> None:
    """Which stands a visitor is curious about; ids of no confirmed stand are passed over."""
    wanted = set(
        session.scalars(
            select(Stand.id).where(
                Stand.bazaar_id == visitor.bazaar_id,
                Stand.id.in_(set(stands)),
                Stand.status == StandStatus.CONFIRMED,
            )
        )
    )
    session.execute(delete(Curiosity).where(Curiosity.visitor_id == visitor.id))
    session.add_all(Curiosity(visitor_id=visitor.id, stand_id=one) for one in sorted(wanted))


def educations_of(session: Session, bazaar: Bazaar, user: User) -> list[InvitedEducation]:
    """The invited educations a colleague belongs to, the likeliest first: those they lead, those
    they are a member of, those above their own units."""
    functions: dict[int, set[str]] = {}
    for one in session.scalars(select(Membership).where(Membership.user_id == user.id)):
        functions.setdefault(one.unit_id, set()).add(one.function)
    above = with_ancestors(session, functions)
    found: list[tuple[int, int, InvitedEducation]] = []
    wanted = select(InvitedEducation).where(InvitedEducation.bazaar_id == bazaar.id)
    for education in session.scalars(wanted.order_by(InvitedEducation.id)):
        own = functions.get(education.unit_id)
        if own is not None:
            found.append((0 if Function.LEADER in own else 1, education.id, education))
        elif education.unit_id in above:
            found.append((2, education.id, education))
    return [education for _rank, _id, education in sorted(found, key=lambda one: one[:2])]


def usual_education(session: Session, bazaar: Bazaar, user: User) -> InvitedEducation | None:
    """The invited education a colleague most likely comes for."""
    return next(iter(educations_of(session, bazaar, user)), None)


def usual_function(session: Session, user: User | None, education: InvitedEducation | None) -> str:
    """What a colleague counts as for an education: leader there or above, teacher, or other."""
    if user is None or education is None:
        return VisitorFunction.OTHER
    above = with_ancestors(session, [education.unit_id])
    held = {
        (one.unit_id == education.unit_id, one.function)
        for one in session.scalars(
            select(Membership).where(Membership.user_id == user.id, Membership.unit_id.in_(above))
        )
    }
    if (True, Function.LEADER) in held:
        return VisitorFunction.LEADER
    if (True, Function.TEACHER) in held:
        return VisitorFunction.TEACHER
    return VisitorFunction.LEADER if (False, Function.LEADER) in held else VisitorFunction.OTHER


def next_badge(session: Session, bazaar_id: int) -> int:
    """The next free number of a badge."""
    last = session.scalar(select(func.max(Visitor.badge)).where(Visitor.bazaar_id == bazaar_id))
    return (last or 0) + 1


def _save(session: Session, bazaar: Bazaar, visitor: Visitor) -> None:
    """Stores it; numbers and people are unique, and two may be registered at once."""
    if visitor.id is not None:
        visitor.version += 1
        session.flush()
        return
    # Numbers are given one after another; rows that refer to the bazaar wait for nobody.
    numbers = select(Bazaar.id).where(Bazaar.id == bazaar.id).with_for_update(key_share=True)
    session.execute(numbers)
    for _try in range(5):
        visitor.badge = visitor.badge or next_badge(session, bazaar.id)
        try:
            with session.begin_nested():
                session.add(visitor)
                session.flush()
            return
        except IntegrityError:
            visitor.badge = None
    raise RegistrationProblem("", _("Somebody else was registered at that moment. Try again."))


def _known(session: Session, bazaar: Bazaar, user: User | None, email: str) -> Visitor | None:
    wanted = select(Visitor).where(Visitor.bazaar_id == bazaar.id)
    if user is not None:
        found = session.scalar(wanted.where(Visitor.user_id == user.id))
        if found is not None:
            return found
    if not email:
        return None
    same = wanted.where(Visitor.user_id.is_(None), Visitor.email == email)
    return session.scalar(same.order_by(Visitor.id).limit(1))


def _clean_email(text: str) -> str:
    if not text.strip("\x00 "):
        return ""
    try:
        return clean_email(text.replace("\x00", ""))
    except PortalError as problem:
        raise RegistrationProblem("email", str(problem)) from None


def _clean_guest(text: str) -> str:
    name = " ".join(text.replace("\x00", "").split())
    if not name:
        raise RegistrationProblem("name", _("Write who it is."))
    return _short(name, MAX_NAME, "name")


def _short(text: str, most: int, field: str = "organisation") -> str:
    words = " ".join(text.replace("\x00", "").split())
    if len(words) > most:
        raise RegistrationProblem(field, _("At most %(number)s characters.", number=most))
    return words


def _facts(visitor: Visitor) -> dict[str, Any]:
    """What the audit trail keeps: no names, for they are deleted one day and the trail is not."""
    return {"visitor": visitor.id, "person": visitor.user_id}


def registration_open(bazaar: Bazaar, at: dt.datetime | None = None) -> bool:
    """Whether people may register and change that themselves."""
    at = at or now()
    until = bazaar.registration_until or bazaar.ends_at
    return bazaar.status == "announced" and at < until
