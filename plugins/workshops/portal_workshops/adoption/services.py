"""Taking a practice home, saying how it goes, and who does what by when. Nothing here commits."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    ConflictError,
    FieldProblem,
    NotAllowed,
    PortalError,
    User,
    actor_for,
    notify,
    now,
    record,
    today,
)

from ..canvas.services import Design, design_of
from ..models import Adoption, AdoptionAction, AdoptionChange, AdoptionReview, Participation
from ..permissions import facilitates, takes_part
from ..sheets import fact, owners, sheets
from ..vocabulary import HOLDS, SHEET_KIND
from .access import keeps_sheet, may_answer
from .drafting import TITLE_MAX, sections_of, summary_of, title_of
from .words import FIRST_REVIEW, NEXT_REVIEW, Status

KIND = "workshop_adoption"
NEWS = "workshops.adoption_news"
NOTE_MAX, WHAT_MAX, WHO_MAX, ACTIONS_MAX = 500, 500, 200, 100


class InvalidAnswer(FieldProblem):
    """What was said cannot be kept; `field` is where it was written."""


def may_adopt(session: Session, actor: Actor, participation: Participation) -> bool:
    """Whether the actor may make the result a fact sheet: the education's people, and who leads
    the half days."""
    return takes_part(session, actor, participation) or facilitates(
        session, actor, participation.series
    )


def may_begin(session: Session, actor: Actor, participation: Participation) -> bool:
    """Whether the actor may adopt, and may write the fact sheet that comes of it."""
    service = sheets()
    writes = service is None or service.may_write(session, actor)
    return writes and may_adopt(session, actor, participation)


def who_may_begin(session: Session, participation: Participation) -> list[User]:
    """Whom somebody can ask who may write no fact sheets: colleagues first, then who leads."""
    series = participation.series
    asked = [participation.leader, *(one.user for one in participation.seats)]
    asked += [*(one.user for one in series.facilitators), series.planner]
    people = {one.id: one for one in asked if one is not None and one.active}
    return [
        one for one in people.values() if may_begin(session, actor_for(session, one), participation)
    ]


def adoption_of(session: Session, participation: Participation) -> Adoption | None:
    """What came of an education's workshop."""
    return session.scalar(select(Adoption).where(Adoption.participation_id == participation.id))


def adopt(session: Session, actor: Actor, participation: Participation) -> Adoption:
    """The result becomes a draft fact sheet that builds on its origin, and is followed from now
    on; again, it is the one that is there.

    Raises NotAllowed for who does not take part or may write no sheets, PortalError where the
    draft cannot be saved.
    """
    session.scalars(
        select(Participation.id).where(Participation.id == participation.id).with_for_update()
    ).one()
    there = adoption_of(session, participation)
    if there is not None:
        return there
    if not may_adopt(session, actor, participation):
        raise NotAllowed(_("Only those who take part can take the practice home."))
    design = design_of(session, participation, actor)
    origin = fact(session, actor, participation.series.sheet_id)
    known = origin.title if origin is not None else participation.series.origin_title
    title = title_of(design, known, participation.unit.name)
    responsible = participation.leader if _active(participation.leader) else None
    responsible_id = responsible.id if responsible is not None else actor.user_id
    review = design.review if design.review and design.review >= today() else None
    adoption = Adoption(
        participation_id=participation.id,
        unit_id=participation.unit_id,
        origin_id=participation.series.sheet_id,
        sheet_id=_draft(session, actor, participation, design, title, origin, responsible_id),
        title=title,
        responsible_id=responsible_id,
        review_on=review or today() + FIRST_REVIEW,
    )
    adoption.actions = _actions(design, participation)
    _begin(session, actor, adoption, Status.PLANNED)
    return adoption


