"""What other pages show of this area: tabs, numbers, what waits."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.api import Actor, Panel, Waiting, leaders_of, led_units, narrow, now

from ..frame import Figure, Tab
from ..models import Bazaar, InvitedEducation, Visitor
from ..permissions import is_announced, organises
from ..vocabulary import BazaarStatus
from .answering import answers_for
from .board import read_board
from .registering import registration_open


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Tab]:
    """One's own visit, one's education's answer; for organisers the board and the visitors."""
    if is_announced(bazaar):
        url = url_for("bazaar_attendance.mine", bazaar_id=bazaar.id)
        visit = ("bazaar_attendance.mine", "bazaar_attendance.substitute")
        yield Tab(_l("Your visit"), url, "person-check", 20, visit, guests=True)
        mine = answers_for(session, actor, bazaar)
        if len(mine) == 1:
            url = url_for("bazaar_attendance.answer", bazaar_id=bazaar.id, education_id=mine[0].id)
            answer = ("bazaar_attendance.answer", "bazaar_attendance.delegate")
            yield Tab(_l("Our education"), url, "people", 25, answer)
        elif mine:
            url = url_for("bazaar_attendance.ours", bazaar_id=bazaar.id)
            answer = ("bazaar_attendance.ours", "bazaar_attendance.answer")
            yield Tab(_l("Our educations"), url, "people", 25, answer)
    if organises(session, actor, bazaar):
        url = url_for("bazaar_attendance.board", bazaar_id=bazaar.id)
        yield Tab(_l("Attendance"), url, "people", 40, BOARD, manage=True)
        url = url_for("bazaar_attendance.visitors", bazaar_id=bazaar.id)
        yield Tab(_l("Visitors"), url, "person-badge", 45, VISITORS, manage=True)


BOARD = tuple(
    f"bazaar_attendance.{one}" for one in ("board", "invite", "remind", "add_day", "education")
)
VISITORS = tuple(
    f"bazaar_attendance.{one}"
    for one in ("visitors", "add_visitor", "edit_visitor", "substitute_visitor")
)


def panels(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Panel]:
    """Whether the reader comes, and the way to say so."""
    if actor.user_id is None or not registration_open(bazaar):
        return
    visitor = session.scalar(
        select(Visitor)
        .where(Visitor.bazaar_id == bazaar.id, Visitor.user_id == actor.user_id)
        .options(
            joinedload(Visitor.education).joinedload(InvitedEducation.unit),
            joinedload(Visitor.wish).joinedload(InvitedEducation.unit),
        )
    )
    context = {"bazaar": bazaar, "visitor": visitor}
    yield Panel("bazaar/attendance/panel.html", context, order=10)


