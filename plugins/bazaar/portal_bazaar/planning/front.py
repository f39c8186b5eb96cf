"""The front page: the next bazaar, and what waits for those who plan it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import Actor, Card, Waiting, local, narrow, now, today

from ..attendance.registering import registration_open
from ..attendance.visitors import current_visitor
from ..models import Bazaar, Organiser, PlanTask
from ..permissions import organises
from ..vocabulary import BazaarStatus, OrganiserRole
from .services import confirmed_stands


def next_bazaar(session: Session, actor: Actor) -> Bazaar | None:
    """The next one that is announced, or is going on, among those that `actor` may see."""
    wanted = (
        select(Bazaar)
        .where(Bazaar.status == BazaarStatus.ANNOUNCED, Bazaar.ends_at > now())
        .order_by(Bazaar.starts_at, Bazaar.id)
        .limit(1)
    )
    return session.scalar(narrow(wanted, actor, Bazaar))


def cards(session: Session, actor: Actor) -> Iterable[Card]:
    """The next bazaar; nothing where there is none."""
    bazaar = next_bazaar(session, actor)
    if bazaar is None:
        return
    day = local(bazaar.starts_at).date()
    yield Card(
        "bazaar/planning/card.html",
        {
            "bazaar": bazaar,
            "day": day,
            "weekday": format_date(day, "EEEE"),
            "month": format_date(day, "MMMM"),
            "days": (day - today()).days,
            "stands": confirmed_stands(session, bazaar),
            "visitor": current_visitor(session, bazaar),
            "may_register": registration_open(bazaar),
            "organised": organises(session, actor, bazaar),
        },
        area="top",
        order=20,
    )


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """One's tasks: those that are due within a week, the late ones first; and for organisers
    what nobody does."""
    if actor.user_id is None:
        return
    soon = today() + dt.timedelta(days=7)
    tasks = session.scalars(
        select(PlanTask)
        .join(Bazaar, Bazaar.id == PlanTask.bazaar_id)
        .where(
            PlanTask.responsible_id == actor.user_id,
            PlanTask.done_at.is_(None),
            PlanTask.due_on <= soon,
            Bazaar.status != BazaarStatus.CLOSED,
        )
        .order_by(PlanTask.due_on, PlanTask.id)
        .limit(5)
    )
    for task in tasks:
        late = task.due_on < today()
        yield Waiting(
            task.title,
            url_for("bazaar.task", bazaar_id=task.bazaar_id, task_id=task.id),
            _("A task of the bazaar is late") if late else _("A task of the bazaar"),
            "list-check",
            "red" if late else "",
            40 if late else 60,
        )
    nobodys = (
        select(Bazaar.id, Bazaar.title, func.count(PlanTask.id))
        .join(PlanTask, PlanTask.bazaar_id == Bazaar.id)
        .join(Organiser, Organiser.bazaar_id == Bazaar.id)
        .where(
            Organiser.user_id == actor.user_id,
            Organiser.role == OrganiserRole.ORGANISER,
            PlanTask.responsible_id.is_(None),
            PlanTask.done_at.is_(None),
            PlanTask.due_on <= soon,
            Bazaar.status != BazaarStatus.CLOSED,
        )
        .group_by(Bazaar.id, Bazaar.title)
        .order_by(Bazaar.id)
    )
    for bazaar_id, title, number in session.execute(nobodys):
        yield Waiting(
            title,
            url_for("bazaar.tasks", bazaar_id=bazaar_id),
            ngettext("%(num)s task nobody has taken", "%(num)s tasks nobody has taken", number),
            "person",
            "amber",
            50,
        )
