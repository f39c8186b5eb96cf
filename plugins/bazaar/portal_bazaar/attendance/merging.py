"""When a unit goes into another: its invitations to bazaars to come go along."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from portal.api import Actor, Holding, Part, Unit, now, record

from ..models import Bazaar, Commitment, InvitedEducation, NothingTaken, Visitor
from ..permissions import bazaar_saved

KIND = "bazaar_education"


def unit_holdings(session: Session, unit: Unit) -> Iterable[Holding]:
    """Its invitations to bazaars that are not over."""
    for one in _coming(session, unit):
        yield Holding(
            kind=KIND,
            id=one.id,
            title=one.bazaar.title,
            url=f"/bazaar/{one.bazaar_id}",
            part=Part.PLACE,
            words=_l("Invitation to a bazaar"),
            needs_successor=False,
        )


def move_unit_things(session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
    """The other unit is invited instead. Where it is invited already, the people who come and
    what they take home are its own from now on, and so are the answers that it lacked: whether
    it comes, and that it takes nothing home."""
    for one in _coming(session, unit):
        bazaar = one.bazaar
        there = session.scalar(
            select(InvitedEducation).where(
                InvitedEducation.bazaar_id == one.bazaar_id, InvitedEducation.unit_id == into.id
            )
        )
        facts = {"unit": unit.name, "into": into.name}
        record(session, actor, "bazaar.unit_merged", "bazaar", one.bazaar_id, **facts)
        if there is None:
            one.unit_id = into.id
        else:
            for model in (Visitor, Commitment):
                session.execute(
                    update(model).where(model.education_id == one.id).values(education_id=there.id)
                )
            wish = update(Visitor).where(Visitor.wish_education_id == one.id)
            session.execute(wish.values(wish_education_id=there.id))
            if not there.answer:
                there.answer, there.note = one.answer, one.note
                there.answered_at, there.answered_by_id = one.answered_at, one.answered_by_id
            said = session.get(NothingTaken, one.id)
            if said is not None and session.get(NothingTaken, there.id) is None:
                said.education_id = there.id
            there.delegate_id = there.delegate_id or one.delegate_id
            session.flush()
            session.expire(one)
            session.delete(one)
        bazaar_saved(session, bazaar, actor)


def _coming(session: Session, unit: Unit) -> list[InvitedEducation]:
    return list(
        session.scalars(
            select(InvitedEducation)
            .join(Bazaar, Bazaar.id == InvitedEducation.bazaar_id)
            .where(InvitedEducation.unit_id == unit.id, Bazaar.ends_at > now())
            .options(joinedload(InvitedEducation.bazaar))
        )
    )
