"""What the views of this area share."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.api import Actor, current_actor, db

from ..models import Bazaar, Device, InvitedEducation, Visitor
from ..permissions import organises
from .devices import current_device

bp = Blueprint("bazaar_day", __name__, url_prefix="/bazaar")


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Who checks people in: an organiser, or a shared tablet (`device`)."""

    actor: Actor
    device: Device | None


def door_or_none(session: Session, bazaar: Bazaar) -> Doorkeeper | None:
    """Who makes this request at the door; None for everybody else."""
    actor = current_actor()
    if actor.is_signed_in and organises(session, actor, bazaar):
        return Doorkeeper(actor, None)
    device = current_device(session, bazaar)
    return Doorkeeper(actor, device) if device is not None else None


def door_or_404(bazaar_id: int) -> tuple[Bazaar, Doorkeeper]:
    """The bazaar and who keeps its door; nobody else learns that there is one."""
    session = db.session()
    bazaar = session.get(Bazaar, bazaar_id)
    keeper = door_or_none(session, bazaar) if bazaar is not None else None
    if bazaar is None or keeper is None:
        abort(404)
    return bazaar, keeper


def visitor_or_404(bazaar: Bazaar, visitor_id: int) -> Visitor:
    """A visitor of this bazaar and of no other; not one whose data were deleted."""
    visitor = db.session().scalar(
        select(Visitor)
        .where(
            Visitor.id == visitor_id,
            Visitor.bazaar_id == bazaar.id,
            Visitor.forgotten_at.is_(None),
        )
        .options(
            joinedload(Visitor.user),
            joinedload(Visitor.education).joinedload(InvitedEducation.unit),
        )
    )
    if visitor is None:
        abort(404)
    return visitor
