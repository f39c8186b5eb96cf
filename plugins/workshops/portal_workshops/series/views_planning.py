"""Planning: making, changing, announcing, deciding, cancelling series; the rooms."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.api import (
    PortalError,
    Race,
    attempt,
    current_actor,
    db,
    forget_draft,
    form_draft,
    latest_number,
    made_before,
    race,
    requires,
    settle,
    show_problem,
    signed_in,
)

from ..models import Room, Series
from ..permissions import PLAN, planned_or_404
from ..sheets import fact
from ..vocabulary import SERIES_KIND, SERIES_STATUS, SeriesStatus
from . import rooms, seats
from . import services as rules
from .data import SeriesData, data_of
from .forms import CancelForm, RoomForm, SeriesForm
from .versions import data_from, snapshot_of
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
        with attempt(form) as done:
            series = rules.create_series(session, actor, data=form.series_data())
            made = url_for(".page", series_id=series.id)
            forget_draft(session, actor, request.form, made)
        if not done:
            return _show(form, None, draft)
    flash(_("Saved. Nobody sees it yet but those who plan and lead it."), "success")
    return redirect(made, 303)


@bp.route("/<int:series_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(series_id: int) -> Any:
    """Changing it; two who write at once see both versions, and choose field by field."""
    session, actor = db.session(), current_actor()
    series = planned_or_404(session, actor, series_id)
    if request.method == "POST":
        seats.lock(session, series)
        settled = settle(session, actor, SERIES_KIND, series, request.form)
        if settled is not None:
            if settled.race is not None:
                return _both(series, settled.race)
            return _settled(series, data_from(settled.data))
    draft = form_draft(session, actor, SERIES_KIND, series.id, series.version)
    if request.method == "GET" and draft.fields is None:
        return _show(_filled(series, data_of(series)), series, draft)
    form = SeriesForm(formdata=_sent(draft))
    form.offer(session, actor, series)
    if request.method == "GET" or not form.validate():
        return _show(form, series, draft)
    mine = form.series_data()
    if form.version.data != str(series.version):
        lost = race(session, actor, SERIES_KIND, series, form.based_on.data, snapshot_of(mine))
        if any(part.changed_by != "mine" for part in lost.parts):
            return _both(series, lost)
    try:
        rules.change_series(session, actor, series, mine)
    except PortalError as problem:
        session.rollback()
        show_problem(form, problem)
        return _show(form, series, draft)
    return _changed(series)


def _filled(series: Series, data: SeriesData) -> SeriesForm:
    """The form with these values, made from the series as it stands."""
    session = db.session()
    values = {
        **SeriesForm.values_of(data),
        "version": str(series.version),
        "based_on": str(latest_number(session, SERIES_KIND, series.id)),
    }
    form = SeriesForm(formdata=None, data=values)
    form.offer(session, current_actor(), series)
    return form


def _settled(series: Series, chosen: SeriesData) -> Any:
    """What was chosen of both versions: saved, or shown in the form where it does not fit."""
    session, actor = db.session(), current_actor()
    try:
        rules.change_series(session, actor, series, chosen)
    except PortalError as problem:
        session.rollback()
        form = _filled(series, chosen)
        show_problem(form, problem)
        return _show(form, series, form_draft(session, actor, SERIES_KIND, series.id))
    return _changed(series)


def _changed(series: Series) -> Any:
    session = db.session()
    forget_draft(session, current_actor(), request.form)
    words = (
        _("Saved.")
        if series.status == SeriesStatus.PLANNING
        else _("Saved. Who takes part hears of another time or place.")
    )
    session.commit()
    flash(words, "success")
    return redirect(url_for(".page", series_id=series.id), 303)


def _both(series: Series, lost: Race) -> Any:
    draft = form_draft(db.session(), current_actor(), SERIES_KIND, series.id, series.version)
    page = render_template("workshops/series/conflict.html", race=lost, series=series, draft=draft)
    return page, 409


@bp.post("/<int:series_id>/open")
@signed_in
def announce(series_id: int) -> Any:
    """People see it and can sign up; invitations go out."""
    session, actor = db.session(), current_actor()
    series = planned_or_404(session, actor, series_id)
    with attempt() as done:
        rules.open_series(session, actor, series)
    if done:
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
        with attempt(form) as done:
            rooms.save_room(
                session,
                actor,
                room,
                name=form.name.data or "",
                address=form.address.data or "",
                seats=form.seats.data or 1,
                closed=bool(form.closed.data),
            )
            forget_draft(session, actor, request.form, url_for(".room_list"))
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for(".room_list"), 303)
    page = render_template("workshops/series/room.html", form=form, room=room, draft=draft)
    return page, 422 if form.errors else 200


def _sent(draft: Any) -> MultiDict[str, str]:
    return MultiDict(request.form if request.method == "POST" else draft.fields or {})


def _show(form: SeriesForm, series: Series | None, draft: Any) -> Any:
    page = render_template("workshops/series/edit.html", form=form, series=series, draft=draft)
    return page, 422 if form.errors else 200
