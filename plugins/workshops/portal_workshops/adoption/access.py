"""Who may see an adoption, and who may say how it goes."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from portal.api import SYSTEM, Actor, User, actor_for, led_units

from ..models import Adoption, Participation, Seat, Series
from ..permissions import facilitates, plans, takes_part
from ..sheets import fact, facts, owners, sheets
from ..vocabulary import HOLDS


def may_answer(session: Session, actor: Actor, adoption: Adoption) -> bool:
    """Whether the actor may say how it goes, and change who does what: the people of the
    education, its leader, who keeps its sheet; facilitators and planners."""
    if plans(actor):
        return True
    if actor.user_id is None:
        return False
    if adoption.responsible_id == actor.user_id or adoption.unit_id in led_units(session, actor):
        return True
    part = adoption.participation
    if part is not None and (
        takes_part(session, actor, part) or facilitates(session, actor, part.series)
    ):
        return True
    return keeps_sheet(session, actor, adoption.sheet_id)


def keeps_sheet(session: Session, actor: Actor, sheet_id: int | None) -> bool:
    """Whether the actor is one of those who keep this fact sheet."""
    found = fact(session, actor, sheet_id)
    return found is not None and actor.user_id is not None and actor.user_id in found.keeper_ids


def may_see(session: Session, actor: Actor, adoption: Adoption) -> bool:
    """Whether the actor may open an adoption: who may answer, who does something in it, and those
    responsible for the origin, who see what became of it."""
    if may_answer(session, actor, adoption):
        return True
    if actor.user_id is None:
        return False
    if any(one.user_id == actor.user_id for one in adoption.actions):
        return True
    return adoption.origin_id is not None and actor.user_id in owners(session, adoption.origin_id)


def draft_of(session: Session, actor: Actor, adoption: Adoption) -> Any:
    """The facts of an education's fact sheet while it is a draft, with its texts, for the people
    who made it at the workshop and cannot open it, for a draft is its author's and the
    responsible's; None for everyone else, and once it is published."""
    part = adoption.participation
    if part is None or adoption.sheet_id is None or not takes_part(session, actor, part):
        return None
    if fact(session, actor, adoption.sheet_id) is not None:
        return None
    found = facts(session, SYSTEM, [adoption.sheet_id], texts=True).get(adoption.sheet_id)
    return None if found is None or found.published or found.archived else found


def readers_of_draft(adoption: Adoption) -> list[str]:
    """The names of those who read it along besides who keeps it."""
    part = adoption.participation
    if part is None:
        return []
    people = [part.leader, *(one.user for one in part.seats if one.status in HOLDS)]
    found = {one.id: one.name for one in people if one is not None and one.active}
    return sorted(found.values())


def title_for(actor: Actor, adoption: Adoption, sheet: Any) -> str:
    """What an adoption is called for one reader; `sheet` are the facts of its fact sheet, None
    where the reader may not see it, and then its title is no business of theirs either. What came
    out of a workshop bears the name that the group gave it there."""
    if sheet is not None:
        return str(sheet.title)
    theirs = adoption.responsible_id == actor.user_id or any(
        one.user_id == actor.user_id for one in adoption.actions
    )
    if adoption.participation_id is not None or adoption.sheet_id is None or theirs:
        return adoption.title
    if adoption.unit is None:
        return _("A practice that you cannot see")
    return _("A practice at %(place)s", place=adoption.unit.name)


def title_told(session: Session, user: User, adoption: Adoption) -> str:
    """The same for one who is asked by mail: a leader is also asked about what they cannot see."""
    actor = actor_for(session, user)
    return title_for(actor, adoption, fact(session, actor, adoption.sheet_id))


def adoption_or_404(session: Session, actor: Actor, adoption_id: int) -> Adoption:
    """The adoption, for who may open it; 404 for everyone else."""
    found = session.get(Adoption, adoption_id)
    if found is None or not may_see(session, actor, found):
        abort(404)
    return found


def mine(session: Session, actor: Actor) -> list[Adoption]:
    """The adoptions somebody is part of: responsible, with a seat, their leader, or responsible
    for the origin; the newest first. A planner's are all there are."""
    rows = select(Adoption).order_by(Adoption.id.desc())
    rows = rows.options(selectinload(Adoption.actions), selectinload(Adoption.unit))
    if not plans(actor):
        if actor.user_id is None:
            return []
        seats = select(Seat.participation_id).where(
            Seat.user_id == actor.user_id, Seat.status.in_(HOLDS)
        )
        parts = select(Participation.id).where(Participation.leader_id == actor.user_id)
        led = select(Participation.id).join(Series).where(Series.planner_id == actor.user_id)
        units = led_units(session, actor)
        rows = rows.where(
            or_(
                Adoption.responsible_id == actor.user_id,
                Adoption.participation_id.in_(seats),
                Adoption.participation_id.in_(parts),
                Adoption.participation_id.in_(led),
                Adoption.unit_id.in_(units),
                Adoption.origin_id.in_(_kept_origins(session, actor)),
            )
        )
    return list(session.scalars(rows))


def _kept_origins(session: Session, actor: Actor) -> list[int]:
    """The origins of adoptions that somebody keeps."""
    service = sheets()
    if service is None:
        return []
    ids = session.scalars(select(Adoption.origin_id).where(Adoption.origin_id.is_not(None)))
    found = service.facts(session, actor, set(ids.all()), texts=False)
    return [one.id for one in found.values() if actor.user_id in one.keeper_ids]
