"""The facilitator's pages: the run sheet of a half day, and all groups at a glance."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal.api import PortalError, current_actor, db, now, signed_in

from ..frame import show
from ..models import Series
from ..permissions import led_or_404
from ..times import clock_words, local, moment
from . import runsheet
from .document import LINE, NOTE
from .groups import groups_of
from .views import bp
from .wording import STEP, STEPS, TRACK

ACTIONS = ("begin", "next", "back", "more", "less", "reset")


def _find(series_id: int, number: int) -> Series:
    if number not in runsheet.USUAL:
        abort(404)
    return led_or_404(db.session(), current_actor(), series_id)


@bp.get("/series/<int:series_id>/run/<int:number>")
@signed_in
def run(series_id: int, number: int) -> str:
    """What happens when, what is on now, and what to say."""
    session = db.session()
    series = _find(series_id, number)
    sheet = runsheet.sheet_of(session, series, number)
    rows = runsheet.rows_of(session, series, number)
    return show(
        "workshops/canvas/run.html",
        series,
        number=number,
        rows=rows,
        on=runsheet.current(rows),
        begun=runsheet.has_begun(sheet, now()),
        clock=clock_words,
        at=now(),
        mark=runsheet.mark,
        groups=groups_of(session, series, number),
        step_of=STEP,
    )


@bp.post("/series/<int:series_id>/run/<int:number>")
@signed_in
def run_on(series_id: int, number: int) -> Any:
    """Begin, next, back, five minutes more or less, or all from the start."""
    session = db.session()
    series = _find(series_id, number)
    action = request.form.get("action", "")
    if action not in ACTIONS:
        abort(400)
    taken = runsheet.act(session, series, number, action, request.form.get("pressed"))
    session.commit()
    if not taken:
        flash(_("Somebody else pressed a moment before you. This is how it stands."), "info")
    return redirect(url_for(".run", series_id=series_id, number=number), 303)


@bp.route("/series/<int:series_id>/run/<int:number>/edit", methods=["GET", "POST"])
@signed_in
def run_edit(series_id: int, number: int) -> Any:
    """The points, their minutes and hints, and when the half day begins."""
    session = db.session()
    series = _find(series_id, number)
    sheet = runsheet.sheet_of(session, series, number)
    points = runsheet.points_of(sheet, number)
    lines = [_line(one.key, str(one.title), str(one.minutes), str(one.hint)) for one in points]
    begins = runsheet.rows_of(session, series, number)[0].starts if points else now()
    starts, errors = f"{local(begins):%H:%M}", {}
    if request.method == "POST":
        lines = [] if request.form.get("usual") else _posted(request.form)
        starts = request.form.get("starts", "")
        errors = _wrong(lines)
        begin = _begin(begins, starts)
        if begin is None:
            errors["starts"] = _("Write a time such as 9:00.")
        if not errors:
            sheet = runsheet.locked_sheet(session, series, number)
            runsheet.write(sheet, [_stored(one, number) for one in lines if one["title"]])
            if begin != begins:
                sheet.starts_at = begin
            session.commit()
            flash(_("The run sheet is saved."), "success")
            return redirect(url_for(".run", series_id=series_id, number=number), 303)
    page = show(
        "workshops/canvas/run_edit.html",
        series,
        number=number,
        lines=[*lines, _line("new", "", "10", "")],
        starts=starts,
        errors=errors,
    )
    return page, 422 if errors else 200


@bp.get("/series/<int:series_id>/groups")
@signed_in
def groups(series_id: int) -> str:
    """Every group: how far, who is there, who is stuck."""
    session = db.session()
    series = led_or_404(session, current_actor(), series_id)
    number = 2 if runsheet.is_begun(session, series, 2) else _half(series)
    return show(
        "workshops/canvas/groups.html",
        series,
        number=number,
        groups=groups_of(session, series, number),
        on=runsheet.current(runsheet.rows_of(session, series, number)),
        steps=STEPS,
        track_words=TRACK,
        clock=clock_words,
        at=now(),
    )


def _half(series: Series) -> int:
    """The half day that is next or on: the second from the day after the first."""
    first = next((one for one in series.half_days if one.number == 1), None)
    return 2 if first is not None and now() > first.ends_at + dt.timedelta(hours=6) else 1


def _line(key: str, title: str, minutes: str, hint: str) -> dict[str, str]:
    return {"key": key, "title": title, "minutes": minutes, "hint": hint}


def _posted(form: Any) -> list[dict[str, str]]:
    keys = [one for one in form.getlist("key") if one and len(one) <= 20][: runsheet.POINTS_MAX]
    found = []
    for key in dict.fromkeys(keys):
        title, hint = (
            form.get(f"{name}.{key}", "").replace("\x00", "").strip() for name in ("title", "hint")
        )
        if key == "new":
            if not title:
                continue
            key_now = f"own{now():%H%M%S%f}"[:20]
        else:
            key_now = key
        found.append(_line(key_now, title, form.get(f"minutes.{key}", "").strip(), hint))
    return found


def _wrong(lines: list[dict[str, str]]) -> dict[str, str]:
    errors = {}
    for one in lines:
        minutes = one["minutes"]
        number = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 else 0
        if one["title"] and not 1 <= number <= runsheet.MINUTES_MAX:
            errors[f"minutes.{one['key']}"] = _("Write a number of minutes, 1 to 240.")
        if len(one["title"]) > LINE or len(one["hint"]) > NOTE:
            errors[f"title.{one['key']}"] = _("The text is too long. Make it shorter.")
    return errors


def _stored(line: dict[str, str], number: int) -> dict[str, Any]:
    usual = {one.key: one for one in runsheet.USUAL[number]}.get(line["key"])
    # Words that nobody changed stay the usual ones, in each reader's language.
    title = "" if usual is not None and line["title"] == str(usual.title) else line["title"]
    hint = None if usual is not None and line["hint"] == str(usual.hint) else line["hint"]
    return {"key": line["key"], "title": title, "minutes": int(line["minutes"]), "hint": hint}


def _begin(begins: dt.datetime, text: str) -> dt.datetime | None:
    parts = text.strip().replace(".", ":").split(":")
    if len(parts) != 2 or not all(one.isascii() and one.isdigit() for one in parts):
        return None
    hour, minute = (int(one[:4]) for one in parts)
    if hour > 23 or minute > 59:
        return None
    if f"{local(begins):%H:%M}" == f"{hour:02}:{minute:02}":
        return begins
    try:
        return moment(local(begins).date(), dt.time(hour, minute))
    except PortalError:
        return None
