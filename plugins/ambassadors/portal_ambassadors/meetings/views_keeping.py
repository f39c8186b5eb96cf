"""Keeping meetings: planning, changing, cancelling, minutes, what came of it, who came."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from portal.api import (
    PortalError,
    Race,
    attempt,
    csv_response,
    current_actor,
    db,
    forget_draft,
    form_draft,
    latest_number,
    may,
    race,
    requires,
    settle,
    show_problem,
    signed_in,
    today,
    xlsx_response,
)

from ..models import Meeting, MeetingPoint
from ..permissions import COORDINATE
from . import attendance as came
from . import points, seats
from . import services as rules
from .forms import MeetingForm, MinutesForm, PointForm
from .search import details_from, details_snapshot, snapshot
from .services import InvalidMeeting, MeetingData
from .states import ANSWERS, KIND
from .times import local
from .views import bp, find


def _find(meeting_id: int) -> Meeting:
    meeting = find(meeting_id)
    if not may(db.session(), current_actor(), "edit", meeting):
        abort(403)
    return meeting


@bp.route("/new", methods=["GET", "POST"])
@requires(COORDINATE)
def create() -> Any:
    """A meeting, or a series."""
    session, actor = db.session(), current_actor()
    draft = form_draft(session, actor, KIND)
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = MeetingForm(formdata=MultiDict(posted)) if posted is not None else MeetingForm(None)
    if request.method == "POST" and form.validate():
        with attempt(form, InvalidMeeting) as done:
            made = rules.plan(
                session,
                actor,
                form.meeting_data(),
                form.repeat.data or "",
                form.times.data or (1 if not form.repeat.data else 0),
            )
            forget_draft(session, actor, request.form)
        if done:
            words = ngettext(
                "Planned. The invitation is on its way.",
                "%(num)s meetings are planned. The invitations are on their way.",
                len(made),
            )
            flash(words, "success")
            if len(made) > 1:
                return redirect(url_for(".index"), 303)
            return redirect(url_for(".page", meeting_id=made[0].id), 303)
    return _show(form, None, draft)


@bp.route("/<int:meeting_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(meeting_id: int) -> Any:
    """Changes one; the guests are told."""
    session, actor = db.session(), current_actor()
    meeting = _find(meeting_id)
    if request.method == "POST":
        seats.lock(session, meeting)
        settled = settle(session, actor, KIND, meeting, request.form)
        if settled is not None:
            if settled.race is not None:
                return _both(meeting, settled.race)
            chosen = details_from(settled.data, rules.data_of(meeting))
            return _save(meeting, chosen, None)
    draft = form_draft(session, actor, KIND, meeting_id, meeting.version)
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = MeetingForm(
        formdata=MultiDict(posted) if posted is not None else None,
        data=None if posted is not None else _values(meeting),
    )
    form.guest_ids.keep(one.user_id for one in meeting.guests)
    del form.repeat, form.times
    if request.method == "POST" and form.validate():
        return _save(meeting, form.meeting_data(), form)
    return _show(form, meeting, draft)


def _save(meeting: Meeting, data: MeetingData, form: MeetingForm | None) -> Any:
    session, actor, meeting_id = db.session(), current_actor(), meeting.id
    if form is not None and form.version.data != str(meeting.version):
        mine = {**snapshot(meeting), **details_snapshot(data)}
        lost = race(session, actor, KIND, meeting, form.based_on.data, mine)
        if any(part.changed_by != "mine" for part in lost.parts):
            return _both(meeting, lost)
    try:
        rules.change(session, actor, meeting, data)
    except PortalError as problem:
        session.rollback()
        if form is None:
            values = {**_values(meeting), **MeetingForm.values_of(data)}
            form = MeetingForm(formdata=None, data=values)
            form.guest_ids.keep([*data.guest_ids, *(one.user_id for one in meeting.guests)])
            del form.repeat, form.times
        show_problem(form, problem)
        draft = form_draft(session, actor, KIND, meeting_id, meeting.version)
        return _show(form, meeting, draft)
    forget_draft(session, actor, request.form)
    session.commit()
    flash(_("Saved. Guests are told what changed."), "success")
    return redirect(url_for(".page", meeting_id=meeting_id), 303)


@bp.route("/<int:meeting_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(meeting_id: int) -> Any:
    """It does not take place; that cannot be undone, for calendars are told."""
    session, actor = db.session(), current_actor()
    meeting = _find(meeting_id)
    if meeting.cancelled_at is not None:
        return redirect(url_for(".page", meeting_id=meeting_id), 303)
    if request.method == "POST":
        seats.lock(session, meeting)
        rules.cancel(session, actor, meeting)
        session.commit()
        flash(_("Cancelled. The guests are told."), "success")
        return redirect(url_for(".page", meeting_id=meeting_id), 303)
    return render_template("ambassadors/meetings/cancel.html", meeting=meeting)


@bp.route("/<int:meeting_id>/minutes", methods=["GET", "POST"])
@signed_in
def minutes(meeting_id: int) -> Any:
    """What was said; two who write at once see both versions."""
    session, actor = db.session(), current_actor()
    meeting = _find(meeting_id)
    if request.method == "POST":
        seats.lock(session, meeting)
        settled = settle(session, actor, KIND, meeting, request.form)
        if settled is not None:
            if settled.race is not None:
                return _both(meeting, settled.race)
            return _save_minutes(meeting, settled.data.get("minutes", ""), None)
    draft = form_draft(session, actor, f"{KIND}_minutes", meeting_id, meeting.version)
    posted: Any = request.form if request.method == "POST" else draft.fields
    if posted is None:
        return _show_minutes(_minutes_form(meeting), meeting, draft)
    form = MinutesForm(formdata=MultiDict(posted))
    if request.method == "GET" or not form.validate():
        return _show_minutes(form, meeting, draft)
    return _save_minutes(meeting, form.minutes.data or "", form)


def _save_minutes(meeting: Meeting, text: str, form: MinutesForm | None) -> Any:
    session, actor = db.session(), current_actor()
    if form is not None and form.version.data != str(meeting.version):
        mine = {**snapshot(meeting), "minutes": text}
        lost = race(session, actor, KIND, meeting, form.based_on.data, mine)
        if any(part.name == "minutes" and part.changed_by != "mine" for part in lost.parts):
            return _both(meeting, lost)
    rules.write_minutes(session, actor, meeting, text)
    forget_draft(session, actor, request.form)
    session.commit()
    flash(_("The minutes are saved."), "success")
    return redirect(url_for(".page", meeting_id=meeting.id), 303)


@bp.route("/<int:meeting_id>/points/new", methods=["GET", "POST"])
@signed_in
def add_point(meeting_id: int) -> Any:
    """A decision or an action."""
    session, actor = db.session(), current_actor()
    meeting = _find(meeting_id)
    form = PointForm()
    if form.validate_on_submit():
        with attempt(form, InvalidMeeting) as done:
            points.add(
                session,
                actor,
                meeting,
                what=form.what.data or "",
                text=form.text.data or "",
                user_id=form.user_id.data,
                due_on=form.due_on.data,
            )
        if done:
            flash(_("Noted."), "success")
            return redirect(url_for(".page", meeting_id=meeting_id, _anchor="h-points"), 303)
    page = render_template("ambassadors/meetings/point.html", form=form, meeting=meeting)
    return page, 422 if form.errors else 200


@bp.post("/<int:meeting_id>/points/<int:point_id>/remove")
@signed_in
def remove_point(meeting_id: int, point_id: int) -> Any:
    """Takes one out that was written by mistake."""
    session, actor = db.session(), current_actor()
    meeting = _find(meeting_id)
    point = session.get(MeetingPoint, point_id)
    if point is None or point.meeting_id != meeting_id:
        abort(404)
    points.remove(session, actor, meeting, point)
    session.commit()
    flash(_("Taken out."), "success")
    return redirect(url_for(".page", meeting_id=meeting_id, _anchor="h-points"), 303)


@bp.route("/<int:meeting_id>/attendance", methods=["GET", "POST"])
@requires(COORDINATE)
def attendance(meeting_id: int) -> Any:
    """Ticking who came."""
    session, actor = db.session(), current_actor()
    meeting = _find(meeting_id)
    if request.method == "POST":
        seats.lock(session, meeting)
        chosen = {int(text) for text in request.form.getlist("came") if _is_id(text)}
        with attempt() as done:
            came.tick(session, actor, meeting, chosen)
        if done:
            flash(_("Saved. Only coordinators see who came."), "success")
        return redirect(url_for(".page", meeting_id=meeting_id), 303)
    guests = sorted(meeting.guests, key=lambda one: one.user.name.casefold())
    return render_template(
        "ambassadors/meetings/attendance.html", meeting=meeting, guests=guests, answers=ANSWERS
    )


@bp.get("/attendance")
@requires(COORDINATE)
def over_time() -> str:
    """Who came to the meetings so far."""
    sort = request.args.get("sort", "name")
    return render_template(
        "ambassadors/meetings/over_time.html",
        rows=came.over_time(db.session(), current_actor(), sort),
        sort=sort if sort.removeprefix("-") in came.SORTS else "name",
        sort_url=lambda key: url_for(".over_time", sort=key),
    )


@bp.get("/attendance.<extension>")
@requires(COORDINATE)
def export(extension: str) -> Any:
    """The same as a file."""
    write = {"csv": csv_response, "xlsx": xlsx_response}.get(extension)
    if write is None:
        abort(404)
    rows = came.over_time(db.session(), current_actor(), request.args.get("sort", "name"))
    columns = [_("Name"), _("Came"), _("Did not come"), _("Last time")]
    lines = [
        (row.name, row.came, row.missed, local(row.last).date() if row.last else None)
        for row in rows
    ]
    return write(_("attendance"), columns, lines)


def _values(meeting: Meeting) -> dict[str, Any]:
    return {
        **MeetingForm.values_of(rules.data_of(meeting)),
        "version": str(meeting.version),
        "based_on": str(latest_number(db.session(), KIND, meeting.id)),
    }


def _minutes_form(meeting: Meeting) -> MinutesForm:
    values = {
        "minutes": meeting.minutes,
        "version": str(meeting.version),
        "based_on": str(latest_number(db.session(), KIND, meeting.id)),
    }
    return MinutesForm(formdata=None, data=values)


def _show_minutes(form: MinutesForm, meeting: Meeting, draft: Any) -> Any:
    page = render_template(
        "ambassadors/meetings/minutes.html", form=form, meeting=meeting, draft=draft
    )
    return page, 422 if form.errors else 200


def _both(meeting: Meeting, lost: Race) -> Any:
    page = render_template("ambassadors/meetings/conflict.html", race=lost, meeting=meeting)
    return page, 409


def _show(form: MeetingForm, meeting: Meeting | None, draft: Any) -> Any:
    page = render_template(
        "ambassadors/meetings/edit.html",
        form=form,
        meeting=meeting,
        draft=draft,
        today=today(),
    )
    return page, 422 if form.errors else 200


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
