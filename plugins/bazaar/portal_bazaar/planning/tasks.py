"""The communication plan: dated tasks with who does them and a draft of what will be written.

A task is a kind of its own with a history, seen by the organisers and whoever does it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal.api import (
    Actor,
    NotAllowed,
    PortalError,
    User,
    day_of,
    deleted,
    notify,
    now,
    permission_label,
    record,
    saved,
    today,
    user_label,
)

from ..models import Bazaar, Organiser, PlanTask
from ..permissions import MANAGE, bazaar_saved, organises
from ..vocabulary import KIND, OrganiserRole
from .data import (
    CHANNEL_MAX,
    TASK_TEXT_MAX,
    TASK_TITLE_MAX,
    TASKS_MOST,
    InvalidPlan,
    is_day,
    line,
    text,
    too_long,
)

TASK_KIND = "bazaar_task"
TASK_TOPIC = "bazaar.task"


def may_task(session: Session, actor: Actor, action: str, task: PlanTask) -> bool:
    """Judges 'edit' and 'coauthor': organisers, and whoever does it; 'delete': organisers."""
    if organises(session, actor, task.bazaar):
        return action in ("edit", "coauthor", "delete")
    own = actor.user_id is not None and task.responsible_id == actor.user_id
    return own and action in ("edit", "coauthor")


def task_labels(session: Session, bazaar: Bazaar, task: PlanTask) -> set[str]:
    """Who sees a task."""
    organisers = session.scalars(
        select(Organiser.user_id).where(
            Organiser.bazaar_id == bazaar.id, Organiser.role == OrganiserRole.ORGANISER
        )
    )
    labels = {permission_label(MANAGE)} | {user_label(user_id) for user_id in organisers}
    if task.responsible_id is not None:
        labels.add(user_label(task.responsible_id))
    return labels


def task_saved(session: Session, actor: Actor, bazaar: Bazaar, task: PlanTask) -> None:
    """Call after a task changed: who sees it follows."""
    session.flush()
    labels = task_labels(session, bazaar, task)
    saved(session, TASK_KIND, task.id, labels, actor=actor)


def organisers_changed(session: Session, actor: Actor, bazaar: Bazaar) -> None:
    """Others organise the bazaar now: they see its tasks."""
    for task in session.scalars(select(PlanTask).where(PlanTask.bazaar_id == bazaar.id)).all():
        task_saved(session, actor, bazaar, task)


def tasks_of(session: Session, bazaar: Bazaar) -> list[PlanTask]:
    """All tasks, the first due first."""
    return list(
        session.scalars(
            select(PlanTask)
            .where(PlanTask.bazaar_id == bazaar.id)
            .options(selectinload(PlanTask.responsible))
            .order_by(PlanTask.due_on, PlanTask.id)
        )
    )


def write_task(
    session: Session, actor: Actor, bazaar: Bazaar, task: PlanTask | None, data: Mapping[str, Any]
) -> PlanTask:
    """A new task, or changes one; `data` has title, channel, text, due_on, responsible_id. Who is
    made responsible is told. Raises NotAllowed and InvalidPlan."""
    if task is None and not organises(session, actor, bazaar):
        raise NotAllowed(_("Only its organisers may do that."))
    if task is not None and not may_task(session, actor, "edit", task):
        raise NotAllowed(_("Only its organisers may do that."))
    values = _checked(session, bazaar, task, data)
    before = task.responsible_id if task is not None else None
    if task is not None and all(getattr(task, name) == values[name] for name in values):
        return task
    if task is None:
        task = PlanTask(bazaar_id=bazaar.id)
        task.bazaar = bazaar
        session.add(task)
    else:
        task.version += 1
        if task.due_on != values["due_on"] or before != values["responsible_id"]:
            task.reminded_at = None
    for name, value in values.items():
        setattr(task, name, value)
    session.flush()
    task_saved(session, actor, bazaar, task)
    record(session, actor, "bazaar.task", KIND, bazaar.id, title=task.title)
    if task.responsible_id != before:
        bazaar_saved(session, bazaar, actor)
        told(session, actor, task)
    return task


def told(session: Session, actor: Actor, task: PlanTask) -> None:
    """Who does it hears of it, unless they said so themselves."""
    if task.responsible_id is not None and task.responsible_id != actor.user_id:
        notify(session, actor, TASK_TOPIC, [task.responsible_id], TASK_KIND, task.id)


def set_done(session: Session, actor: Actor, task: PlanTask, done: bool) -> None:
    """It is done, or is not after all. Raises NotAllowed."""
    if not may_task(session, actor, "edit", task):
        raise NotAllowed(_("Only its organisers may do that."))
    if done == (task.done_at is not None):
        return
    task.done_at, task.done_by_id = (now(), actor.user_id) if done else (None, None)
    task.version += 1
    task_saved(session, actor, task.bazaar, task)
    record(session, actor, "bazaar.task_done", KIND, task.bazaar_id, title=task.title, done=done)


def remove_task(session: Session, actor: Actor, task: PlanTask) -> None:
    """Takes one out of the plan. Raises NotAllowed."""
    if not may_task(session, actor, "delete", task):
        raise NotAllowed(_("Only its organisers may do that."))
    bazaar = task.bazaar
    record(session, actor, "bazaar.task_removed", KIND, bazaar.id, title=task.title)
    deleted(session, TASK_KIND, task.id)
    session.delete(task)
    session.flush()
    bazaar_saved(session, bazaar, actor)


def usual_tasks(day: dt.date) -> list[tuple[str, str, dt.date]]:
    """(title, channel, day) of a plan to begin with."""
    plan = (
        (84, _("Find the place, and settle the day"), ""),
        (70, _("Invite practices to have a stand"), _("mail")),
        (56, _("Announce the bazaar"), _("intranet")),
        (49, _("Invite all educations"), _("mail")),
        (28, _("Remind those who have not answered"), _("mail")),
        (21, _("Settle the programme and the pitches"), ""),
        (14, _("Show what is on display"), _("intranet")),
        (7, _("Print badges, cards and posters"), ""),
        (2, _("Write to everybody who comes: practical matters"), _("mail")),
        (-1, _("Thank everybody, and ask for cards that are missing"), _("mail")),
        (-14, _("Write down what we learned"), ""),
    )
    return [(title, channel, day - dt.timedelta(days=days)) for days, title, channel in plan]


def remove_untouched(session: Session, actor: Actor, bazaar: Bazaar, ids: Collection[int]) -> int:
    """Takes those tasks out of the plan that nobody has changed or done; how many."""
    if not organises(session, actor, bazaar):
        raise NotAllowed(_("Only its organisers may do that."))
    wanted = select(PlanTask).where(
        PlanTask.bazaar_id == bazaar.id,
        PlanTask.id.in_(ids),
        PlanTask.version == 1,
        PlanTask.done_at.is_(None),
    )
    found = session.scalars(wanted).all()
    for one in found:
        remove_task(session, actor, one)
    return len(found)


def add_usual_tasks(session: Session, actor: Actor, bazaar: Bazaar) -> list[int]:
    """The usual plan, where there is none so far; the ids of its tasks."""
    if tasks_of(session, bazaar):
        raise PortalError(_("There are tasks already."))
    plan = usual_tasks(day_of(bazaar.starts_at))
    return [
        write_task(
            session,
            actor,
            bazaar,
            None,
            {
                "title": title,
                "channel": channel,
                "text": "",
                "due_on": max(day, today()),
                "responsible_id": None,
            },
        ).id
        for title, channel, day in plan
    ]


def _checked(
    session: Session, bazaar: Bazaar, task: PlanTask | None, data: Mapping[str, Any]
) -> dict[str, Any]:
    values = {
        "title": line(data["title"] or ""),
        "channel": line(data["channel"] or ""),
        "text": text(data["text"] or ""),
        "due_on": data["due_on"],
        "responsible_id": data["responsible_id"],
    }
    errors: dict[str, str] = {}
    if not values["title"]:
        errors["title"] = _("Write what is to be done.")
    limits = (("title", TASK_TITLE_MAX), ("channel", CHANNEL_MAX), ("text", TASK_TEXT_MAX))
    for name, most in limits:
        if len(values[name]) > most:
            errors[name] = too_long(most)
    if not is_day(values["due_on"]):
        errors["due_on"] = _("Choose a day.")
    person = values["responsible_id"]
    if person is not None and (task is None or task.responsible_id != person):
        user = session.get(User, person)
        if user is None or not user.active:
            errors["responsible_id"] = _("Choose a colleague from the list.")
    number = select(func.count(PlanTask.id)).where(PlanTask.bazaar_id == bazaar.id)
    if task is None and (session.scalar(number) or 0) >= TASKS_MOST:
        errors["title"] = _("There are %(most)d tasks already. Finish some first.", most=TASKS_MOST)
    if errors:
        raise InvalidPlan(errors)
    return values


def snapshot(task: PlanTask) -> dict[str, Any]:
    """What the history keeps."""
    return {
        "title": task.title,
        "channel": task.channel,
        "text": task.text,
        "due_on": task.due_on.isoformat(),
        "responsible_id": task.responsible_id,
        "done": task.done_at is not None,
    }


def values_from(data: Mapping[str, Any]) -> dict[str, Any]:
    """And back again."""
    due_on = data["due_on"]
    return {
        "title": data["title"],
        "channel": data["channel"],
        "text": data["text"],
        "due_on": dt.date.fromisoformat(due_on) if due_on else None,
        "responsible_id": data["responsible_id"],
    }


def restore(session: Session, actor: Actor, task: PlanTask, data: Mapping[str, Any]) -> None:
    """Brings an older version back. Raises NotAllowed and InvalidPlan."""
    values = values_from({**snapshot(task), **data})
    write_task(session, actor, task.bazaar, task, values)
