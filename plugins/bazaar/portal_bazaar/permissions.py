"""What one may do with a bazaar, and who sees one.

Views begin with `bazaar_or_404` (or `organised_or_404`, `moderated_or_404`, `stand_or_404`), and
from there on ask `organises`, `moderates` and `keeps`.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Permission,
    Visibility,
    narrow,
    permission_label,
    saved,
    unit_label,
    user_label,
)

from .models import Bazaar, InvitedEducation, Keeper, Organiser, PlanTask, Stand, Visitor
from .vocabulary import KIND, BazaarStatus, OrganiserRole, StandStatus

#: May set up bazaars, and organises all of them.
MANAGE = "bazaar.manage"

PERMISSIONS = (Permission(MANAGE, _l("Set up bazaars, and organise all of them"), ("organiser",)),)


def organises(session: Session, actor: Actor, bazaar: Bazaar) -> bool:
    """Whether `actor` is an organiser of the bazaar, or of all bazaars."""
    if actor.is_system or MANAGE in actor.permissions:
        return True
    return _role(session, actor, bazaar) == OrganiserRole.ORGANISER


def organised_among(session: Session, actor: Actor, bazaars: Iterable[Bazaar]) -> set[int]:
    """The ids of those that `actor` organises, in one query."""
    ids = [one.id for one in bazaars]
    if actor.is_system or MANAGE in actor.permissions:
        return set(ids)
    wanted = select(Organiser.bazaar_id).where(
        Organiser.bazaar_id.in_(ids),
        Organiser.user_id == actor.user_id,
        Organiser.role == OrganiserRole.ORGANISER,
    )
    return set(session.scalars(wanted)) if ids else set()


def moderates(session: Session, actor: Actor, bazaar: Bazaar) -> bool:
    """Whether `actor` leads its pitch rounds; its organisers may, too."""
    return organises(session, actor, bazaar) or _role(session, actor, bazaar) is not None


def keeps(session: Session, actor: Actor, stand: Stand) -> bool:
    """Whether `actor` is a keeper of the stand, or proposed it; not by being an organiser."""
    if actor.user_id is None:
        return False
    return stand.proposed_by_id == actor.user_id or any(
        one.user_id == actor.user_id for one in stand.keepers
    )


def keeps_any(session: Session, actor: Actor, bazaar: Bazaar) -> bool:
    """Whether `actor` keeps some stand of the bazaar."""
    if actor.user_id is None:
        return False
    wanted = (
        select(Stand.id)
        .join(Keeper, Keeper.stand_id == Stand.id)
        .where(Stand.bazaar_id == bazaar.id, Keeper.user_id == actor.user_id)
        .where(Stand.status.in_(LIVE_STANDS))
    )
    return session.scalar(wanted.limit(1)) is not None


def is_announced(bazaar: Bazaar) -> bool:
    """Whether others than its organisers know of it."""
    return bazaar.status != BazaarStatus.PLANNED


def bazaar_or_404(session: Session, actor: Actor, bazaar_id: int) -> Bazaar:
    """The bazaar, or 404 for who may not see it. One that is only planned is seen by those who
    organise it and by keepers of its stands; ask `organises` for what keepers need not know."""
    bazaar = session.scalar(narrow(select(Bazaar).where(Bazaar.id == bazaar_id), actor, Bazaar))
    if bazaar is None:
        abort(404)
    return bazaar


def organised_or_404(session: Session, actor: Actor, bazaar_id: int) -> Bazaar:
    """The bazaar for its organisers; 404 for who does not see it, 403 for who does."""
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    if not organises(session, actor, bazaar):
        abort(403)
    return bazaar


def moderated_or_404(session: Session, actor: Actor, bazaar_id: int) -> Bazaar:
    """The bazaar for its moderators and organisers; 404 for who does not see it, 403 for who
    does."""
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    if not moderates(session, actor, bazaar):
        abort(403)
    return bazaar


def stand_or_404(session: Session, actor: Actor, bazaar: Bazaar, stand_id: int) -> Stand:
    """A stand of this bazaar and of no other: a confirmed one of an announced bazaar for all who
    see the bazaar; any for its organisers, its keepers and who proposed it."""
    wanted = select(Stand).where(Stand.id == stand_id, Stand.bazaar_id == bazaar.id)
    stand = session.scalar(wanted)
    if stand is None:
        abort(404)
    shown = stand.status == StandStatus.CONFIRMED and is_announced(bazaar)
    if not (shown or moderates(session, actor, bazaar) or keeps(session, actor, stand)):
        abort(404)
    return stand


#: Stands whose keepers take part, or are asked to.
LIVE_STANDS = (StandStatus.PROPOSED, StandStatus.INVITED, StandStatus.CONFIRMED)


def audience(session: Session, bazaar: Bazaar) -> set[str]:
    """The labels of those who may see the bazaar: who organises it, keeps its stands or does one
    of its tasks; once it is announced also whom it is for, and everybody who is invited or
    registered."""
    organisers = session.scalars(
        select(Organiser.user_id).where(Organiser.bazaar_id == bazaar.id)
    ).all()
    keepers = session.scalars(
        select(Keeper.user_id)
        .join(Stand, Stand.id == Keeper.stand_id)
        .where(Stand.bazaar_id == bazaar.id, Stand.status.in_(LIVE_STANDS))
        .where(Keeper.user_id.is_not(None))
    ).all()
    proposers = session.scalars(
        select(Stand.proposed_by_id)
        .where(Stand.bazaar_id == bazaar.id, Stand.status.in_(LIVE_STANDS))
        .where(Stand.proposed_by_id.is_not(None))
    ).all()
    tasks = session.scalars(
        select(PlanTask.responsible_id)
        .where(PlanTask.bazaar_id == bazaar.id, PlanTask.responsible_id.is_not(None))
        .distinct()
    ).all()
    labels = {permission_label(MANAGE)}
    labels.update(user_label(one) for one in {*organisers, *keepers, *proposers, *tasks} if one)
    if not is_announced(bazaar):
        return labels
    labels |= bazaar.chosen_labels(())
    if bazaar.visibility != Visibility.EVERYONE:
        labels |= _invited(session, bazaar)
    return labels


def _invited(session: Session, bazaar: Bazaar) -> set[str]:
    """Everybody who is asked to come sees what they are asked to, whomever else it is shown."""
    educations = session.execute(
        select(InvitedEducation.unit_id, InvitedEducation.delegate_id).where(
            InvitedEducation.bazaar_id == bazaar.id
        )
    ).all()
    visitors = session.scalars(
        select(Visitor.user_id).where(
            Visitor.bazaar_id == bazaar.id,
            Visitor.user_id.is_not(None),
            Visitor.cancelled_at.is_(None),
        )
    )
    labels = {unit_label(one.unit_id) for one in educations}
    labels |= {user_label(one.delegate_id) for one in educations if one.delegate_id}
    return labels | {user_label(user_id) for user_id in visitors if user_id}


def bazaar_saved(
    session: Session, bazaar: Bazaar, actor: Actor | None = None, action: str = ""
) -> None:
    """Call after the bazaar changed, or who keeps its stands, is invited or registered: who sees
    it follows, and so do its history and the search."""
    session.flush()
    saved(session, KIND, bazaar.id, audience(session, bazaar), actor=actor, action=action)


def _role(session: Session, actor: Actor, bazaar: Bazaar) -> str | None:
    if actor.user_id is None:
        return None
    organiser = session.get(Organiser, (bazaar.id, actor.user_id))
    return organiser.role if organiser is not None else None


def may_bazaar(session: Session, actor: Actor, action: str, bazaar: Bazaar) -> bool:
    """Judges 'edit', 'coauthor' (sees every version) and 'moderate'."""
    if action in ("edit", "coauthor"):
        return organises(session, actor, bazaar)
    if action == "moderate":
        return moderates(session, actor, bazaar)
    return False
