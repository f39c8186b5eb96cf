"""Changing profiles. Sessions and actors are given; nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

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
    keep_contact,
    may,
    name_key,
    now,
    read_once,
    record,
    resolve,
    saved,
    today,
)

from ..models import (
    Ambassador,
    AmbassadorCommunity,
    AmbassadorLanguage,
    AmbassadorLevel,
    AmbassadorRole,
    AmbassadorWork,
    Competence,
    HiddenPart,
)
from ..parts import CONTACT, HIDEABLE, shown_parts
from ..permissions import COORDINATE, audience
from ..vocabulary import KIND, LEVELS, Status
from .data import (
    CHOICE_FIELDS,
    PROFILE_FIELDS,
    ChoiceData,
    InvalidProfile,
    ProfileData,
    as_reference,
    choice_of,
    choice_problems,
    hidden_fields,
    profile_of,
    profile_problems,
    tidied,
)


def ambassador_of(session: Session, user_id: int | None) -> Ambassador | None:
    """The profile of a person, whatever its status; ask `may` before it is shown."""
    if user_id is None:
        return None
    wanted = select(Ambassador).where(Ambassador.user_id == user_id)
    return read_once(session, ("ambassador_of", user_id), lambda: session.scalar(wanted))


def appoint(session: Session, actor: Actor, user: User, choice: ChoiceData) -> Ambassador:
    """Makes a person an ambassador, or again: then the old profile is there still. Raises
    NotAllowed, InvalidProfile, and PortalError for who is one already or has no open account."""
    if not may(session, actor, COORDINATE):
        raise NotAllowed(_("Only coordinators choose ambassadors."))
    if not user.active:
        raise PortalError(_("%(name)s has no open account.", name=user.name))
    there = ambassador_of(session, user.id)
    if there is not None and there.status == Status.ACTIVE:
        raise PortalError(_("%(name)s is an ambassador already.", name=user.name))
    before = choice_of(there) if there is not None else ChoiceData()
    _refuse(choice_problems(session, actor, choice, before))
    ambassador = there or Ambassador(user=user)
    ambassador.status, ambassador.ended_on = Status.ACTIVE, None
    ambassador.confirmed_at = now()
    _write_choice(ambassador, choice)
    try:
        with session.begin_nested():
            session.add(ambassador)
    except IntegrityError:  # somebody else was a moment faster (PostgreSQL)
        raise PortalError(_("%(name)s is an ambassador already.", name=user.name)) from None
    record(session, actor, "ambassador.appointed", KIND, ambassador.id)
    tell(session, actor, ambassador, "ambassador.appointed")
    return ambassador


def change_profile(
    session: Session, actor: Actor, ambassador: Ambassador, data: ProfileData
) -> bool:
    """Writes what the profile says; parts that are hidden from the actor stay as they are. Says
    whether anything changed. Raises NotAllowed, or InvalidProfile with the errors by field."""
    _require(session, actor, "edit", ambassador)
    before = profile_of(ambassador)
    unseen = hidden_fields(shown_to(actor, ambassador)) & set(PROFILE_FIELDS)
    data = replace(data, **{name: getattr(before, name) for name in unseen})
    data = tidied(replace(data, works=[*data.works, *_unseen_works(session, actor, before)]))
    _refuse(profile_problems(session, actor, data, before))
    if data == tidied(before):
        return False
    _write_profile(ambassador, data)
    if actor.user_id == ambassador.user_id:  # who reads it all and changes it says it is right
        ambassador.confirmed_at = now()
    touch(ambassador)
    session.flush()
    record(session, actor, "ambassador.changed", KIND, ambassador.id)
    tell(session, actor, ambassador)
    return True


def set_level(
    session: Session, actor: Actor, ambassador: Ambassador, competence: Competence, level: int
) -> int:
    """How well the ambassador masters a competence; returns what it was. Raises NotAllowed, and
    PortalError for what is not on the scale, or a retired competence that is not theirs."""
    _require(session, actor, "edit", ambassador)
    if "competences" not in shown_to(actor, ambassador):
        raise NotAllowed(_("The competences are kept hidden."))
    if level not in LEVELS:
        raise PortalError(_("Choose a level from the list."))
    lock(session, ambassador)
    row = next((one for one in ambassador.level_rows if one.competence_id == competence.id), None)
    was = row.level if row is not None else 0
    if level == was:
        return was
    if competence.retired_at is not None and level > was:
        raise PortalError(_("%(name)s is no longer in use.", name=competence.name))
    if row is None:
        row = AmbassadorLevel(competence_id=competence.id, level=level)
        ambassador.level_rows.append(row)
    elif level == 0:
        ambassador.level_rows.remove(row)
    row.level, row.changed_at = level or was, now()
    ambassador.updated_at = now()
    session.flush()
    record(session, actor, "ambassador.competence", KIND, ambassador.id)
    tell(session, actor, ambassador)
    return was


def set_hidden(
    session: Session, actor: Actor, ambassador: Ambassador, parts: Iterable[str]
) -> frozenset[str]:
    """Which parts the owner keeps to themselves; returns what was hidden before. Raises
    NotAllowed, and PortalError for what cannot be hidden."""
    _require(session, actor, "hide", ambassador)
    wanted, was = frozenset(parts), hidden_parts(ambassador)
    if not wanted <= HIDEABLE:
        raise PortalError(_("How and why you were chosen is for all to see."))
    if wanted == was:
        return was
    there = {row.part: row for row in ambassador.hidden_rows}
    ambassador.hidden_rows = [
        there.get(part) or HiddenPart(part=part) for part in sorted(wanted - {CONTACT})
    ]
    session.flush()
    # The account's, so that the address stands nowhere else either.
    keep_contact(session, actor, ambassador.user, CONTACT in wanted)
    # Without the names of the parts: the trail is read by others.
    record(session, actor, "ambassador.hidden", KIND, ambassador.id)
    tell(session, actor, ambassador)
    return was


def change_choice(
    session: Session, actor: Actor, ambassador: Ambassador, choice: ChoiceData
) -> bool:
    """Why and how chosen, and the mandate. Says whether anything changed. Raises NotAllowed, or
    InvalidProfile with the errors by field."""
    _require(session, actor, "manage", ambassador)
    before = choice_of(ambassador)
    _refuse(choice_problems(session, actor, choice, before))
    if choice == before:
        return False
    _write_choice(ambassador, choice)
    touch(ambassador)
    session.flush()
    record(session, actor, "ambassador.choice", KIND, ambassador.id)
    tell(session, actor, ambassador)
    return True


def end(session: Session, actor: Actor, ambassador: Ambassador) -> None:
    """Takes somebody out of the network; the profile is kept for them and for coordinators, and
    `appoint` brings it back. Raises NotAllowed."""
    _require(session, actor, "manage", ambassador)
    if ambassador.status == Status.ENDED:
        return
    ambassador.status, ambassador.ended_on = Status.ENDED, today()
    touch(ambassador)
    record(session, actor, "ambassador.ended", KIND, ambassador.id)
    tell(session, actor, ambassador, "ambassador.ended")


def resume(session: Session, actor: Actor, ambassador: Ambassador) -> None:
    """Undoes `end`. Raises NotAllowed."""
    _require(session, actor, "manage", ambassador)
    if ambassador.status == Status.ACTIVE:
        return
    if ambassador.status == Status.RESTING:  # who coordinates vouches for it
        ambassador.confirmed_at = now()
    _in_use(session, actor, ambassador)


def confirm(session: Session, actor: Actor, ambassador: Ambassador) -> None:
    """'Still right', says the owner; a profile at rest is in use again. Raises NotAllowed."""
    _require(session, actor, "hide", ambassador)
    ambassador.confirmed_at = now()
    record(session, actor, "ambassador.confirmed", KIND, ambassador.id)
    if ambassador.status == Status.RESTING:
        _in_use(session, actor, ambassador)


def rest(session: Session, ambassador: Ambassador) -> None:
    """Nobody has confirmed the profile in time: it is shown to its owner and to coordinators
    only, until `confirm`."""
    ambassador.status = Status.RESTING
    touch(ambassador)
    record(session, SYSTEM, "ambassador.rested", KIND, ambassador.id)
    tell(session, SYSTEM, ambassador, "ambassador.rested")


def _in_use(session: Session, actor: Actor, ambassador: Ambassador) -> None:
    ambassador.status, ambassador.ended_on = Status.ACTIVE, None
    touch(ambassador)
    record(session, actor, "ambassador.resumed", KIND, ambassador.id)
    tell(session, actor, ambassador, "ambassador.resumed")


def tell(session: Session, actor: Actor | None, ambassador: Ambassador, action: str = "") -> None:
    """Everything that must know of a change: who sees it, the history, the search, others."""
    saved(session, KIND, ambassador.id, audience(ambassador), actor=actor, action=action)


def touch(ambassador: Ambassador) -> None:
    """A form that was opened before this is older than the profile."""
    ambassador.version += 1
    ambassador.updated_at = now()


def hidden_parts(ambassador: Ambassador) -> frozenset[str]:
    """The parts the owner keeps to themselves. For the owner's own pages, and `shown_to`."""
    contact = {CONTACT} if ambassador.user.contact_hidden else set()
    return frozenset(row.part for row in ambassador.hidden_rows) | contact


