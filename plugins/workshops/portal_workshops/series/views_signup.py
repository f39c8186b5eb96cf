"""Signing up, answering, cancelling, a colleague instead; from the page, and from a mail."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import (
    NotAllowed,
    PortalError,
    Unit,
    User,
    actor_for,
    attempt,
    current_actor,
    db,
    public,
    signed_in,
)

from ..models import Seat, Series
from ..permissions import series_or_404
from ..vocabulary import HELP, SEAT_STATUS, SERIES_STATUS, SeatStatus
from . import seats
from . import services as rules
from .forms import ColleagueForm, HelpForm
from .signing import units_to_choose
from .tokens import seat_of as seat_of_token
from .views import bp


@bp.post("/<int:series_id>/sign-up")
@signed_in
def sign_up(series_id: int) -> Any:
    """A seat where one is free, else a place in the queue."""
    session, actor = db.session(), current_actor()
    series = series_or_404(session, actor, series_id)
    units = dict(units_to_choose(session, actor))
    chosen = request.form.get("unit_id", "")
    unit_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    if len(units) == 1 and not chosen:
        unit_id = next(iter(units))
    if unit_id not in units:
        flash(_("Choose the education you come for."), "error")
        return redirect(url_for(".page", series_id=series_id), 303)
    with attempt() as done:
        seat = seats.sign_up(session, actor, series, session.get_one(Unit, unit_id))
        place = seats.place_in_queue(series, seat)
    if done:
        if place:
            flash(_("You are number %(number)d in the queue.", number=place), "success")
        else:
            flash(_("You have a seat. It stands in your calendar."), "success")
    return redirect(url_for(".page", series_id=series_id), 303)


@bp.post("/<int:series_id>/answer")
@signed_in
def answer(series_id: int) -> Any:
    """Yes to a seat that is kept, or no to any."""
    session, actor = db.session(), current_actor()
    series = series_or_404(session, actor, series_id)
    seat = _mine(series)
    _answer(seat, request.form.get("answer", ""), actor)
    return redirect(url_for(".page", series_id=series_id), 303)


@bp.post("/<int:series_id>/colleague")
@signed_in
def colleague(series_id: int) -> Any:
    """A colleague goes instead."""
    session, actor = db.session(), current_actor()
    series = series_or_404(session, actor, series_id)
    seat = _mine(series)
    form = ColleagueForm()
    other = session.get(User, form.colleague_id.data) if form.colleague_id.data else None
    if not form.validate() or other is None:
        problem = next(iter(form.colleague_id.errors), None)
        flash(problem or _("Choose the colleague who goes instead."), "error")
        return redirect(url_for(".page", series_id=series_id), 303)
    with attempt() as done:
        seats.substitute(session, actor, series, seat, other)
        name = other.name
    if done:
        flash(_("%(name)s has your seat, and a mail.", name=name), "success")
    return redirect(url_for(".page", series_id=series_id), 303)


@bp.post("/<int:series_id>/help")
@signed_in
def help_out(series_id: int) -> Any:
    """How somebody of the origin's experiment helps."""
    session, actor = db.session(), current_actor()
    series = series_or_404(session, actor, series_id)
    form = HelpForm()
    if not form.validate() or form.help.data not in HELP:
        flash(_("Choose one of the answers."), "error")
        return redirect(url_for(".page", series_id=series_id, _anchor="h-help"), 303)
    try:
        rules.answer_help(session, actor, series, form.help.data, form.note.data or "")
    except NotAllowed:
        abort(404)
    session.commit()
    flash(_("Thank you. The planner sees it."), "success")
    return redirect(url_for(".page", series_id=series_id), 303)


@bp.get("/seat/<token>")
@public
def by_link(token: str) -> Any:
    """Where somebody stands, for who has the mail, signed in or not."""
    found = seat_of_token(db.session(), token)
    if found is None:
        return render_template("workshops/series/no_link.html"), 404
    seat, fresh = found
    series = seat.series
    return render_template(
        "workshops/series/seat.html",
        seat=seat,
        series=series,
        look=SEAT_STATUS[seat.status],
        series_look=SERIES_STATUS[series.status],
        turn=seats.place_in_queue(series, seat),
        fresh=fresh,
        token=token,
        open=series.status in ("open", "running"),
    )


@bp.post("/seat/<token>")
@public
def answer_by_link(token: str) -> Any:
    """The same answers, by the link of the mail; again does no harm."""
    session = db.session()
    found = seat_of_token(session, token)
    if found is None:
        return render_template("workshops/series/no_link.html"), 404
    seat, fresh = found
    word = request.form.get("answer", "")
    if word == "yes" and not fresh:
        flash(_("This link is of an older mail."), "error")
    else:
        _answer(seat, word, actor_for(session, seat.user))
    return redirect(url_for(".by_link", token=token), 303)


def _answer(seat: Seat, word: str, actor: Any) -> None:
    """Carries an answer out, commits, and says what came of it."""
    session, series = db.session(), seat.series
    with attempt() as done:
        if word == "yes":
            seats.accept(session, actor, series, seat)
            said = _("The seat is yours. It stands in your calendar.")
        elif word == "no":
            waited = seat.status == SeatStatus.WAITING
            seats.cancel(session, actor, series, seat)
            said = (
                _("You no longer wait.")
                if waited
                else _("Your seat is given up. The next in the queue is told.")
            )
        else:
            raise PortalError(_("Choose one of the answers."))
    if done:
        flash(said, "success")


def _mine(series: Series) -> Seat:
    seat = rules.seat_of(series, current_actor().user_id)
    if seat is None:
        abort(404)
    return seat
