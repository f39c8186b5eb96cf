"""A commitment as its form says it, tidied and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import InvalidInput, User

from ..models import Commitment, InvitedEducation, Stand, Visitor
from ..vocabulary import StandStatus
from .words import PRACTICE_MAX, WHO_MAX


class InvalidCommitment(InvalidInput):
    """What was written cannot be saved; `errors` says why, by the name of the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentData:
    """`people`: ids of colleagues; `stand_id` None for a practice of no stand."""

    practice: str
    stand_id: int | None = None
    who: str = ""
    people: tuple[int, ...] = ()
    by_when: dt.date | None = None
    wants_workshop: bool = False


def data_of(commitment: Commitment) -> CommitmentData:
    """The commitment as it stands."""
    return CommitmentData(
        practice=commitment.practice,
        stand_id=commitment.stand_id,
        who=commitment.who,
        people=tuple(sorted(one.user_id for one in commitment.people)),
        by_when=commitment.by_when,
        wants_workshop=commitment.wants_workshop,
    )


def snapshot_of(data: CommitmentData) -> dict[str, Any]:
    """The same as the kind's snapshot."""
    return {
        "practice": data.practice,
        "stand_id": data.stand_id,
        "who": data.who,
        "people": sorted(data.people),
        "by_when": data.by_when,
        "wants_workshop": data.wants_workshop,
    }


def from_snapshot(found: Mapping[str, Any]) -> CommitmentData:
    """What the history or the page of both versions gives back."""
    day = found.get("by_when")
    return CommitmentData(
        practice=str(found.get("practice") or ""),
        stand_id=found.get("stand_id"),
        who=str(found.get("who") or ""),
        people=tuple(found.get("people") or ()),
        by_when=dt.date.fromisoformat(day) if isinstance(day, str) and day else day or None,
        wants_workshop=bool(found.get("wants_workshop")),
    )


def stands_to_choose(
    session: Session, education: InvitedEducation, keep: int | None = None
) -> list[Stand]:
    """The stands of the bazaar that take part, by number, and the one that was chosen before."""
    found = session.scalars(
        select(Stand)
        .where(Stand.bazaar_id == education.bazaar_id)
        .where((Stand.status == StandStatus.CONFIRMED) | (Stand.id == (keep or 0)))
        .order_by(Stand.number.is_(None), Stand.number, Stand.id)
    )
    return list(found)


def colleagues(
    session: Session, education: InvitedEducation, keep: tuple[int, ...] = ()
) -> list[User]:
    """Whom a commitment may name: those with an account who come for the education, and whom it
    names already."""
    coming = (
        select(Visitor.user_id)
        .where(Visitor.education_id == education.id, Visitor.cancelled_at.is_(None))
        .where(Visitor.user_id.is_not(None))
    )
    found = session.scalars(
        select(User).where(User.id.in_(coming) | User.id.in_(keep)).order_by(User.name, User.id)
    )
    return list(found)


def checked(
    session: Session,
    education: InvitedEducation,
    data: CommitmentData,
    before: CommitmentData | None = None,
) -> CommitmentData:
    """The data, tidied. Raises InvalidCommitment."""
    practice = _text(data.practice)
    who = " ".join(_text(data.who).split())
    errors = {}
    if not practice:
        errors["practice"] = _("Write what you take home.")
    elif len(practice) > PRACTICE_MAX:
        errors["practice"] = _("Make it shorter: at most %(max)d characters.", max=PRACTICE_MAX)
    if len(who) > WHO_MAX:
        errors["who"] = _("Make it shorter: at most %(max)d characters.", max=WHO_MAX)
    if data.by_when is not None and not 2000 <= data.by_when.year <= 2099:
        errors["by_when"] = _("Choose a day of this century.")
    kept = before.stand_id if before else None
    stands = {one.id for one in stands_to_choose(session, education, kept)}
    if data.stand_id is not None and data.stand_id not in stands:
        errors["stand_id"] = _("Choose a stand of this bazaar.")
    known = {one.id for one in colleagues(session, education, before.people if before else ())}
    if not set(data.people) <= known:
        errors["people"] = _("Choose among those who come for your education.")
    if errors:
        raise InvalidCommitment(errors)
    return CommitmentData(
        practice=practice,
        stand_id=data.stand_id,
        who=who,
        people=tuple(sorted(set(data.people))),
        by_when=data.by_when,
        wants_workshop=data.wants_workshop,
    )


def _text(value: str) -> str:
    return value.replace("\x00", "").replace("\r\n", "\n").strip()
