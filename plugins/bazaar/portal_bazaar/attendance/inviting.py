"""Inviting the educations, all in one go, and telling those who answer for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from wtforms import SelectChoice

from portal.api import (
    Actor,
    PortalError,
    Unit,
    User,
    full_address,
    leaders_of,
    natural_order,
    now,
    record,
    send_mail,
    today,
    unit_paths,
)

from ..models import Attendance, Bazaar, InvitedEducation, Visitor
from ..permissions import bazaar_saved
from .board import leaders_in

EDUCATION = "education"
MAX_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An education that can be invited. `leaders`: who is written to; `above`: they lead a unit
    above it, for it has no leader of its own."""

    unit: Unit
    path: str
    invited: InvitedEducation | None
    leaders: tuple[User, ...]
    above: bool


def settings_of(session: Session, bazaar: Bazaar) -> Attendance:
    """What the organisers decided; the usual where they have not yet."""
    return session.get(Attendance, bazaar.id) or Attendance(
        bazaar_id=bazaar.id, text="", guest_months=12
    )


def candidates(session: Session, bazaar: Bazaar) -> list[Candidate]:
    """Every open education, and those invited already whatever their unit has become."""
    invited = {
        one.unit_id: one
        for one in session.scalars(
            select(InvitedEducation)
            .where(InvitedEducation.bazaar_id == bazaar.id)
            .options(joinedload(InvitedEducation.unit))
        )
    }
    wanted = select(Unit).where(Unit.kind == EDUCATION, Unit.closed_at.is_(None))
    units = {one.id: one for one in session.scalars(wanted)}
    units |= {one.unit_id: one.unit for one in invited.values()}
    leading = leaders_of(session, list(units))
    paths = unit_paths(session, units)
    people = {
        one.id: one
        for one in session.scalars(
            select(User).where(
                User.id.in_({user for chain in leading.values() for one in chain for user in one})
            )
        )
    }
    own = leaders_in(session, list(units))
    found = [
        Candidate(
            unit,
            paths.get(unit_id, unit.name),
            invited.get(unit_id),
            tuple(people[one] for one in sorted((leading.get(unit_id) or [set()])[0])),
            unit_id not in own,
        )
        for unit_id, unit in units.items()
    ]
    return sorted(found, key=lambda one: natural_order(one.path))


def invited_last(session: Session, bazaar: Bazaar) -> set[int]:
    """The units that were invited to the bazaar this one was copied from; none where it was not
    copied."""
    if bazaar.copied_from_id is None:
        return set()
    wanted = select(InvitedEducation.unit_id).where(
        InvitedEducation.bazaar_id == bazaar.copied_from_id
    )
    return set(session.scalars(wanted))


def invite(
    session: Session,
    actor: Actor,
    bazaar: Bazaar,
    unit_ids: Collection[int],
    *,
    text: str = "",
    answer_by: dt.date | None = None,
) -> int:
    """Invites those of `unit_ids` that are not invited yet: one mail to each leader, about all
    the educations they answer for. Keeps the words and the day for later invitations. Says how
    many educations were invited. Raises PortalError for what is no open education."""
    if answer_by is not None and answer_by < today():
        raise PortalError(_("Choose a day from today on."))
    if len(text) > MAX_TEXT:
        raise PortalError(_("At most %(number)s characters.", number=MAX_TEXT))
    known = {one.unit.id: one for one in candidates(session, bazaar)}
    if set(unit_ids) - set(known):
        raise PortalError(_("Choose among the educations in the list."))
    kept = settings_of(session, bazaar)
    kept.text, kept.answer_by = text, answer_by
    session.add(kept)
    letters: dict[int, tuple[User, list[InvitedEducation]]] = {}
    made = 0
    for unit_id in sorted(set(unit_ids)):
        one = known[unit_id]
        education = one.invited
        if education is not None and education.invited_at is not None:
            continue
        if education is None:
            education = InvitedEducation(bazaar_id=bazaar.id, unit_id=unit_id)
            education.unit = one.unit
            session.add(education)
        education.invited_at = now()  # from a list it is on the board before it is written to
        made += 1
        for leader in one.leaders:
            letters.setdefault(leader.id, (leader, []))[1].append(education)
    if not made:
        return 0
    bazaar_saved(session, bazaar, actor)
    for leader, educations in letters.values():
        _write(session, actor, bazaar, leader, educations, kept)
    record(session, actor, "bazaar.invited", "bazaar", bazaar.id, number=made)
    return made


def choices(found: Sequence[Candidate]) -> list[SelectChoice]:
    """The educations to tick, with who is written to."""
    return [SelectChoice(one.unit.id, f"{one.path} ({_whom(one)})") for one in found]


def _whom(one: Candidate) -> str:
    names = ", ".join(leader.name for leader in one.leaders)
    return names or _("nobody to write to")


def withdraw(session: Session, actor: Actor, bazaar: Bazaar, education: InvitedEducation) -> None:
    """Takes an invitation back. Raises PortalError once the education answered, or somebody comes
    for it: that would be lost."""
    wanted = select(Visitor.id).where(Visitor.education_id == education.id)
    if education.answer or session.scalar(wanted.limit(1)) is not None:
        raise PortalError(_("Somebody answered or comes for it. It stays on the board."))
    record(session, actor, "bazaar.uninvited", "bazaar", bazaar.id, unit=education.unit.name)
    session.delete(education)
    bazaar_saved(session, bazaar, actor)


def _write(
    session: Session,
    actor: Actor,
    bazaar: Bazaar,
    leader: User,
    educations: list[InvitedEducation],
    kept: Attendance,
) -> None:
    send_mail(
        session,
        leader,
        "bazaar/attendance/mail_invitation.txt",
        lambda: _("Invitation: %(bazaar)s", bazaar=bazaar.title),
        reply_to=session.get(User, actor.user_id) if actor.user_id is not None else None,
        bazaar=bazaar,
        text=kept.text,
        answer_by=kept.answer_by,
        lines=[
            (one.unit.name, full_address(f"/bazaar/{bazaar.id}/education/{one.id}"))
            for one in educations
        ],
    )
