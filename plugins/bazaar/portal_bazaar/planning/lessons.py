"""What the organisers learned, with files; the organisers of the bazaars that were made of this
one read it, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    NotAllowed,
    deleted,
    now,
    permission_label,
    record,
    saved,
    user_label,
)

from ..models import Bazaar, Lesson, Organiser
from ..permissions import MANAGE, organises
from ..vocabulary import KIND, OrganiserRole
from .data import LESSON_MAX, InvalidPlan, text, too_long

LESSON_KIND = "bazaar_lesson"


def may_lesson(session: Session, actor: Actor, action: str, lesson: Lesson) -> bool:
    """Judges 'edit', 'coauthor' and 'delete': the organisers of its own bazaar."""
    wanted = action in ("edit", "coauthor", "delete")
    return wanted and organises(session, actor, lesson.bazaar)


def before(session: Session, bazaar: Bazaar) -> list[Bazaar]:
    """The bazaars it was made of, the latest first."""
    found: list[Bazaar] = []
    above = bazaar.copied_from_id
    while above is not None and all(above != one.id for one in found) and above != bazaar.id:
        one = session.get(Bazaar, above)
        if one is None:
            break
        found.append(one)
        above = one.copied_from_id
    return found


def after(session: Session, bazaar: Bazaar) -> set[int]:
    """The ids of the bazaars that were made of it, and of those in turn."""
    rows = session.execute(select(Bazaar.id, Bazaar.copied_from_id)).all()
    found, todo = set[int](), [bazaar.id]
    while todo:
        above = todo.pop()
        made = {one for one, copied in rows if copied == above} - found - {bazaar.id}
        found |= made
        todo += sorted(made)
    return found


def lesson_labels(session: Session, bazaar: Bazaar) -> set[str]:
    """Who reads the lessons of a bazaar: its organisers, and those of the ones made of it."""
    ids = {bazaar.id} | after(session, bazaar)
    organisers = session.scalars(
        select(Organiser.user_id).where(
            Organiser.bazaar_id.in_(ids), Organiser.role == OrganiserRole.ORGANISER
        )
    )
    return {permission_label(MANAGE)} | {user_label(user_id) for user_id in organisers}


def lessons_of(session: Session, bazaars: Iterable[Bazaar]) -> dict[int, list[Lesson]]:
    """The lessons of each of the bazaars, the oldest first."""
    found: dict[int, list[Lesson]] = {bazaar.id: [] for bazaar in bazaars}
    wanted = select(Lesson).where(Lesson.bazaar_id.in_(found)).order_by(Lesson.at, Lesson.id)
    for lesson in session.scalars(wanted):
        found[lesson.bazaar_id].append(lesson)
    return found


def write_lesson(
    session: Session, actor: Actor, bazaar: Bazaar, lesson: Lesson | None, words: str
) -> Lesson:
    """A new lesson, or changes one. Raises NotAllowed and InvalidPlan."""
    if not organises(session, actor, bazaar):
        raise NotAllowed(_("Only its organisers may do that."))
    words = text(words)
    if not words:
        raise InvalidPlan({"text": _("Write what you learned.")})
    if len(words) > LESSON_MAX:
        raise InvalidPlan({"text": too_long(LESSON_MAX)})
    if lesson is None:
        lesson = Lesson(bazaar_id=bazaar.id, by_id=actor.user_id, at=now())
        lesson.bazaar = bazaar
        session.add(lesson)
    elif lesson.text == words:
        return lesson
    else:
        lesson.version += 1
    lesson.text = words
    session.flush()
    saved(session, LESSON_KIND, lesson.id, lesson_labels(session, bazaar), actor=actor)
    record(session, actor, "bazaar.lesson", KIND, bazaar.id)
    return lesson


def remove_lesson(session: Session, actor: Actor, lesson: Lesson) -> None:
    """Takes one out with its files. Raises NotAllowed."""
    if not may_lesson(session, actor, "delete", lesson):
        raise NotAllowed(_("Only its organisers may do that."))
    record(session, actor, "bazaar.lesson_removed", KIND, lesson.bazaar_id)
    deleted(session, LESSON_KIND, lesson.id)
    session.delete(lesson)
    session.flush()


def share_lessons(session: Session, bazaar: Bazaar) -> None:
    """Others organise the bazaar now: they read its lessons, and those of the ones before it."""
    for one in [bazaar, *before(session, bazaar)]:
        labels = lesson_labels(session, one)
        for lesson in session.scalars(select(Lesson).where(Lesson.bazaar_id == one.id)).all():
            saved(session, LESSON_KIND, lesson.id, labels)


def snapshot(lesson: Lesson) -> dict[str, Any]:
    """What the history keeps."""
    return {"text": lesson.text}


def restore(session: Session, actor: Actor, lesson: Lesson, data: Mapping[str, Any]) -> None:
    """Brings an older version back. Raises NotAllowed and InvalidPlan."""
    write_lesson(session, actor, lesson.bazaar, lesson, data.get("text", lesson.text))
