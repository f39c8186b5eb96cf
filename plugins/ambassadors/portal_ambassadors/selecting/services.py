"""Proposing, volunteering, answering, deciding. Nothing here commits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.api import (
    SYSTEM,
    Actor,
    NotAllowed,
    PortalError,
    User,
    holders_of,
    may,
    narrow,
    notify,
    now,
    permission_label,
    record,
    saved,
    today,
    user_label,
)

from ..models import Ambassador, Nomination
from ..permissions import COORDINATE
from ..profiles import services as profiles
from ..profiles.data import ChoiceData, InvalidProfile
from ..profiles.services import ambassador_of
from ..rounds.leaders import leads
from ..vocabulary import Chosen, Status
from .agreements import draft
from .states import DECIDABLE, STATES, State

NOMINATION = "ambassador_nomination"
TOLD = "ambassadors.nomination"
REASON_MAX = 2000
#: Who has said no, or was not chosen, is left in peace for so long.
REST = dt.timedelta(days=90)
_PEACE = (State.DECLINED, State.WITHDRAWN, State.REFUSED)


def propose(session: Session, actor: Actor, user: User, reason: str) -> Nomination:
    """A leader proposes somebody of the unit, who is asked. Raises NotAllowed, PortalError for who
    cannot be proposed, and InvalidProfile with the errors by field.

    Whether somebody has been proposed already is not the leader's to know: the refusal says the
    same for who wants to be left in peace.
    """
    if not leads(session, actor, user.id):
        raise NotAllowed(_("You propose people of the unit you lead."))
    if not user.active or _is_one(session, user.id):
        raise PortalError(_("%(name)s cannot be proposed.", name=user.name))
    recently = select(Nomination.id).where(
        Nomination.user_id == user.id,
        Nomination.state.in_(_PEACE),
        Nomination.closed_at > now() - REST,
    )
    refusal = _("%(name)s cannot be proposed at the moment. Talk to them first.", name=user.name)
    if session.scalar(recently.limit(1)) is not None:
        raise PortalError(refusal)
    made = Nomination(
        user_id=user.id, how=Chosen.APPOINTED, proposed_by_id=actor.user_id, state=State.ASKED
    )
    _add(session, made, reason, refusal)
    _follow(session, actor, made, "ambassador.proposed", "asked", [user.id])
    return made


def volunteer(session: Session, actor: Actor, reason: str) -> Nomination:
    """Somebody offers to be an ambassador. Raises PortalError and InvalidProfile."""
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    if _is_one(session, actor.user_id):
        raise PortalError(_("You are an ambassador already."))
    made = Nomination(user_id=actor.user_id, how=Chosen.VOLUNTEERED, state=State.OFFERED)
    _add(session, made, reason, _("You have an open proposal already. Answer that one."))
    _follow(session, actor, made, "ambassador.volunteered", "offered", _coordinators(session))
    return made


def answer(session: Session, actor: Actor, nomination: Nomination, yes: bool) -> None:
    """The proposed person says yes or no. Raises NotAllowed, and PortalError when it is too
    late."""
    _lock(session, nomination)
    if actor.user_id != nomination.user_id:
        raise NotAllowed(_("Only the person who was proposed answers."))
    _open(nomination, State.ASKED)
    if yes:
        nomination.state = State.OFFERED
        people = [*_coordinators(session), nomination.proposed_by_id]
    else:
        _close(nomination, State.DECLINED)
        people = [nomination.proposed_by_id]
    _follow(session, actor, nomination, "ambassador.nomination", nomination.state, people)


def withdraw(session: Session, actor: Actor, nomination: Nomination) -> None:
    """The person, or who proposed them, takes it back. Raises NotAllowed, and PortalError when it
    is too late."""
    _lock(session, nomination)
    if actor.user_id is None or actor.user_id not in _two(nomination):
        raise NotAllowed(_("Only who proposed and who was proposed can withdraw it."))
    _open(nomination, State.ASKED, *DECIDABLE)
    _close(nomination, State.WITHDRAWN)
    _follow(session, actor, nomination, "ambassador.nomination", "withdrawn", _two(nomination))


def decide(
    session: Session,
    actor: Actor,
    nomination: Nomination,
    verdict: str,
    words: str,
    choice: ChoiceData | None = None,
    later_on: dt.date | None = None,
) -> Ambassador | None:
    """A coordinator says 'yes' (then `choice` holds what everyone sees, and an agreement is
    drafted), 'no' or 'later', with words for the person. Raises NotAllowed, InvalidProfile with
    the errors by field, and PortalError when somebody was faster."""
    if not may(session, actor, COORDINATE):
        raise NotAllowed(_("Only coordinators choose ambassadors."))
    _lock(session, nomination)
    if actor.user_id == nomination.user_id:
        raise NotAllowed(_("Somebody else decides about you."))
    if nomination.state == State.ASKED:
        raise PortalError(_("The person has not said yes yet."))
    _open(nomination, *DECIDABLE)
    words = _plain(words)
    errors = {}
    if verdict not in ("yes", "no", "later"):
        errors["verdict"] = _("Choose one from the list.")
    if not words and verdict in ("no", "later"):
        errors["words"] = _("Write a few kind words.")
    if len(words) > REASON_MAX:
        errors["words"] = _too_long(REASON_MAX)
    if verdict == "later" and later_on is not None and later_on <= today():
        errors["later_on"] = _("Choose a day that is not over.")
    if errors:
        raise InvalidProfile(errors)
    made = None
    if verdict == "yes":
        made = _appoint(session, actor, nomination, choice or ChoiceData())
        _close(nomination, State.APPOINTED)
    elif verdict == "no":
        _close(nomination, State.REFUSED)
    else:
        nomination.state = State.LATER
    nomination.words, nomination.later_on = words, later_on if verdict == "later" else None
    nomination.decided_at, nomination.decided_by_id = now(), actor.user_id
    key = nomination.state
    _follow(session, actor, nomination, "ambassador.nomination", key, _two(nomination))
    return made


def _appoint(
    session: Session, actor: Actor, nomination: Nomination, choice: ChoiceData
) -> Ambassador:
    wanted = ChoiceData(
        chosen_how=nomination.how,
        chosen_by_id=actor.user_id,
        chosen_on=today(),
        chosen_why=_plain(choice.chosen_why),
        mandate=_plain(choice.mandate),
        mandate_from=choice.mandate_from,
        mandate_until=choice.mandate_until,
    )
    if not wanted.chosen_why:
        raise InvalidProfile({"chosen_why": _("Write why. Everyone can read it.")})
    made = profiles.appoint(session, actor, nomination.user, wanted)
    draft(session, actor, made)
    return made


def may_nomination(session: Session, actor: Actor, action: str, nomination: Nomination) -> bool:
    """Judges 'answer', 'withdraw' and 'decide'."""
    own = actor.user_id is not None and actor.user_id == nomination.user_id
    if action == "answer":
        return own and nomination.state == State.ASKED
    if action == "withdraw":
        return nomination.closed_at is None and (
            own or (actor.user_id is not None and actor.user_id == nomination.proposed_by_id)
        )
    if action == "decide":
        return not own and nomination.state in DECIDABLE and COORDINATE in actor.permissions
    return False


def find_nomination(session: Session, actor: Actor, nomination_id: int) -> Nomination | None:
    """The nomination, if the actor may see it."""
    statement = select(Nomination).where(Nomination.id == nomination_id)
    return session.scalar(narrow(statement, actor, Nomination))


def open_one(session: Session, user_id: int | None) -> Nomination | None:
    """The person's open nomination, for the person."""
    wanted = select(Nomination).where(
        Nomination.user_id == (user_id or 0), Nomination.closed_at.is_(None)
    )
    return session.scalar(wanted)


