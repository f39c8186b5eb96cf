"""What the views of this area share."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, abort
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from wtforms import SelectChoice

from portal.api import danish_order, db

from ..models import Bazaar, InvitedEducation, Stand, Visitor
from ..vocabulary import StandStatus
from .reminders import loaded

bp = Blueprint("bazaar_attendance", __name__, url_prefix="/bazaar/<int:bazaar_id>")


def education_or_404(bazaar: Bazaar, education_id: int) -> InvitedEducation:
    """An invited education of this bazaar and of no other."""
    education = loaded(db.session(), bazaar.id, education_id)
    if education is None:
        abort(404)
    return education


def visitor_or_404(bazaar: Bazaar, visitor_id: int) -> Visitor:
    """A visitor of this bazaar and of no other; not one whose data were deleted."""
    visitor = db.session().scalar(
        select(Visitor)
        .where(
            Visitor.id == visitor_id,
            Visitor.bazaar_id == bazaar.id,
            Visitor.forgotten_at.is_(None),
        )
        .options(joinedload(Visitor.user))
    )
    if visitor is None:
        abort(404)
    return visitor


def number_in(text: str) -> int:
    """An id that was sent; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def education_choices(
    session: Session, bazaar: Bazaar, first: Iterable[InvitedEducation] = ()
) -> list[SelectChoice]:
    """The invited educations, those of `first` on top; 0 is none of them."""
    found = session.scalars(
        select(InvitedEducation)
        .where(InvitedEducation.bazaar_id == bazaar.id)
        .options(joinedload(InvitedEducation.unit))
    ).all()
    top = [one.id for one in first]
    rest = sorted(
        (one for one in found if one.id not in top), key=lambda one: danish_order(one.unit.name)
    )
    by_id = {one.id: one for one in found}
    ordered = [by_id[one] for one in top if one in by_id] + rest
    none = SelectChoice(0, _("None of the invited educations"))
    return [*(SelectChoice(one.id, one.unit.name) for one in ordered), none]


def stand_choices(session: Session, bazaar: Bazaar) -> list[SelectChoice]:
    """The confirmed stands by number."""
    wanted = select(Stand).where(
        Stand.bazaar_id == bazaar.id, Stand.status == StandStatus.CONFIRMED
    )
    found = session.scalars(wanted.order_by(Stand.number, Stand.id))
    return [
        SelectChoice(one.id, f"{one.number}. {one.title}" if one.number else one.title)
        for one in found
    ]