def shown_to(actor: Actor, ambassador: Ambassador) -> frozenset[str]:
    """The parts that `actor` may see."""
    return shown_parts(actor, ambassador.user_id, hidden_parts(ambassador))


def lock(session: Session, ambassador: Ambassador) -> None:
    """Reads the profile anew, with its rows; on PostgreSQL nobody else can change it before our
    commit, on SQLite no other transaction writes meanwhile."""
    session.flush()
    session.expire(ambassador)
    session.refresh(ambassador, with_for_update={"of": Ambassador})


def _unseen_works(session: Session, actor: Actor, before: ProfileData) -> list[str]:
    """What the actor cannot see, and so cannot have taken away."""
    references = {one: text for text in before.works if (one := as_reference(text)) is not None}
    found = resolve(session, actor, references)
    return [text for one, text in references.items() if not found[one].visible]


def _write_profile(ambassador: Ambassador, data: ProfileData) -> None:
    ambassador.help_text, ambassador.reach = data.help_text, data.reach
    ambassador.reach_note = data.reach_note
    roles = {row.role: row for row in ambassador.role_rows}
    ambassador.role_rows = [roles.get(role) or AmbassadorRole(role=role) for role in data.roles]
    spoken = {row.code: row for row in ambassador.language_rows}
    ambassador.language_rows = [
        spoken.get(code) or AmbassadorLanguage(code=code) for code in data.languages
    ]
    communities = {row.key: row for row in ambassador.community_rows}
    ambassador.community_rows = [
        communities.get(name_key(name)) or AmbassadorCommunity(key=name_key(name), name=name)
        for name in data.communities
    ]
    for row, name in zip(ambassador.community_rows, data.communities, strict=True):
        row.name = name
    works = {(row.kind, row.object_id): row for row in ambassador.work_rows}
    references = [one for text in data.works if (one := as_reference(text)) is not None]
    ambassador.work_rows = [
        works.get(one) or AmbassadorWork(kind=one[0], object_id=one[1]) for one in references
    ]


def _write_choice(ambassador: Ambassador, choice: ChoiceData) -> None:
    for name in CHOICE_FIELDS:
        setattr(ambassador, name, getattr(choice, name))


def _require(session: Session, actor: Actor, verb: str, ambassador: Ambassador) -> None:
    if not may(session, actor, verb, ambassador):
        raise NotAllowed(_("You may not change this profile."))


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise InvalidProfile(errors)
