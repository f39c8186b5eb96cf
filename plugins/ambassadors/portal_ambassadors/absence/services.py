"""Going away, standing in, asking. Nothing here commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    NotAllowed,
    PortalError,
    User,
    count_message,
    full_address,
    may,
    narrow,
    notify,
    record,
    send_mail,
    today,
)

from ..models import Absence, Ambassador
from ..profiles import services as profiles
from ..profiles.data import InvalidProfile
from ..vocabulary import KIND, Status
from .presence import away_on, makes_ring, whom_to_ask

DEPUTY = "ambassadors.deputy"
LONGEST = dt.timedelta(days=366)
AHEAD = dt.timedelta(days=2 * 366)
MESSAGE_MAX = 2000


def coming(session: Session, ambassador: Ambassador) -> Sequence[Absence]:
    """The absences that are not over, the next first."""
    return session.scalars(
        select(Absence)
        .where(Absence.ambassador_id == ambassador.id, Absence.last >= today())
        .order_by(Absence.first)
    ).all()


def deputies(session: Session, actor: Actor, ambassador: Ambassador) -> dict[int, str]:
    """Whom the ambassador may ask to stand in: id -> name, by name."""
    statement = (
        select(Ambassador.id, User.name)
        .join(User, User.id == Ambassador.user_id)
        .where(Ambassador.status == Status.ACTIVE, User.active, Ambassador.id != ambassador.id)
        .order_by(User.name)
    )
    return {row.id: row.name for row in session.execute(narrow(statement, actor, Ambassador))}


def save_absence(
    session: Session,
    actor: Actor,
    ambassador: Ambassador,
    first: dt.date | None,
    last: dt.date | None,
    deputy_id: int | None,
    absence: Absence | None = None,
) -> Absence:
    """Says that the ambassador is away from `first` to `last`; a deputy is asked. With `absence`,
    changes it: other days or another deputy are asked for anew. Raises NotAllowed, and
    InvalidProfile with the errors by field."""
    _require(session, actor, ambassador)
    profiles.lock(session, ambassador)
    if first is None or last is None:
        raise InvalidProfile({"first" if first is None else "last": _("Choose a day.")})
    errors = _day_problems(session, ambassador, first, last, absence)
    changed = Absence(id=absence.id if absence else None, ambassador_id=ambassador.id)
    changed.first, changed.last = first, last
    if not errors and deputy_id is not None:
        if deputy_id not in deputies(session, actor, ambassador):
            errors["deputy_id"] = _("Choose one from the list.")
        elif makes_ring(session, changed, deputy_id):
            errors["deputy_id"] = _ring()
    if errors:
        raise InvalidProfile(errors)
    found = absence or Absence(ambassador_id=ambassador.id)
    same = (found.first, found.last, found.deputy_id) == (first, last, deputy_id)
    if absence is not None and same:
        return found
    if absence is not None and absence.deputy_id != deputy_id and absence.answer != "no":
        _tell(session, actor, absence, absence.deputy, "over")
    found.first, found.last, found.deputy_id, found.answer = first, last, deputy_id, ""
    session.add(found)
    session.flush()
    session.refresh(found, ["deputy"])
    record(session, actor, "ambassador.away", KIND, ambassador.id)
    _tell(session, actor, found, found.deputy, "asked")
    return found


def answer(session: Session, actor: Actor, absence: Absence, yes: bool) -> None:
    """The deputy says yes or no, also later another way. Raises NotAllowed, and PortalError for
    what is over and where deputies would stand in for each other."""
    session.refresh(absence, with_for_update={"of": Absence})
    if absence.deputy is None or absence.deputy.user_id != actor.user_id:
        raise NotAllowed(_("Only the deputy answers this."))
    if absence.last < today():
        raise PortalError(_("The absence is over."))
    if yes and absence.deputy.status != Status.ACTIVE:
        raise PortalError(_("Only ambassadors stand in for each other."))
    if yes and makes_ring(session, absence, absence.deputy.id):
        raise PortalError(_ring())
    said = "yes" if yes else "no"
    if absence.answer == said:
        return
    absence.answer = said
    record(session, actor, "ambassador.deputy", KIND, absence.ambassador_id)
    _tell(session, actor, absence, absence.ambassador, said)


def remove(session: Session, actor: Actor, absence: Absence) -> None:
    """There again, or not away after all. Raises NotAllowed."""
    _require(session, actor, absence.ambassador)
    if absence.answer != "no":
        _tell(session, actor, absence, absence.deputy, "over")
    record(session, actor, "ambassador.away", KIND, absence.ambassador_id)
    session.delete(absence)


def ask(
    session: Session, actor: Actor, ambassador: Ambassador, message: str, expected: int
) -> Ambassador:
    """Mails a question to who is there; `expected` is whom the writer was told it goes to.
    Returns whom. Raises PortalError where that has changed, and as `count_message` does."""
    found = whom_to_ask(session, actor, ambassador.id, away_on(session, today()))
    if found is None:
        raise PortalError(_("Nobody is there to answer. Ask one of the others."))
    if found.user_id == actor.user_id:
        raise PortalError(_("This question would come to yourself."))
    if found.id != expected:
        raise PortalError(
            _("It would now go to %(name)s. Send it again if that is fine.", name=found.user.name)
        )
    count_message(session, actor)
    sender = session.get(User, actor.user_id)
    name = sender.name if sender is not None else ""
    send_mail(
        session,
        found.user,
        "ambassadors/absence/mail_ask.txt",
        lambda: _("A question from %(name)s", name=name),
        reply_to=sender,
        shows_address=True,
        sender=sender,
        message=message,
        instead_of="" if found.id == ambassador.id else ambassador.user.name,
        link=full_address(url_for("ambassadors_profile.page", ambassador_id=ambassador.id)),
    )
    # Not whom or what: the trail is read by others.
    record(session, actor, "ambassador.asked")
    return found


def _day_problems(
    session: Session,
    ambassador: Ambassador,
    first: dt.date,
    last: dt.date,
    absence: Absence | None,
) -> dict[str, str]:
    if last < first:
        return {"last": _("Choose a day after the first.")}
    if last < today():
        return {"last": _("Choose a day that is not over.")}
    if last - first > LONGEST or last > today() + AHEAD:
        return {"last": _("A year at most. Who is away longer is better no longer an ambassador.")}
    for other in coming(session, ambassador):
        if other is not absence and other.first <= last and other.last >= first:
            return {"first": _("These days are part of another absence already.")}
    return {}


def _tell(
    session: Session, actor: Actor, absence: Absence, to: Ambassador | None, key: str
) -> None:
    if to is not None:
        notify(
            session,
            actor,
            DEPUTY,
            [to.user_id],
            KIND,
            absence.ambassador_id,
            key=key,
            first=absence.first.isoformat(),
            last=absence.last.isoformat(),
        )


def _require(session: Session, actor: Actor, ambassador: Ambassador) -> None:
    if not may(session, actor, "edit", ambassador):
        raise NotAllowed(_("You may not change this profile."))


def _ring() -> str:
    return _("You would stand in for each other on the same day. Choose somebody else.")
