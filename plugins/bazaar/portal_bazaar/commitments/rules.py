"""What an education takes home: writing it together, handing it in, taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import (
    Actor,
    NotAllowed,
    PortalError,
    deleted,
    now,
    permission_label,
    record,
    saved,
    user_label,
)

from ..attendance.belonging import comes_for
from ..models import (
    Bazaar,
    CardEntry,
    Commitment,
    CommitmentPerson,
    InvitedEducation,
    NothingTaken,
    Organiser,
    Stand,
    Visitor,
)
from ..permissions import MANAGE, organises
from ..vocabulary import BazaarStatus, OrganiserRole
from .data import CommitmentData, checked, data_of, from_snapshot, snapshot_of
from .words import KIND, MOST, first_words


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: an actor who organises the bazaar, or a visitor of the education, who may be a
    guest without an account."""

    actor: Actor
    organiser: bool = False
    visitor: Visitor | None = None


def writer_of(
    session: Session, actor: Actor, visitor: Visitor | None, education: InvitedEducation
) -> Writer | None:
    """The actor or visitor as one who may see the education's drafts; None for everybody else."""
    organiser = organises(session, actor, education.bazaar)
    own = visitor is not None and comes_for(visitor, education)
    if not (organiser or own):
        return None
    return Writer(actor, organiser, visitor if own else None)


def why_closed(writer: Writer, commitment: Commitment | None, bazaar: Bazaar) -> str:
    """Why it cannot be changed by them, in words; '' if it can. Organisers can always."""
    if writer.organiser:
        return ""
    if bazaar.status == BazaarStatus.CLOSED:
        return _("The bazaar is closed. Ask its organisers to change something.")
    if commitment is not None and commitment.handed_in_at is not None:
        return _("It is handed in. Take it back to change it.")
    return ""


def commitments_of(session: Session, education: InvitedEducation) -> list[Commitment]:
    """All of an education, the oldest first, with stands and people."""
    return list(
        session.scalars(
            select(Commitment)
            .where(Commitment.education_id == education.id)
            .options(
                joinedload(Commitment.stand),
                selectinload(Commitment.people).joinedload(CommitmentPerson.user),
            )
            .order_by(Commitment.id)
        )
    )


def lock(session: Session, education: InvitedEducation) -> None:
    """Two who press the same button take turns."""
    session.scalars(
        select(InvitedEducation).where(InvitedEducation.id == education.id).with_for_update()
    ).one()


def create(
    session: Session, writer: Writer, education: InvitedEducation, data: CommitmentData
) -> Commitment:
    """A new draft; the one that is there where it says the same, for a button is pressed twice.
    Raises InvalidCommitment, NotAllowed and PortalError (too many)."""
    _ask(writer, None, education.bazaar)
    lock(session, education)
    found = checked(session, education, data)
    there = commitments_of(session, education)
    same = next((one for one in there if data_of(one) == found), None)
    if same is not None:
        return same
    if len(there) >= MOST:
        raise PortalError(_("That is a lot to take home. Remove something first."))
    said = session.get(NothingTaken, education.id)
    if said is not None:  # it has thought better of it
        session.delete(said)
    made = Commitment(education_id=education.id, created_by_id=writer.actor.user_id)
    made.education = education
    session.add(made)
    _fill(made, found)
    _saved(session, writer, made, "created")
    return made


def change(
    session: Session, writer: Writer, commitment: Commitment, data: CommitmentData
) -> Commitment:
    """Changes one; by an organiser also after it was handed in. Raises InvalidCommitment and
    NotAllowed."""
    education = commitment.education
    _ask(writer, commitment, education.bazaar)
    before = data_of(commitment)
    found = checked(session, education, data, before)
    if found == before:
        return commitment
    _fill(commitment, found)
    commitment.version += 1
    _saved(session, writer, commitment, "edited")
    return commitment


def remove(session: Session, writer: Writer, commitment: Commitment) -> None:
    """Takes it off. Raises NotAllowed."""
    _ask(writer, commitment, commitment.education.bazaar)
    _trace(session, writer, "removed", commitment)
    session.delete(commitment)
    session.flush()
    deleted(session, KIND, commitment.id)


def pick(
    session: Session, writer: Writer, education: InvitedEducation, entry: CardEntry
) -> tuple[Commitment, bool]:
    """Makes what somebody wrote on a card into a draft; the same line twice is one. Says whether
    it is new. Raises like `create`."""
    stand = session.get_one(Stand, entry.stand_id)
    practice = entry.expectation.strip() or stand.title
    for one in commitments_of(session, education):
        if one.stand_id == entry.stand_id and one.practice == practice:
            return one, False
    data = CommitmentData(
        practice=practice, stand_id=entry.stand_id, wants_workshop=entry.wants_workshop
    )
    return create(session, writer, education, data), True


