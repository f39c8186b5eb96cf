"""Who organises and who moderates; handing the job over with every task and draft."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.api import (
    Actor,
    Holding,
    NotAllowed,
    Part,
    PortalError,
    User,
    notify,
    record,
)

from ..models import Bazaar, Organiser, PlanTask
from ..permissions import organises
from ..vocabulary import KIND, BazaarStatus, OrganiserRole
from .data import InvalidPlan
from .lessons import share_lessons
from .services import touched
from .tasks import TASK_KIND, organisers_changed, task_saved, told

ORGANISER_TOPIC = "bazaar.organiser"
#: After that nobody has to be found for it.
OVER = (BazaarStatus.CLOSED,)


def add_organiser(
    session: Session, actor: Actor, bazaar: Bazaar, user_id: int | None, role: str
) -> None:
    """Somebody more, or in another role. Raises NotAllowed and InvalidPlan."""
    _require(session, actor, bazaar)
    user = session.get(User, user_id) if user_id is not None else None
    if user is None or not user.active:
        raise InvalidPlan({"user_id": _("Choose a colleague from the list.")})
    if role not in list(OrganiserRole):
        raise InvalidPlan({"role": _("Choose one from the list.")})
    there = next((one for one in bazaar.organisers if one.user_id == user.id), None)
    if there is not None and there.role == role:
        raise InvalidPlan({"user_id": _("%(name)s does that already.", name=user.name)})
    if there is not None:
        if there.role == OrganiserRole.ORGANISER and len(planners(bazaar)) == 1:
            raise InvalidPlan({"role": _("Somebody has to organise it. Add another one first.")})
        there.role = role
    else:
        bazaar.organisers.append(Organiser(user_id=user.id, role=role))
    session.flush()
    record(session, actor, "bazaar.organiser", KIND, bazaar.id, person=user.id, role=role)
    _changed(session, actor, bazaar)
    if user.id != actor.user_id:
        notify(session, actor, ORGANISER_TOPIC, [user.id], KIND, bazaar.id, role=role)


def remove_organiser(session: Session, actor: Actor, bazaar: Bazaar, user_id: int) -> None:
    """They are none any longer; their tasks stay theirs. Raises NotAllowed, and PortalError for
    the last who organises it."""
    _require(session, actor, bazaar)
    there = next((one for one in bazaar.organisers if one.user_id == user_id), None)
    if there is None:
        return
    if there.role == OrganiserRole.ORGANISER and len(planners(bazaar)) == 1:
        raise PortalError(_("Somebody has to organise it. Hand the job over instead."))
    bazaar.organisers.remove(there)
    session.flush()
    record(session, actor, "bazaar.organiser_removed", KIND, bazaar.id, person=user_id)
    _changed(session, actor, bazaar)


def planners(bazaar: Bazaar) -> list[Organiser]:
    """Those who organise it, without the moderators."""
    return [one for one in bazaar.organisers if one.role == OrganiserRole.ORGANISER]


def hand_over_job(
    session: Session, actor: Actor, bazaar: Bazaar, user_id: int, successor: User
) -> int:
    """`successor` does from now on what `user_id` did for the bazaar: the job, and every task that
    is not done, with its draft. Returns how many tasks. Nothing is asked: see `hand_over`."""
    there = next((one for one in bazaar.organisers if one.user_id == user_id), None)
    mine = next((one for one in bazaar.organisers if one.user_id == successor.id), None)
    if there is not None:
        role = there.role
        bazaar.organisers.remove(there)
        session.flush()
        if mine is None:
            bazaar.organisers.append(Organiser(user_id=successor.id, role=role))
        elif role == OrganiserRole.ORGANISER:
            mine.role = role
        session.flush()
    tasks = session.scalars(
        select(PlanTask).where(
            PlanTask.bazaar_id == bazaar.id,
            PlanTask.responsible_id == user_id,
            PlanTask.done_at.is_(None),
        )
    ).all()
    for task in tasks:
        _give(session, actor, bazaar, task, successor)
    record(
        session,
        actor,
        "bazaar.handed_over",
        KIND,
        bazaar.id,
        person=user_id,
        successor=successor.id,
    )
    _changed(session, actor, bazaar)
    return len(tasks)


def give_job(
    session: Session, actor: Actor, bazaar: Bazaar, user_id: int, successor_id: int | None
) -> int:
    """By the button: an organiser hands over their own job or another's. Raises NotAllowed and
    InvalidPlan. Returns how many tasks went along."""
    _require(session, actor, bazaar)
    successor = session.get(User, successor_id) if successor_id is not None else None
    if successor is None or not successor.active:
        raise InvalidPlan({"user_id": _("Choose a colleague from the list.")})
    if successor.id == user_id:
        raise InvalidPlan({"user_id": _("Choose somebody else.")})
    number = hand_over_job(session, actor, bazaar, user_id, successor)
    if successor.id != actor.user_id:
        role = OrganiserRole.ORGANISER.value
        notify(session, actor, ORGANISER_TOPIC, [successor.id], KIND, bazaar.id, role=role)
    return number


def holdings(session: Session, user: User) -> Iterable[Holding]:
    """The bazaars somebody plans or moderates, each with their tasks; and tasks of bazaars they
    do not organise."""
    organised = session.execute(
        select(Organiser.role, Bazaar)
        .join(Bazaar, Bazaar.id == Organiser.bazaar_id)
        .where(Organiser.user_id == user.id)
        .options(selectinload(Bazaar.organisers))
        .order_by(Bazaar.id)
    )
    mine = set[int]()
    for role, bazaar in organised:
        mine.add(bazaar.id)
        others = [one for one in planners(bazaar) if one.user_id != user.id]
        alone = role == OrganiserRole.ORGANISER and not others
        yield Holding(
            kind=KIND,
            id=bazaar.id,
            title=bazaar.title,
            url=f"/bazaar/{bazaar.id}",
            part=Part.ORGANISER,
            needs_successor=alone and bazaar.status not in OVER,
        )
    tasks = session.scalars(
        select(PlanTask)
        .where(PlanTask.responsible_id == user.id, PlanTask.done_at.is_(None))
        .order_by(PlanTask.id)
    )
    for task in tasks:
        if task.bazaar_id not in mine:
            yield Holding(
                kind=TASK_KIND,
                id=task.id,
                title=task.title,
                url=f"/bazaar/{task.bazaar_id}/manage/tasks/{task.id}",
                words=_l("Task of a bazaar"),
            )


def hand_over(
    session: Session, actor: Actor, user: User, successor: User, things: Collection[Holding]
) -> None:
    """Jobs with every task and draft, and single tasks."""
    bazaars = [one.id for one in things if one.kind == KIND and one.part == Part.ORGANISER]
    for bazaar in session.scalars(select(Bazaar).where(Bazaar.id.in_(bazaars))).all():
        if any(one.user_id == user.id for one in bazaar.organisers):
            hand_over_job(session, actor, bazaar, user.id, successor)
    tasks = [one.id for one in things if one.kind == TASK_KIND]
    wanted = select(PlanTask).where(PlanTask.id.in_(tasks), PlanTask.responsible_id == user.id)
    for task in session.scalars(wanted).all():
        bazaar = task.bazaar
        _give(session, actor, bazaar, task, successor)
        touched(session, actor, bazaar)


def _give(session: Session, actor: Actor, bazaar: Bazaar, task: PlanTask, successor: User) -> None:
    task.responsible_id = successor.id
    task.responsible = successor
    task.reminded_at = None
    task.version += 1
    task_saved(session, actor, bazaar, task)
    told(session, actor, task)


def _changed(session: Session, actor: Actor, bazaar: Bazaar) -> None:
    session.expire(bazaar, ["organisers"])
    touched(session, actor, bazaar)
    organisers_changed(session, actor, bazaar)
    share_lessons(session, bazaar)


def _require(session: Session, actor: Actor, bazaar: Bazaar) -> None:
    if not organises(session, actor, bazaar):
        raise NotAllowed(_("Only its organisers may do that."))