def follow_sheet(session: Session, actor: Actor, sheet_id: int, status: str) -> Adoption:
    """Somebody who keeps a sheet that builds on another says how it goes, without a workshop.
    Raises NotAllowed, and PortalError for a sheet that builds on nothing."""
    there = _of_sheet(session, sheet_id)
    if there is not None:
        say(session, actor, there, status)
        return there
    found = fact(session, actor, sheet_id)
    if found is None or not keeps_sheet(session, actor, sheet_id):
        raise NotAllowed(_("Only those who keep the sheet can say how it goes."))
    if found.builds_on_id is None:
        raise PortalError(_("The sheet builds on no other."))
    _checked_status(status)
    adoption = Adoption(
        unit_id=found.unit_id,
        origin_id=found.builds_on_id,
        sheet_id=sheet_id,
        title=found.title[:TITLE_MAX],
        responsible_id=found.responsible_id or actor.user_id,
        review_on=today() + FIRST_REVIEW,
    )
    try:
        with session.begin_nested():
            session.add(adoption)
    except IntegrityError:  # somebody else who keeps it was a moment faster: this is said after it
        there = _of_sheet(session, sheet_id)
        if there is None:
            raise
        say(session, actor, there, status)
        return there
    _begin(session, actor, adoption, status)
    return adoption


def _of_sheet(session: Session, sheet_id: int) -> Adoption | None:
    return session.scalar(select(Adoption).where(Adoption.sheet_id == sheet_id))


def say(
    session: Session, actor: Actor, adoption: Adoption, status: str, note: str = ""
) -> AdoptionChange:
    """How it goes, from now on; answers what was asked. Those responsible for the origin hear of
    it. Raises NotAllowed and InvalidAnswer."""
    session.flush()
    session.refresh(adoption, with_for_update={"of": Adoption})
    if not may_answer(session, actor, adoption):
        raise NotAllowed(_("Only those who took the practice home can say how it goes."))
    _checked_status(status)
    note = note.replace("\x00", "").strip()
    if len(note) > NOTE_MAX:
        raise InvalidAnswer(
            "note", _("Make it shorter: at most %(number)s characters.", number=NOTE_MAX)
        )
    was = adoption.status
    change = AdoptionChange(status=status, note=note, by_id=actor.user_id)
    adoption.changes.append(change)
    adoption.status, adoption.status_at = status, now()
    adoption.version += 1
    pause = NEXT_REVIEW.get(status)
    adoption.review_on = today() + pause if pause is not None else None
    for review in adoption.reviews:
        if review.answered_at is None:
            review.answered_at, review.answer = now(), status
    session.flush()
    record(session, actor, "workshop_adoption.said", KIND, adoption.id, status=status)
    if status != was:
        _tell_origin(session, actor, adoption)
    return change


def keep(
    session: Session,
    actor: Actor,
    adoption: Adoption,
    *,
    responsible_id: int | None,
    review_on: dt.date | None,
    version: int | None = None,
) -> None:
    """Who is responsible, and when it is asked next. Raises NotAllowed, InvalidAnswer, and
    ConflictError where somebody was faster."""
    session.refresh(adoption, with_for_update={"of": Adoption})
    if not may_answer(session, actor, adoption):
        raise NotAllowed(_("Only those who took the practice home can change that."))
    if version is not None and version != adoption.version:
        raise ConflictError(_("Somebody else changed it meanwhile. Look at it once more."))
    changed = responsible_id is not None and responsible_id != adoption.responsible_id
    if changed and not _active(session.get(User, responsible_id)):
        raise InvalidAnswer("responsible_id", _("Choose somebody with an account."))
    if review_on is not None and review_on != adoption.review_on:
        latest = today() + dt.timedelta(days=3 * 366)
        if not today() < review_on <= latest:
            raise InvalidAnswer("review_on", _("Choose a day within the next three years."))
    adoption.responsible_id, adoption.review_on = responsible_id, review_on
    adoption.version += 1
    record(session, actor, "workshop_adoption.kept", KIND, adoption.id)


def add_action(
    session: Session,
    actor: Actor,
    adoption: Adoption,
    *,
    what: str,
    user_id: int | None,
    due_on: dt.date | None,
    who: str = "",
) -> AdoptionAction:
    """One more thing that somebody does. Raises NotAllowed and InvalidAnswer."""
    if not may_answer(session, actor, adoption):
        raise NotAllowed(_("Only those who took the practice home can change that."))
    what = " ".join(what.replace("\x00", "").split())
    who = " ".join(who.replace("\x00", "").split())
    if not what:
        raise InvalidAnswer("what", _("Write what is to be done."))
    for name, text, most in (("what", what, WHAT_MAX), ("who", who, WHO_MAX)):
        if len(text) > most:
            words = _("Make it shorter: at most %(number)s characters.", number=most)
            raise InvalidAnswer(name, words)
    if user_id is not None and not _active(session.get(User, user_id)):
        raise InvalidAnswer("user_id", _("Choose somebody with an account."))
    if due_on is not None and not 2000 <= due_on.year <= 2099:
        raise InvalidAnswer("due_on", _("Choose a day."))
    if len(adoption.actions) >= ACTIONS_MAX:
        raise InvalidAnswer("what", _("That is many. Finish some of them first."))
    action = AdoptionAction(
        position=max((one.position for one in adoption.actions), default=0) + 1,
        what=what,
        user_id=user_id,
        who=who,
        due_on=due_on,
    )
    if user_id == actor.user_id:
        action.told_at = now()  # they know already
    adoption.actions.append(action)
    session.flush()
    return action


