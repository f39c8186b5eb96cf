"""Meetings: the list, one of them, answering, one's own actions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from portal.api import (
    PortalError,
    attempt,
    back_to,
    current_actor,
    db,
    flash_undo,
    history_url,
    may,
    narrow,
    now,
    own_session,
    paginate,
    signed_in,
    today,
)

from ..models import Meeting, MeetingGuest, MeetingPoint
from ..permissions import COORDINATE
from ..profiles.services import ambassador_of
from ..vocabulary import Status
from . import points, seats
from .states import ANSWERS, KIND, TYPES, WHATS, Answer

bp = Blueprint(
    "ambassadors_meetings",
    __name__,
    url_prefix="/ambassadors/meetings",
    template_folder="../templates",
)


def find(meeting_id: int) -> Meeting:
    """The meeting, or 404 for who may not see it."""
    wanted = select(Meeting).where(Meeting.id == meeting_id)
    meeting = db.session.scalar(narrow(wanted, current_actor(), Meeting))
    if meeting is None:
        abort(404)
    return meeting


@bp.get("/")
@signed_in
def index() -> str:
    """What is to come, and on another page what was; for the network alone."""
    session, actor = db.session(), current_actor()
    ambassador = ambassador_of(session, actor.user_id)
    coordinates = may(session, actor, COORDINATE)
    if not coordinates and (ambassador is None or ambassador.status != Status.ACTIVE):
        abort(404)
    past = request.args.get("past") == "1"
    wanted = narrow(select(Meeting), actor, Meeting)
    if past:
        wanted = wanted.where(Meeting.ends_at <= now()).order_by(
            Meeting.starts_at.desc(), Meeting.id.desc()
        )
    else:
        wanted = wanted.where(Meeting.ends_at > now()).order_by(Meeting.starts_at, Meeting.id)
    found = paginate(session, wanted)
    ids = [one.id for one in found.items]
    mine = session.scalars(
        select(MeetingGuest).where(
            MeetingGuest.meeting_id.in_(ids),
            MeetingGuest.user_id == actor.user_id,
            MeetingGuest.invited,
        )
    )
    return render_template(
        "ambassadors/meetings/list.html",
        page=found,
        past=past,
        mine={one.meeting_id: one for one in mine},
        types=TYPES,
        answers=ANSWERS,
        coordinates=coordinates,
        page_url=lambda number: url_for(".index", past=1 if past else None, page=number),
    )


@bp.get("/<int:meeting_id>")
@signed_in
def page(meeting_id: int) -> Any:
    """One meeting."""
    session, actor = db.session(), current_actor()
    meeting = find(meeting_id)
    event = seats.event_of(session, meeting)
    if seats.unheard(meeting, event) and _absorb(meeting_id):
        return redirect(url_for(".page", meeting_id=meeting_id))
    guests = sorted(
        (one for one in meeting.guests if one.invited), key=lambda one: one.user.name.casefold()
    )
    waiting = seats.waiting(meeting)
    have = seats.seated(meeting)
    groups = [
        (_("Coming"), [one for one in guests if one.user_id in have]),
        (_("Waiting for a seat"), [one for key in waiting for one in guests if one.user_id == key]),
        (_("Maybe"), [one for one in guests if one.answer == Answer.MAYBE]),
        (_("Not answered yet"), [one for one in guests if not one.answer]),
        (_("Not coming"), [one for one in guests if one.answer == Answer.NO]),
    ]
    return render_template(
        "ambassadors/meetings/page.html",
        meeting=meeting,
        event=event,
        type=TYPES[meeting.type],
        groups=[(title, rows) for title, rows in groups if rows],
        me=next((one for one in guests if one.user_id == actor.user_id), None),
        seat=actor.user_id in have,
        turn=waiting.index(actor.user_id) + 1 if actor.user_id in waiting else 0,
        free=max(0, meeting.capacity - len(have)) if meeting.capacity is not None else None,
        answers=ANSWERS,
        whats=WHATS,
        over=meeting.ends_at <= now(),
        begun=meeting.starts_at <= now(),
        may_edit=may(session, actor, "edit", meeting),
        actor_id=actor.user_id,
        today=today(),
        history=history_url(KIND, meeting_id),
    )


def _absorb(meeting_id: int) -> bool:
    """What guests answered in the calendar, taken over in a transaction of its own."""
    db.session.rollback()
    with own_session() as session:
        meeting = session.get(Meeting, meeting_id)
        if meeting is None:
            return False
        seats.lock(session, meeting)
        return seats.absorb(session, meeting)


@bp.post("/<int:meeting_id>/answer")
@signed_in
def answer(meeting_id: int) -> Any:
    """Yes, no or maybe; one click."""
    session, actor = db.session(), current_actor()
    meeting = find(meeting_id)
    seats.lock(session, meeting)
    word = request.form.get("answer", "")
    with attempt() as done:
        seat = seats.answer(session, actor, meeting, word)
        waits = word == Answer.YES and not seat
    if done:
        if waits:
            flash(_("All seats are taken. You are told when one is free."), "success")
        elif word == Answer.YES:
            flash(_("You are coming."), "success")
        else:
            flash(_("Thank you. It is noted."), "success")
    return back_to(request.form.get("next") or url_for(".page", meeting_id=meeting_id))


@bp.get("/actions")
@signed_in
def actions() -> str:
    """What one has to do, whether or not one sees the meetings still."""
    session, actor = db.session(), current_actor()
    found = points.open_actions(session, actor.user_id or 0)
    ids = {one.meeting_id for one in found}
    seen = narrow(select(Meeting).where(Meeting.id.in_(ids)), actor, Meeting)
    return render_template(
        "ambassadors/meetings/actions.html",
        actions=found,
        meetings={one.id: one for one in session.scalars(seen)},
        today=today(),
    )


@bp.post("/actions/<int:point_id>/done")
@signed_in
def done(point_id: int) -> Any:
    """Done; the undo opens it again."""
    return _set_done(point_id, True)


@bp.post("/actions/<int:point_id>/open")
@signed_in
def reopen(point_id: int) -> Any:
    """Not done after all."""
    return _set_done(point_id, False)


def _set_done(point_id: int, is_done: bool) -> Any:
    session, actor = db.session(), current_actor()
    point = session.get(MeetingPoint, point_id, with_for_update={"of": MeetingPoint})
    if point is None:
        abort(404)
    try:
        points.set_done(session, actor, point, is_done)
    except PortalError:
        abort(404)
    session.commit()
    if is_done:
        undo = url_for(".reopen", point_id=point_id)
        flash_undo(_("Done. Well done."), undo)
    else:
        flash(_("It waits again."), "success")
    return back_to(request.form.get("next") or url_for(".actions"))
