"""Next year's bazaar out of this year's: place, programme, themes, organisers, and the tasks with
their drafts, as far from the day as they were. What people did on the day stays where it is."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, NotAllowed, day_of, local, may, moment_at, record

from ..areas import answers
from ..models import Bazaar, Organiser, PlanTask, ProgrammePart, Theme
from ..permissions import MANAGE, bazaar_saved
from ..vocabulary import KIND, OrganiserRole
from .data import data_of
from .lessons import share_lessons
from .services import create_bazaar, require
from .tasks import task_saved

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def proposed(bazaar: Bazaar) -> tuple[str, dt.date]:
    """What the next one may be called, and its day: the same weekday a year later."""
    title = _YEAR.sub(lambda found: str(int(found.group()) + 1), bazaar.title)
    return title, day_of(bazaar.starts_at) + dt.timedelta(weeks=52)


def copy_bazaar(session: Session, actor: Actor, old: Bazaar, title: str, day: dt.date) -> Bazaar:
    """The new one, planned. Each area copies what of its own belongs into it (`hooks.copied`).
    Raises NotAllowed and InvalidPlan."""
    require(session, actor, old)
    if not may(session, actor, MANAGE):
        raise NotAllowed(_("Only organisers set up bazaars."))
    by = day - day_of(old.starts_at)
    data = replace(
        data_of(old),
        title=title,
        day=day,
        registration_day=_moved(data_of(old).registration_day, by),
        cards_day=_moved(data_of(old).cards_day, by),
    )
    new = create_bazaar(session, actor, data, programme=False)
    new.copied_from_id = old.id
    there = {one.user_id for one in new.organisers}
    new.organisers += [
        Organiser(user_id=one.user_id, role=one.role)
        for one in old.organisers
        if one.user_id not in there and one.user.active
    ]
    new.themes = [Theme(name=one.name, position=one.position) for one in old.themes]
    new.parts = [_part(one, by) for one in old.parts]
    session.flush()
    _copy_tasks(session, actor, old, new, by)
    for _answer in answers("copied", session, actor, old, new):
        pass
    record(session, actor, "bazaar.copied", KIND, new.id, title=new.title, source=old.id)
    bazaar_saved(session, new, actor)
    share_lessons(session, new)
    return new


def _copy_tasks(session: Session, actor: Actor, old: Bazaar, new: Bazaar, by: dt.timedelta) -> None:
    organisers = {one.user_id for one in new.organisers if one.role == OrganiserRole.ORGANISER}
    for task in session.scalars(select(PlanTask).where(PlanTask.bazaar_id == old.id)).all():
        made = PlanTask(
            bazaar_id=new.id,
            title=task.title,
            channel=task.channel,
            text=task.text,
            due_on=task.due_on + by,
            responsible_id=task.responsible_id if task.responsible_id in organisers else None,
        )
        session.add(made)
        session.flush()
        task_saved(session, actor, new, made)


def _part(part: ProgrammePart, by: dt.timedelta) -> ProgrammePart:
    def moved(moment: dt.datetime) -> dt.datetime:
        here = local(moment)
        return moment_at(here.date() + by, here.time())

    return ProgrammePart(
        kind=part.kind,
        title=part.title,
        starts_at=moved(part.starts_at),
        ends_at=moved(part.ends_at),
        place=part.place,
        note=part.note,
    )


def _moved(day: dt.date | None, by: dt.timedelta) -> dt.date | None:
    return day + by if day is not None else None
