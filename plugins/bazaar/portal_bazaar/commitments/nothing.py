"""An education says that it takes nothing home this time: an answer, so that nobody waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.api import NotAllowed, PortalError, now, record

from ..models import Commitment, InvitedEducation, NothingTaken
from . import rules

REASON_MAX = 1_000


def nothing_of(session: Session, education: InvitedEducation) -> NothingTaken | None:
    """What it said; None where it has said nothing of the kind, or takes something home."""
    said = session.get(NothingTaken, education.id)
    if said is None or session.scalar(_commitments(education)):
        return None
    return said


def say_nothing(
    session: Session, writer: rules.Writer, education: InvitedEducation, reason: str
) -> NothingTaken:
    """Says it; said once more, the new reason stands. Raises NotAllowed when the bazaar is closed,
    and PortalError for a reason too long, or where something is written down."""
    closed = rules.why_closed(writer, None, education.bazaar)
    if closed:
        raise NotAllowed(closed)
    rules.lock(session, education)
    if session.scalar(_commitments(education)):
        raise PortalError(_("You have written something down. Hand it in, or remove it first."))
    reason = reason.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(reason) > REASON_MAX:
        raise PortalError(_("Make it shorter: at most %(max)d characters.", max=REASON_MAX))
    said = session.get(NothingTaken, education.id)
    if said is not None and said.reason == reason:
        return said
    if said is None:
        said = NothingTaken(education_id=education.id)
        session.add(said)
    said.reason, said.said_at, said.said_by_id = reason, now(), writer.actor.user_id
    session.flush()
    _trace(session, writer, education, "nothing_taken")
    return said


def take_word_back(
    session: Session, writer: rules.Writer, education: InvitedEducation
) -> NothingTaken | None:
    """It is open again; what was said, None where nothing was. Raises NotAllowed when closed."""
    closed = rules.why_closed(writer, None, education.bazaar)
    if closed:
        raise NotAllowed(closed)
    rules.lock(session, education)
    said = session.get(NothingTaken, education.id)
    if said is not None:
        session.delete(said)
        session.flush()
        _trace(session, writer, education, "nothing_taken_back")
    return said


def answered_without(session: Session, bazaar_ids: Iterable[int]) -> set[int]:
    """The educations of these bazaars that said so and have written down nothing."""
    return set(
        session.scalars(
            select(NothingTaken.education_id)
            .join(InvitedEducation, InvitedEducation.id == NothingTaken.education_id)
            .where(InvitedEducation.bazaar_id.in_(list(bazaar_ids)))
            .where(~_of(InvitedEducation.id).exists())
        )
    )


def _of(education_id: Any) -> Select[int]:
    return select(Commitment.id).where(Commitment.education_id == education_id)


def _commitments(education: InvitedEducation) -> Select[int]:
    return select(func.count(Commitment.id)).where(Commitment.education_id == education.id)


def _trace(
    session: Session, writer: rules.Writer, education: InvitedEducation, action: str
) -> None:
    bazaar = education.bazaar
    facts = {"title": bazaar.title, "education": education.unit.name}
    if writer.visitor is not None and writer.actor.user_id is None:
        facts["badge"] = str(writer.visitor.badge)  # a guest has no account to be named by
    record(session, writer.actor, f"bazaar.{action}", "bazaar", bazaar.id, **facts)
