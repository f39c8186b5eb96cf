"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    JobContext,
    NavigationItem,
    NoticeTopic,
    ObjectKind,
    Permission,
    Schedule,
    today,
)

from ..demo.planning import load_bazaars as demo
from ..frame import Figure, Tab
from ..models import Bazaar, Lesson, PlanTask
from ..permissions import PERMISSIONS, organises
from ..vocabulary import ORGANISER_ROLES
from .front import cards as dashboard_cards
from .front import waiting
from .own_data import erase_user, export_user
from .people import hand_over, holdings

#: Extracted here, for the keys of 'my data' are looked up as they read in English.
KEYS = (
    _l("Bazaars organised"),
    _l("Bazaar"),
    _l("Role"),
    _l("Bazaar tasks"),
    _l("Task"),
    _l("Due"),
    _l("Done"),
    _l("Responsible"),
    _l("Done by me"),
    _l("Bazaar lessons"),
    _l("Text"),
    _l("At"),
    _l("Bazaar lists imported"),
    _l("File"),
)


def blueprints() -> Iterable[Blueprint]:
    """All the pages."""
    from . import (
        views,
        views_editing,
        views_people,
        views_programme,
        views_setup,
        views_tasks,
    )

    # They add their pages to the same blueprint.
    del views_editing, views_people, views_programme, views_setup, views_tasks
    return [views.bp]


def permissions() -> Iterable[Permission]:
    """Setting up bazaars."""
    return PERMISSIONS


def kinds() -> Iterable[ObjectKind]:
    """Bazaars, and the tasks and lessons of those who plan them."""
    from .kinds import LESSON, TASK
    from .search import BAZAAR

    return [BAZAAR, TASK, LESSON]


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """In the main menu."""
    yield NavigationItem(_l("Bazaar"), url_for("bazaar.index"), "shop", "main", 15, ("bazaar",))


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Tab]:
    """The bazaar's own page and what is on display; for its organisers the planning."""
    url = url_for("bazaar.page", bazaar_id=bazaar.id)
    yield Tab(_l("The bazaar"), url, "shop", 10, ("bazaar.page",))
    if not organises(session, actor, bazaar):
        return
    pages = (
        (
            _l("Overview"),
            "overview",
            "speedometer2",
            10,
            ("overview", "announce", "copy", "edit", "setup", "delete"),
        ),
        (_l("Tasks"), "tasks", "list-check", 12, ("task", "new_task")),
        (
            _l("Programme"),
            "programme",
            "calendar-event",
            14,
            ("programme", "new_part", "edit_part", "remove_part", "edit_theme", "add_theme"),
        ),
        (_l("People behind it"), "people", "people", 16, ("people", "hand_over")),
        (_l("Lessons"), "lessons", "lightbulb", 18, ("lesson", "new_lesson")),
    )
    for words, endpoint, icon, order, prefixes in pages:
        yield Tab(
            words,
            url_for(f"bazaar.{endpoint}", bazaar_id=bazaar.id),
            icon,
            order,
            tuple(f"bazaar.{one}" for one in prefixes),
            manage=True,
        )


def overview(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Figure]:
    """Tasks and lessons."""
    open_, late, nobody = session.execute(
        select(
            func.count(PlanTask.id),
            func.count(PlanTask.id).filter(PlanTask.due_on < today()),
            func.count(PlanTask.id).filter(PlanTask.responsible_id.is_(None)),
        ).where(PlanTask.bazaar_id == bazaar.id, PlanTask.done_at.is_(None))
    ).one()
    url = url_for("bazaar.tasks", bazaar_id=bazaar.id)
    text, tone = "", ""
    if late:
        text, tone = ngettext("%(num)s task is late", "%(num)s tasks are late", late), "red"
    elif nobody:
        words = ngettext("%(num)s task nobody has taken", "%(num)s tasks nobody has taken", nobody)
        text, tone = words, "amber"
    yield Figure(_l("tasks to do"), open_, url, "list-check", text, tone, 10)
    if bazaar.status in ("held", "closed"):
        number = session.scalar(select(func.count(Lesson.id)).where(Lesson.bazaar_id == bazaar.id))
        url = url_for("bazaar.lessons", bazaar_id=bazaar.id)
        text = "" if number else _("Write down what you learned")
        yield Figure(_l("lessons written"), number, url, "lightbulb", text, "", 95)


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "bazaar.created": _l("Set up a bazaar"),
        "bazaar.changed": _l("Changed a bazaar"),
        "bazaar.copied": _l("Made the next bazaar of one"),
        "bazaar.deleted": _l("Deleted a bazaar that was only planned"),
        "bazaar.status": _l("Said how far the bazaar is"),
        "bazaar.programme": _l("Changed the programme"),
        "bazaar.task": _l("Wrote a task of the bazaar"),
        "bazaar.task_done": _l("Said whether a task is done"),
        "bazaar.task_removed": _l("Took a task out"),
        "bazaar.organiser": _l("Made somebody an organiser or moderator"),
        "bazaar.organiser_removed": _l("Took an organiser or moderator off the list"),
        "bazaar.handed_over": _l("Handed the organiser's job over"),
        "bazaar.lesson": _l("Wrote what was learned"),
        "bazaar.lesson_removed": _l("Took out what was learned"),
        "bazaar.import_started": _l("Began to set the bazaar up from a list"),
        "bazaar.import_done": _l("Set the bazaar up from a list"),
        "bazaar.import_undone": _l("Took back what was set up from a list"),
    }


def trail_facts() -> Mapping[str, Any]:
    """Their details."""
    return {
        "status": _l("How far it is"),
        "done": _l("Done"),
        "role": _l("Role"),
        "successor": _l("Who takes over"),
        "source": _l("Made of"),
        "file": _l("File"),
    }


def notice_topics() -> Iterable[NoticeTopic]:
    """A job or a task that somebody gave me."""
    from .people import ORGANISER_TOPIC
    from .tasks import TASK_TOPIC

    return [
        NoticeTopic(
            TASK_TOPIC,
            _l("I am to do something for a bazaar"),
            lambda notice: _("There is something for you to do."),
            default="mail",
            icon="list-check",
        ),
        NoticeTopic(
            ORGANISER_TOPIC,
            _l("I organise or moderate a bazaar"),
            lambda notice: _("You take part: %(role)s", role=_role(notice.params)),
            default="mail",
            icon="shop",
        ),
    ]


def _role(params: Mapping[str, Any]) -> str:
    look = ORGANISER_ROLES.get(params.get("role", ""))
    return str(look.words) if look else ""


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """Reminding of tasks; what an uploaded spreadsheet says."""
    from . import reminding
    from .setup import services as setup

    return {reminding.TOPIC: reminding.remind, setup.TOPIC: setup.job}


def schedules() -> Iterable[Schedule]:
    """Every quarter of an hour; it is a mail a day at most."""
    from .reminding import TOPIC

    return [Schedule(TOPIC, dt.timedelta(minutes=15))]
