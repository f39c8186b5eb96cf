"""Who takes part: convening educations, the queue, attendance; for planners and facilitators."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.api import (
    PortalError,
    Unit,
    User,
    attempt,
    contacts_seen,
    current_actor,
    db,
    may,
    now,
    signed_in,
    unit_paths,
)

from ..frame import show
from ..models import Participation, Seat, Series
from ..permissions import led_or_404, planned_or_404, plans, series_or_404
from ..vocabulary import SEAT_STATUS, TAKES_PART
from . import attendance as came
from . import seats
from . import services as rules
from .forms import EducationForm
from .views import FILES, bp

#: 'half day-seat', as the boxes of the attendance say it.
_PAIR = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


@bp.get("/<int:series_id>/people")
@signed_in
def people(series_id: int) -> Any:
    """Everyone, by education; who waits, in order."""
    session, actor = db.session(), current_actor()
    series = _with_people(series_id)
    rows = _rows(series)
    return show(
        "workshops/series/people.html",
        series,
        educations=[
            (one, [seat for seat in rows if seat.participation_id == one.id])
            for one in series.participations
        ],
        queue=seats.queue(series),
        looks=SEAT_STATUS,
        held=len(seats.held(series)),
        kept=len(seats.kept(series)),
        paths=unit_paths(session, [one.unit_id for one in series.participations]),
        may_plan=plans(actor, series),
    )


@bp.get("/<int:series_id>/people.<extension>")
@signed_in
def export_people(series_id: int, extension: str) -> Any:
    """The same as a file."""
    write = FILES.get(extension)
    if write is None:
        abort(404)
    session = db.session()
    series = _with_people(series_id)
    paths = unit_paths(session, [one.unit_id for one in series.participations])
    noted = came.noted(session, series)
    columns = [
        _("Name"),
        _("Email"),
        _("Education"),
        _("Status"),
        _("Number in the queue"),
        _("Came to workshop 1"),
        _("Came to workshop 2"),
    ]
    days = {one.number: one.id for one in series.half_days}
    lines = []
    found = list(_rows(series))
    seen = contacts_seen(session, current_actor(), [seat.user for seat in found])
    for seat in found:
        there = [noted.get((days.get(number, 0), seat.id)) for number in (1, 2)]
        lines.append(
            (
                seat.user.name,
                seat.user.email if seat.user_id in seen else "",
                paths.get(seat.participation.unit_id, ""),
                str(SEAT_STATUS[seat.status].words),
                seats.place_in_queue(series, seat) or None,
                *(None if one is None else _("yes") if one else _("no") for one in there),
            )
        )
    return write(_("participants"), columns, lines)


@bp.route("/<int:series_id>/people/add", methods=["GET", "POST"])
@signed_in
def add_education(series_id: int) -> Any:
    """An education is convened, with its leader and teachers."""
    session, actor = db.session(), current_actor()
    series = planned_or_404(session, actor, series_id)
    form = EducationForm()
    form.offer(session)
    if request.method == "GET":
        asked = request.args.get("unit", "")
        form.unit_id.data = int(asked) if asked.isdigit() and len(asked) < 10 else 0
    if form.validate_on_submit():
        if not _convene(form, series):
            session.rollback()
        else:
            session.commit()
            flash(_("The education takes part."), "success")
            return redirect(url_for(".people", series_id=series_id), 303)
    page = show(
        "workshops/series/add_education.html",
        series,
        form=form,
        free=len(seats.free(series)),
        colleagues=_colleagues(form.unit_id.data),
    )
    return page, 422 if form.errors else 200


def _convene(form: EducationForm, series: Series) -> bool:
    session, actor = db.session(), current_actor()
    unit = session.get(Unit, form.unit_id.data) if form.unit_id.data else None
    if unit is None:
        form.unit_id.errors = [_("Choose the education.")]
        return False
    ids = [*(form.people_ids.data or ()), form.leader_id.data]
    found = {one.id: one for one in session.scalars(select(User).where(User.id.in_(ids)))}
    if not found:
        form.leader_id.errors = [_("Choose the leader, or somebody else who comes.")]
        return False
    try:
        rules.add_education(
            session,
            actor,
            series,
            unit,
            [found[one] for one in form.people_ids.data or () if one in found],
            leader=found.get(form.leader_id.data or 0),
            invite=form.how.data == "invite",
        )
    except PortalError as problem:
        form.people_ids.errors = [str(problem)]
        return False
    return True


@bp.post("/<int:series_id>/people/<int:participation_id>/remove")
@signed_in
def remove_education(series_id: int, participation_id: int) -> Any:
    """The education does not take part after all."""
    session, actor = db.session(), current_actor()
    series = planned_or_404(session, actor, series_id)
    found = next((one for one in series.participations if one.id == participation_id), None)
    if found is None:
        abort(404)
    rules.remove_education(session, actor, series, found)
    session.commit()
    flash(_("Taken off. Its people are told, and what they worked on stays."), "success")
    return redirect(url_for(".people", series_id=series_id), 303)


@bp.post("/<int:series_id>/people/seat/<int:seat_id>/remove")
@signed_in
def remove_person(series_id: int, seat_id: int) -> Any:
    """One person does not take part after all."""
    session, actor = db.session(), current_actor()
    series = planned_or_404(session, actor, series_id)
    seat = next((one for one in series.seats if one.id == seat_id), None)
    if seat is None:
        abort(404)
    with attempt() as done:
        seats.cancel(session, actor, series, seat)
    if done:
        flash(_("Taken off, and told by mail."), "success")
    return redirect(url_for(".people", series_id=series_id), 303)


@bp.route("/<int:series_id>/attendance", methods=["GET", "POST"])
@signed_in
def attendance(series_id: int) -> Any:
    """Ticking who came, for each half day."""
    session, actor = db.session(), current_actor()
    series = led_or_404(session, actor, series_id)
    if request.method == "POST":
        found = [_PAIR.fullmatch(text) for text in request.form.getlist("came")]
        chosen = {(int(one[1]), int(one[2])) for one in found if one is not None}
        with attempt() as done:
            came.tick(session, actor, series, chosen)
        if done:
            flash(_("Saved."), "success")
        return redirect(url_for(".attendance", series_id=series_id), 303)
    series = _with_people(series_id)
    return show(
        "workshops/series/attendance.html",
        series,
        rows=[one for one in _rows(series) if one.status in ("seated", "offered")],
        noted=came.noted(session, series),
        declined=came.declined(session, series),
        now=now(),
    )


def _with_people(series_id: int) -> Series:
    """The series with everyone in it, for who may see them; else 404."""
    session, actor = db.session(), current_actor()
    series = series_or_404(session, actor, series_id)
    if not may(session, actor, "people", series):
        abort(404)
    found: Series = session.scalars(
        select(Series)
        .where(Series.id == series_id)
        .options(
            selectinload(Series.seats).selectinload(Seat.user),
            selectinload(Series.seats).selectinload(Seat.substitute),
            selectinload(Series.participations).selectinload(Participation.unit),
            selectinload(Series.participations).selectinload(Participation.leader),
        )
        .execution_options(populate_existing=True)
    ).one()
    return found


def _rows(series: Series) -> list[Seat]:
    """By education, those who take part before those who do not, then by name."""
    return sorted(
        series.seats,
        key=lambda one: (
            one.participation_id,
            one.status not in TAKES_PART,
            one.user_id != one.participation.leader_id,
            one.user.name.casefold(),
        ),
    )


def _colleagues(unit_id: Any) -> int:
    return int(unit_id or 0)
