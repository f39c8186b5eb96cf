"""Planning: making, changing, announcing, deciding, cancelling series; the rooms."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.api import (
    ConflictError,
    PortalError,
    current_actor,
    db,
    forget_draft,
    form_draft,
    made_before,
    requires,
    signed_in,
)

from ..models import Room, Series
from ..permissions import PLAN, planned_or_404
from ..sheets import fact
from ..vocabulary import SERIES_KIND, SERIES_STATUS
from . import rooms
from . import services as rules
from .data import InvalidSeries, SeriesData, data_of
from .forms import CancelForm, RoomForm, SeriesForm
from .views import bp


@bp.route("/new", methods=["GET", "POST"])
@requires(PLAN)
def create() -> Any:
    """A new series; `?sheet=` chooses the practice."""
    session, actor = db.session(), current_actor()
    draft = form_draft(session, actor, SERIES_KIND)
    if request.method == "GET" and draft.fields is None:
        values = SeriesForm.values_of(SeriesData())
        asked = request.args.get("sheet", "")
        sheet = None
        if asked.isascii() and asked.isdigit() and len(asked) < 10:
            sheet = fact(session, actor, int(asked))
        if sheet is not None:
            values |= {"sheet_id": sheet.id, "title": sheet.title[:160]}
        form = SeriesForm(formdata=None, data=values)
        form.offer(session, actor, None)
        return _show(form, None, draft)
    form = SeriesForm(formdata=_sent(draft))
    form.offer(session, actor, None)
    if request.method == "GET" or not form.validate():
        return _show(form, None, draft)
    made = made_before(session, actor, request.form)
    if made is None:
        try:
            series = rules.create_series(session, actor, data=form.series_data())
        except PortalError as problem:
            session.rollback()
            _refuse(form, problem)
            return _show(form, None, draft)
        made = url_for(".page", series_id=series.id)
        forget_draft(session, actor, request.form, made)
        session.commit()
    flash(_("Saved. Nobody sees it yet but those who plan and lead it."), "success")
    return redirect(made, 303)


@bp.route("/<int:series_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(series_id: int) -> Any:
    """Changing it."""
    session, actor = db.session(), current_actor()
    series = planned_or_404(session, actor, series_id)
    draft = form_draft(session, actor, SERIES_KIND, series.id, series.version)
    if request.method == "GET" and draft.fields is None:
        values = {**SeriesForm.values_of(data_of(series)), "version": str(series.version)}
        form = SeriesForm(formdata=None, data=values)
        form.offer(session, actor, series)
        return _show(form, series, draft)
    form = SeriesForm(formdata=_sent(draft))
    form.offer(session, actor, series)
    if request.method == "GET" or not form.validate():
        return _show(form, series, draft)
    version = form.version.data or ""
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        rules.change_series(session, actor, series, form.series_data(), number)
    except ConflictError as problem:
        session.rollback()
        # What was typed stays; saving again is on top of what the other one wrote.
        form.version.data = str(series.version)
        words = _("It says now what you typed. Look at the series, and save again to keep yours.")
        form.form_errors.append(f"{problem} {words}")
        return _show(form, series, draft, 409)
    except PortalError as problem:
        session.rollback()
        _refuse(form, problem)
        return _show(form, series, draft)
    forget_draft(session, actor, request.form)
    session.commit()
    flash(_("Saved. Who takes part hears of another time or place."), "success")
    return redirect(url_for(".page", series_id=series_id), 303)


@bp.post("/<int:series_id>/open")
@signed_in
def announce(series_id: int) -> Any:
    """People see it and can sign up; invitations go out."""
    session, actor = db.session(), current_actor()
    series = planned_or_404(session, actor, series_id)
    try:
        rules.open_series(session, actor, series)
    except PortalError as problem:
        session.rollback()
        flash(str(problem), "error")
    else:
        session.commit()
        flash(_("Announced. Invitations are on their way."), "success")
    return redirect(url_for(".page", series_id=series_id), 303)


@bp.post("/<int:series_id>/decide")
@signed_in
def go_ahead(series_id: int) -> Any:
    """It goes ahead, before the day of decision or in spite of few people."""
    session, actor = db.session(), current_actor()
    series = planned_or_404(session, actor, series_id)
    rules.decide(session, actor, series, go=True)
    session.commit()
    flash(_("It goes ahead. Everyone is told."), "success")
    return redirect(url_for(".page", series_id=series_id), 303)


@bp.route("/<int:series_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(series_id: int) -> Any:
    """It does not take place; that cannot be undone, for everyone is told."""
    session, actor = db.session(), current_actor()
    series = planned_or_404(session, actor, series_id)
    form = CancelForm()
    if form.validate_on_submit():
        rules.cancel_series(session, actor, series, form.why.data or "")
        session.commit()
        flash(_("Cancelled. Everyone is told."), "success")
        return redirect(url_for(".page", series_id=series_id), 303)
    page = render_template(
        "workshops/series/cancel.html",
        series=series,
        form=form,
        look=SERIES_STATUS[series.status],
    )
    return page, 422 if form.errors else 200


@bp.get("/rooms")
@requires(PLAN)
def room_list() -> str:
    """All rooms."""
    found = db.session().scalars(select(Room).order_by(Room.closed, Room.name)).all()
    return render_template("workshops/series/rooms.html", rooms=found)


@bp.route("/rooms/new", methods=["GET", "POST"])
@requires(PLAN)
def add_room() -> Any:
    """A new room."""
    return _room(None)


@bp.route("/rooms/<int:room_id>", methods=["GET", "POST"])
@requires(PLAN)
def edit_room(room_id: int) -> Any:
    """Changing a room."""
    room = db.session().get(Room, room_id) if room_id < 2**31 else None
    if room is None:
        abort(404)
    return _room(room)


def _room(room: Room | None) -> Any:
    session, actor = db.session(), current_actor()
    draft = form_draft(session, actor, "workshop_room") if room is None else None
    waiting = draft.fields if draft is not None else None
    form = RoomForm(formdata=waiting) if waiting is not None else RoomForm(obj=room)
    if form.validate_on_submit():
        if made_before(session, actor, request.form):
            return redirect(url_for(".room_list"), 303)
        try:
            rooms.save_room(
                session,
                actor,
                room,
                name=form.name.data or "",
                address=form.address.data or "",
                seats=form.seats.data or 1,
                closed=bool(form.closed.data),
            )
        except PortalError as problem:
            session.rollback()
            _refuse(form, problem)
        else:
            forget_draft(session, actor, request.form, url_for(".room_list"))
            session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".room_list"), 303)
    page = render_template("workshops/series/room.html", form=form, room=room, draft=draft)
    return page, 422 if form.errors else 200


def _sent(draft: Any) -> MultiDict[str, str]:
    return MultiDict(request.form if request.method == "POST" else draft.fields or {})


def _show(form: SeriesForm, series: Series | None, draft: Any, status: int = 0) -> Any:
    page = render_template("workshops/series/edit.html", form=form, series=series, draft=draft)
    return page, status or (422 if form.errors else 200)


def _refuse(form: Any, problem: PortalError) -> None:
    if not isinstance(problem, InvalidSeries):
        form.form_errors.append(str(problem))
        return
    for name, text in problem.errors.items():
        form[name].errors = [*form[name].errors, text]