def follow_profile(session: Session, ambassador_id: int) -> None:
    """Who became an ambassador otherwise is neither asked nor decided about any longer."""
    ambassador = session.get(Ambassador, ambassador_id)
    if ambassador is None or ambassador.status != Status.ACTIVE:
        return
    there = open_one(session, ambassador.user_id)
    if there is not None:
        _close(there, State.APPOINTED)
        session.flush()
        tell(session, SYSTEM, there)


def tell(session: Session, actor: Actor, nomination: Nomination) -> None:
    """Who may see it: the person, who proposed, and who coordinates."""
    labels = {user_label(one) for one in _two(nomination)} | {permission_label(COORDINATE)}
    saved(session, NOMINATION, nomination.id, labels, actor=actor)


def _add(session: Session, made: Nomination, reason: str, refusal: str) -> None:
    made.reason = _plain(reason)
    if not made.reason:
        raise InvalidProfile({"reason": _("Write a few sentences.")})
    if len(made.reason) > REASON_MAX:
        raise InvalidProfile({"reason": _too_long(REASON_MAX)})
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as problem:  # one open nomination for each person
        raise PortalError(refusal) from problem


def _follow(
    session: Session,
    actor: Actor,
    nomination: Nomination,
    action: str,
    key: str,
    people: Any,
) -> None:
    session.flush()
    # Only that something happened: the trail is read by others.
    record(session, actor, action, NOMINATION, nomination.id)
    tell(session, actor, nomination)
    to = {one for one in people if one is not None}
    notify(session, actor, TOLD, to, NOMINATION, nomination.id, key=str(key))


def _coordinators(session: Session) -> list[int]:
    return [user.id for user in holders_of(session, COORDINATE)]


def _two(nomination: Nomination) -> list[int]:
    both = (nomination.user_id, nomination.proposed_by_id)
    return [one for one in both if one is not None]


def _is_one(session: Session, user_id: int) -> bool:
    there = ambassador_of(session, user_id)
    return there is not None and there.status == Status.ACTIVE


def _lock(session: Session, nomination: Nomination) -> None:
    """Reads it anew; nobody else changes it before our commit."""
    session.flush()
    session.refresh(nomination, with_for_update={"of": Nomination})


def _open(nomination: Nomination, *states: str) -> None:
    if nomination.state not in states:
        words = str(STATES[nomination.state].words)
        raise PortalError(_("Somebody was faster: %(state)s.", state=words))


def _close(nomination: Nomination, state: str) -> None:
    nomination.state, nomination.closed_at = state, now()


def _plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _too_long(limit: int) -> str:
    return _("Make it shorter: at most %(max)d characters.", max=limit)