def overview(session: Session, bazaar: Bazaar) -> Iterable[Figure]:
    """How many are ready, who comes; once the day is over, who was: nothing waits any more."""
    board, over = read_board(session, bazaar), bazaar.ends_at <= now()
    ready_words = _l("Educations were ready") if over else _l("Educations are ready")
    coming_words = _l("People were registered") if over else _l("People are registered")
    url = url_for("bazaar_attendance.board", bazaar_id=bazaar.id)
    missing = len(board.missing)
    if not board.rows:
        to = url_for("bazaar_attendance.invite", bazaar_id=bazaar.id)
        text = "" if over else _("Invite the educations")
        yield Figure(ready_words, 0, to, "people", text, "amber", 40)
    else:
        text = (
            ngettext("%(num)s education is not ready", "%(num)s educations are not ready", missing)
            if missing and not over
            else ""
        )
        ready = f"{board.complete}/{len(board.expected)}"
        tone = "amber" if missing else "green"
        yield Figure(ready_words, ready, url, "people", text, tone, 40)
    coming = session.scalar(
        select(func.count())
        .select_from(Visitor)
        .where(
            Visitor.bazaar_id == bazaar.id,
            Visitor.cancelled_at.is_(None),
            Visitor.asked_at.is_(None),
        )
    )
    url = url_for("bazaar_attendance.visitors", bazaar_id=bazaar.id)
    yield Figure(coming_words, coming or 0, url, "person-badge", order=45)
    asking = len(board.asking)
    if asking:
        url = url_for("bazaar_attendance.board", bazaar_id=bazaar.id, _anchor="asking")
        words = ngettext("%(num)s waits for an answer", "%(num)s wait for an answer", asking)
        yield Figure(
            _l("Ask to come for an education"), asking, url, "person-plus", words, "amber", 41
        )


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """Educations to answer for, and being asked to come."""
    if actor.user_id is None:
        return
    coming = (Bazaar.status == BazaarStatus.ANNOUNCED, Bazaar.starts_at > now())
    led = led_units(session, actor)
    unanswered = narrow(
        select(Bazaar, InvitedEducation)
        .join(InvitedEducation, InvitedEducation.bazaar_id == Bazaar.id)
        .where(
            *coming,
            InvitedEducation.answer == "",
            InvitedEducation.unit_id.in_(led) | (InvitedEducation.delegate_id == actor.user_id),
        )
        .options(joinedload(InvitedEducation.unit))
        .order_by(Bazaar.starts_at, InvitedEducation.id),
        actor,
        Bazaar,
    )
    found: dict[int, tuple[Bazaar, list[InvitedEducation]]] = {}
    rows = list(session.execute(unanswered))
    nearest = leaders_of(session, [education.unit_id for _bazaar, education in rows])
    for bazaar, education in rows:
        # Whoever leads a school is not told of what its educations' own leaders have to do.
        chain = nearest.get(education.unit_id) or [set()]
        mine = {education.delegate_id} if education.delegate_id else chain[0]
        if actor.user_id in mine:
            found.setdefault(bazaar.id, (bazaar, []))[1].append(education)
    for bazaar, educations in found.values():
        if len(educations) == 1:
            url = url_for(
                "bazaar_attendance.answer", bazaar_id=bazaar.id, education_id=educations[0].id
            )
            text = _("Who comes from %(unit)s?", unit=educations[0].unit.name)
        else:
            url = url_for("bazaar_attendance.ours", bazaar_id=bazaar.id)
            text = ngettext(
                "%(num)s education is to answer",
                "%(num)s educations are to answer",
                len(educations),
            )
        yield Waiting(bazaar.title, url, text, "people", "amber", 30)
    yield from _asking(session, actor, led)
    asked = narrow(
        select(Bazaar)
        .join(Visitor, Visitor.bazaar_id == Bazaar.id)
        .where(
            *coming,
            Visitor.user_id == actor.user_id,
            Visitor.asked_at.is_not(None),
            Visitor.cancelled_at.is_(None),
        )
        .order_by(Bazaar.starts_at),
        actor,
        Bazaar,
    )
    for bazaar in session.scalars(asked):
        url = url_for("bazaar_attendance.mine", bazaar_id=bazaar.id)
        yield Waiting(
            bazaar.title, url, _("You are asked to come. Say yes or no."), "person-check", "", 31
        )


def _asking(session: Session, actor: Actor, led: set[int]) -> Iterable[Waiting]:
    """Those who ask to come for an education that the actor decides for, as its delegate or nearest
    leader; also on the day."""
    number = (
        select(func.count(Visitor.id))
        .where(
            Visitor.wish_education_id == InvitedEducation.id,
            Visitor.wish_refused_at.is_(None),
            Visitor.cancelled_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        narrow(
            select(Bazaar, InvitedEducation, number)
            .join(InvitedEducation, InvitedEducation.bazaar_id == Bazaar.id)
            .where(
                Bazaar.status.in_((BazaarStatus.ANNOUNCED, BazaarStatus.HELD)),
                InvitedEducation.unit_id.in_(led) | (InvitedEducation.delegate_id == actor.user_id),
                number > 0,
            )
            .options(joinedload(InvitedEducation.unit))
            .order_by(Bazaar.id, InvitedEducation.id),
            actor,
            Bazaar,
        )
    ).all()
    nearest = leaders_of(session, [education.unit_id for _bazaar, education, _asking in rows])
    for bazaar, education, asking in rows:
        chain = nearest.get(education.unit_id) or [set()]
        mine = {education.delegate_id} if education.delegate_id else chain[0]
        if actor.user_id not in mine:
            continue
        url = url_for("bazaar_attendance.answer", bazaar_id=bazaar.id, education_id=education.id)
        text = ngettext(
            "%(num)s asks to come for %(unit)s",
            "%(num)s ask to come for %(unit)s",
            asking,
            unit=education.unit.name,
        )
        yield Waiting(bazaar.title, f"{url}#asking", text, "person-plus", "amber", 29)