def finish(session: Session, actor: Actor, action: AdoptionAction, *, done: bool = True) -> None:
    """Done, or not after all. Raises NotAllowed for who neither does it nor may answer."""
    own = actor.user_id is not None and action.user_id == actor.user_id
    if not own and not may_answer(session, actor, action.adoption):
        raise NotAllowed(_("Only who does it can say that it is done."))
    if done and action.done_at is None:
        action.done_at, action.done_by_id = now(), actor.user_id
    elif not done:
        action.done_at = action.done_by_id = None
    session.flush()


def open_review(adoption: Adoption) -> AdoptionReview | None:
    """What has been asked and not been answered."""
    return next((one for one in adoption.reviews if one.answered_at is None), None)


def _begin(session: Session, actor: Actor, adoption: Adoption, status: str) -> None:
    adoption.status = status
    adoption.changes.append(AdoptionChange(status=status, by_id=actor.user_id))
    session.add(adoption)
    session.flush()
    record(session, actor, "workshop_adoption.begun", KIND, adoption.id, sheet=adoption.sheet_id)
    _tell_origin(session, actor, adoption)


def _draft(
    session: Session,
    actor: Actor,
    participation: Participation,
    design: Design,
    title: str,
    origin: object | None,
    responsible_id: int | None,
) -> int | None:
    """The draft, or None where the portal has no fact sheets."""
    service = sheets()
    if service is None:
        return None
    closed = participation.unit.closed_at is not None
    found: int = service.draft(
        session,
        actor,
        title=title,
        summary=summary_of(design),
        # An origin that is hidden from who writes is no origin they could name.
        builds_on_id=participation.series.sheet_id if origin is not None else None,
        unit_id=None if closed else participation.unit_id,
        sections=sections_of(design, _names(design, participation)),
        responsible_id=responsible_id,
    )
    return found


def _actions(design: Design, participation: Participation) -> list[AdoptionAction]:
    known = _names(design, participation)
    found = []
    for position, step in enumerate(design.steps, start=1):
        doing: list[int | None] = [one for one in step.user_ids if one in known]
        found += [
            AdoptionAction(
                position=position,
                what=step.what[:WHAT_MAX],
                user_id=user_id,
                who=step.who[:WHO_MAX],
                due_on=step.due,
            )
            for user_id in doing or [None]
        ]
    return found


def _names(design: Design, participation: Participation) -> dict[int, str]:
    """Who does the steps, by id. Only people of this workshop: a step can be written with any
    number, and would tell a stranger's name and write to them."""
    wanted = {one for step in design.steps for one in step.user_ids}
    series = participation.series
    people = [one.user for one in participation.seats if one.status in HOLDS]
    people += [one.user for one in series.facilitators]
    people += [one.user for one in series.advisers]
    if participation.leader is not None:
        people.append(participation.leader)
    return {one.id: one.name for one in people if one.id in wanted and one.active}


def _tell_origin(session: Session, actor: Actor, adoption: Adoption) -> None:
    """Those responsible for the origin see what becomes of it."""
    if adoption.origin_id is None:
        return
    notify(
        session,
        actor,
        NEWS,
        owners(session, adoption.origin_id),
        SHEET_KIND,
        adoption.origin_id,
        key=str(adoption.id),
        coalesce=True,
        unit=adoption.unit.name if adoption.unit is not None else "",
        status=adoption.status,
    )


def _checked_status(status: str) -> None:
    if status not in set(Status):
        raise InvalidAnswer("status", _("Choose one of the possibilities."))


def _active(user: User | None) -> bool:
    return user is not None and user.active