def hand_in(session: Session, writer: Writer, education: InvitedEducation) -> int:
    """Hands in all that is not; says how many. Raises NotAllowed when the bazaar is closed."""
    return _all(session, writer, education, now(), "handed_in")


def take_back(session: Session, writer: Writer, education: InvitedEducation) -> int:
    """Makes all of them drafts again. Raises NotAllowed when the bazaar is closed."""
    return _all(session, writer, education, None, "taken_back")


def snapshot(commitment: Commitment) -> dict[str, Any]:
    """What the history keeps."""
    handed_in = commitment.handed_in_at is not None
    return {**snapshot_of(data_of(commitment)), "handed_in": handed_in}


def restore(
    session: Session, actor: Actor, commitment: Commitment, data: Mapping[str, Any]
) -> None:
    """An older version comes back."""
    visitor = session.scalar(
        select(Visitor).where(
            Visitor.education_id == commitment.education_id,
            Visitor.user_id == (actor.user_id or 0),
            Visitor.cancelled_at.is_(None),
        )
    )
    writer = writer_of(session, actor, visitor, commitment.education)
    if writer is None:
        raise NotAllowed(_("Only those who come for the education may change it."))
    change(session, writer, commitment, from_snapshot(data))


def may_commitment(session: Session, actor: Actor, action: str, commitment: Commitment) -> bool:
    """Judges 'edit' and 'coauthor': organisers, and who comes for the education."""
    if action not in ("edit", "coauthor"):
        return False
    if organises(session, actor, commitment.education.bazaar):
        return True
    own = select(Visitor.id).where(
        Visitor.education_id == commitment.education_id,
        Visitor.user_id == (actor.user_id or 0),
        Visitor.cancelled_at.is_(None),
    )
    return actor.user_id is not None and session.scalar(own) is not None


def labels_of(session: Session, education: InvitedEducation) -> set[str]:
    """Who sees the education's drafts: its own visitors, and who organises the bazaar."""
    organisers = session.scalars(
        select(Organiser.user_id).where(
            Organiser.bazaar_id == education.bazaar_id,
            Organiser.role == OrganiserRole.ORGANISER,
        )
    ).all()
    own = session.scalars(
        select(Visitor.user_id).where(
            Visitor.education_id == education.id,
            Visitor.cancelled_at.is_(None),
            Visitor.user_id.is_not(None),
        )
    ).all()
    people = {one for one in (*organisers, *own) if one is not None}
    return {permission_label(MANAGE)} | {user_label(one) for one in people}


def _all(
    session: Session,
    writer: Writer,
    education: InvitedEducation,
    at: dt.datetime | None,
    action: str,
) -> int:
    _ask(writer, None, education.bazaar)
    count = 0
    for one in commitments_of(session, education):
        if (one.handed_in_at is None) == (at is None):
            continue
        one.handed_in_at = at
        one.handed_in_by_id = writer.actor.user_id if at is not None else None
        one.version += 1
        _saved(session, writer, one, action)
        count += 1
    return count


def _ask(writer: Writer, commitment: Commitment | None, bazaar: Bazaar) -> None:
    closed = why_closed(writer, commitment, bazaar)
    if closed:
        raise NotAllowed(closed)


def _fill(commitment: Commitment, data: CommitmentData) -> None:
    commitment.practice, commitment.who = data.practice, data.who
    commitment.stand_id, commitment.by_when = data.stand_id, data.by_when
    commitment.wants_workshop = data.wants_workshop
    kept = {one.user_id: one for one in commitment.people}
    commitment.people = [
        kept.get(user_id) or CommitmentPerson(user_id=user_id) for user_id in data.people
    ]
    commitment.updated_at = now()


def _saved(session: Session, writer: Writer, commitment: Commitment, action: str) -> None:
    session.flush()
    labels = labels_of(session, commitment.education)
    saved(session, KIND, commitment.id, labels, actor=writer.actor, action=action)
    _trace(session, writer, action, commitment)


def _trace(session: Session, writer: Writer, action: str, commitment: Commitment) -> None:
    facts: dict[str, Any] = {"title": first_words(commitment.practice)}
    if writer.visitor is not None and writer.actor.user_id is None:
        facts["badge"] = writer.visitor.badge  # a guest has no account to be named by
    if writer.organiser and writer.visitor is None:
        facts["education"] = commitment.education.unit.name
    record(session, writer.actor, f"{KIND}.{action}", KIND, commitment.id, **facts)
