"""What planning keeps about a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from portal.api import User

from ..models import Bazaar, Lesson, Organiser, PlanTask, SetupImport


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """Jobs, tasks, lessons, imports."""
    jobs = session.execute(
        select(Bazaar.title, Organiser.role)
        .join(Organiser, Organiser.bazaar_id == Bazaar.id)
        .where(Organiser.user_id == user.id)
        .order_by(Bazaar.id)
    )
    tasks = session.scalars(
        select(PlanTask)
        .where(or_(PlanTask.responsible_id == user.id, PlanTask.done_by_id == user.id))
        .order_by(PlanTask.id)
    )
    lessons = session.scalars(select(Lesson).where(Lesson.by_id == user.id).order_by(Lesson.id))
    imports = session.scalars(
        select(SetupImport).where(SetupImport.created_by_id == user.id).order_by(SetupImport.id)
    )
    return {
        "Bazaars organised": [{"Bazaar": title, "Role": role} for title, role in jobs],
        "Bazaar tasks": [
            {
                "Task": one.title,
                "Due": one.due_on.isoformat(),
                "Done": one.done_at.isoformat() if one.done_at else "",
                "Responsible": one.responsible_id == user.id,
                "Done by me": one.done_by_id == user.id,
            }
            for one in tasks
        ],
        "Bazaar lessons": [{"Text": one.text, "At": one.at.isoformat()} for one in lessons],
        "Bazaar lists imported": [
            {"File": one.file_name, "At": one.created_at.isoformat()} for one in imports
        ],
    }


def erase_user(session: Session, user: User) -> None:
    """The job is nobody's; tasks, lessons and imports stay without the name. Lists that were read
    and never used go, for they are full of people."""
    session.execute(delete(Organiser).where(Organiser.user_id == user.id))
    for column in (PlanTask.responsible_id, PlanTask.done_by_id):
        session.execute(update(PlanTask).where(column == user.id).values({column.key: None}))
    session.execute(update(Lesson).where(Lesson.by_id == user.id).values(by_id=None))
    session.execute(
        update(SetupImport).where(SetupImport.created_by_id == user.id).values(created_by_id=None)
    )
