"""Tasks and lessons as kinds of the portal: with a history, and files on lessons. The search does
not know them: they are the organisers' own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, History, HistoryField, ObjectKind, db, people_names, plain_text

from ..models import Lesson, PlanTask
from . import lessons, tasks


def _names(session: Session, actor: Actor, ids: Collection[Any]) -> Mapping[Any, Any]:
    return people_names(session, ids)


def _task_url(task_id: int) -> str:
    task = db.session.get(PlanTask, task_id)
    if task is None:
        return url_for("bazaar.index")
    return url_for("bazaar.task", bazaar_id=task.bazaar_id, task_id=task_id)


def _lesson_url(lesson_id: int) -> str:
    lesson = db.session.get(Lesson, lesson_id)
    if lesson is None:
        return url_for("bazaar.index")
    return url_for("bazaar.lessons", bazaar_id=lesson.bazaar_id, _anchor=f"lesson-{lesson_id}")


def _first_words(lesson: Lesson) -> str:
    words = " ".join(plain_text(lesson.text).split())
    return words if len(words) <= 60 else words[:59].rsplit(" ", 1)[0] + "…"


TASK = ObjectKind(
    name=tasks.TASK_KIND,
    title=_l("Task of a bazaar"),
    plural=_l("Tasks of bazaars"),
    icon="list-check",
    model=PlanTask,
    label=lambda task: task.title,
    url=_task_url,
    may=tasks.may_task,
    history=History(
        fields={
            "title": HistoryField(_l("Task")),
            "text": HistoryField(_l("Draft text"), "markdown"),
            "channel": HistoryField(_l("Channel")),
            "due_on": HistoryField(_l("By when?"), "date"),
            "responsible_id": HistoryField(_l("Who does it?"), "reference", names=_names),
            "done": HistoryField(_l("Done"), "yes_no", restores=False),
        },
        snapshot=tasks.snapshot,
        restore=tasks.restore,
    ),
)

LESSON = ObjectKind(
    name=lessons.LESSON_KIND,
    title=_l("Lesson of a bazaar"),
    plural=_l("Lessons of bazaars"),
    icon="lightbulb",
    model=Lesson,
    label=_first_words,
    url=_lesson_url,
    may=lessons.may_lesson,
    history=History(
        fields={"text": HistoryField(_l("What was learned"), "markdown")},
        snapshot=lessons.snapshot,
        restore=lessons.restore,
    ),
)
