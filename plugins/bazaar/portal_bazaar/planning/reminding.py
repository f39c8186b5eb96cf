"""Tasks are reminded of by mail, each twice at most: some days before, and when it is late.

Who does a task is written to, or everybody who organises where nobody does it yet. A person gets
one mail a day with all of theirs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from flask_babel import ngettext
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from portal.api import JobContext, User, day_of, full_address, morning, now, send_mail, today

from ..models import Bazaar, Organiser, PlanTask
from ..vocabulary import BazaarStatus, OrganiserRole
from .setup.services import forget_old

TOPIC = "bazaar.remind_of_tasks"
#: So many days before.
AHEAD = 3


def remind(job: JobContext) -> None:
    """The job: after eight in the morning. Uploads that have served are forgotten on the way."""
    if now() >= morning(today()):
        remind_all(job.session)
        forget_old(job.session)


def remind_all(session: Session) -> int:
    """Writes to everybody who has to hear today; returns how many mails there are."""
    tasks = list(_due(session))
    mails: dict[int, list[PlanTask]] = {}
    people: dict[int, User] = {}
    for task in tasks:
        for user in _whom(session, task):
            people[user.id] = user
            mails.setdefault(user.id, []).append(task)
        task.reminded_at = now()
    for user_id, mine in sorted(mails.items()):
        _write(session, people[user_id], mine)
    return len(mails)


def _due(session: Session) -> Iterable[PlanTask]:
    """Those nobody was reminded of so far, and those that have become late since. Locked: of two
    workers one has them."""
    day = today()
    found = session.scalars(
        select(PlanTask)
        .join(Bazaar, Bazaar.id == PlanTask.bazaar_id)
        .where(
            PlanTask.done_at.is_(None),
            Bazaar.status != BazaarStatus.CLOSED,
            PlanTask.due_on <= day + dt.timedelta(days=AHEAD),
            or_(PlanTask.reminded_at.is_(None), PlanTask.due_on < day),
        )
        .options(selectinload(PlanTask.responsible), selectinload(PlanTask.bazaar))
        .order_by(PlanTask.due_on, PlanTask.id)
        .with_for_update(of=PlanTask, skip_locked=True)
    )
    for task in found:
        if task.reminded_at is None or day_of(task.reminded_at) <= task.due_on < day:
            yield task


def _whom(session: Session, task: PlanTask) -> list[User]:
    if task.responsible is not None and task.responsible.active:
        return [task.responsible]
    return list(
        session.scalars(
            select(User)
            .join(Organiser, Organiser.user_id == User.id)
            .where(
                Organiser.bazaar_id == task.bazaar_id,
                Organiser.role == OrganiserRole.ORGANISER,
                User.active,
            )
            .order_by(User.id)
        )
    )


def _write(session: Session, user: User, tasks: list[PlanTask]) -> None:
    stages = sorted((task.id, task.due_on.isoformat(), task.due_on < today()) for task in tasks)
    digest = hashlib.sha256(repr(stages).encode()).hexdigest()[:16]
    lines = [
        (task, full_address(f"/bazaar/{task.bazaar_id}/manage/tasks/{task.id}")) for task in tasks
    ]
    send_mail(
        session,
        user,
        "bazaar/planning/mail_tasks.txt",
        lambda: ngettext("%(num)s task of the bazaar", "%(num)s tasks of the bazaar", len(tasks)),
        key=f"bazaar.tasks.{user.id}.{digest}",
        lines=lines,
        today=today(),
    )
