"""For the organisers: the board, inviting, reminding, one education."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from portal.api import (
    PortalError,
    User,
    attempt,
    csv_response,
    current_actor,
    day_of,
    db,
    signed_in,
    today,
    xlsx_response,
)

from ..frame import show
from ..models import Bazaar, InvitedEducation
from ..permissions import organised_or_404
from . import exports, inviting, reminders
from .board import grouped, read_board
from .common import bp, education_or_404, number_in
from .coverage import Status
from .forms import DayForm, InviteForm
from .names import name_of
from .words import FUNCTIONS, SEAT_LOOKS, SEATS, STATUSES, WHOLE, recipient_words

#: The filters of the board, by what stands in the address.
SHOWN: dict[str, tuple[str, ...]] = {
    "complete": (Status.COMPLETE,),
    "leader": (Status.LACKS_LEADER, Status.LACKS_BOTH),
    "teacher": (Status.LACKS_TEACHER, Status.LACKS_BOTH),
    "answer": (Status.NO_ANSWER,),
    "declined": (Status.DECLINED,),
}


def _bazaar(bazaar_id: int) -> Bazaar:
    return organised_or_404(db.session(), current_actor(), bazaar_id)


@bp.get("/manage/attendance")
@signed_in
def board(bazaar_id: int) -> str:
    """Who is complete, who lacks whom, who has not answered."""
    bazaar = _bazaar(bazaar_id)
    found = read_board(db.session(), bazaar)
    chosen = request.args.get("show", "")
    rows = found.by_status(*SHOWN[chosen]) if chosen in SHOWN else found.rows
    return show(
        "bazaar/attendance/board.html",
        bazaar,
        board=found,
        groups=grouped(rows),
        rows=rows,
        shown=chosen if chosen in SHOWN else "",
        table=request.args.get("as") == "table",
        days=(day_of(bazaar.starts_at) - today()).days,
        asks=[(one.education, visitor) for one, visitor in found.asking],
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "name_of": name_of,
        "functions": FUNCTIONS,
        "statuses": STATUSES,
        "whole": WHOLE,
        "seats": SEATS,
        "seat_looks": SEAT_LOOKS,
        "recipient_words": recipient_words,
    }


@bp.get("/manage/attendance.<any(xlsx, csv):kind>")
@signed_in
def export(bazaar_id: int, kind: str) -> Any:
    """The board as a file, as it is filtered."""
    bazaar = _bazaar(bazaar_id)
    found = read_board(db.session(), bazaar)
    chosen = request.args.get("show", "")
    rows = found.by_status(*SHOWN[chosen]) if chosen in SHOWN else found.rows
    answer = xlsx_response if kind == "xlsx" else csv_response
    return answer(_("attendance"), exports.board_columns(), exports.board_rows(rows))


@bp.route("/manage/attendance/invite", methods=["GET", "POST"])
@signed_in
def invite(bazaar_id: int) -> Any:
    """All educations in one go."""
    session, actor, bazaar = db.session(), current_actor(), _bazaar(bazaar_id)
    found = inviting.candidates(session, bazaar)
    open_ones = [one for one in found if one.invited is None or not one.invited.invited_at]
    kept = inviting.settings_of(session, bazaar)
    last = inviting.invited_last(session, bazaar) & {one.unit.id for one in open_ones}
    form = InviteForm(
        units=[one.unit.id for one in open_ones if not last or one.unit.id in last],
        text=kept.text,
        answer_by=kept.answer_by,
    )
    form.units.choices = inviting.choices(open_ones)
    if form.validate_on_submit():
        with attempt(form) as done:
            made = inviting.invite(
                session,
                actor,
                bazaar,
                form.units.data or [],
                text=form.text.data or "",
                answer_by=form.answer_by.data,
            )
        if done:
            _tell_invited(found, form.units.data or [], made)
            return redirect(url_for(".board", bazaar_id=bazaar_id), 303)
    return show(
        "bazaar/attendance/invite.html",
        bazaar,
        form=form,
        open_ones=open_ones,
        like_last=bool(last),
        invited=len(found) - len(open_ones),
        lost=[one for one in open_ones if not one.leaders],
    )


def _tell_invited(found: list[inviting.Candidate], chosen: list[int], made: int) -> None:
    """How many were invited, how many mails that makes, and for whom there is nobody to mail."""
    mine = [one for one in found if one.unit.id in set(chosen)]
    letters = len({leader.id for one in mine for leader in one.leaders})
    invited = ngettext("%(num)s education is invited.", "%(num)s educations are invited.", made)
    mails = ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", letters)
    flash(f"{invited} {mails}" if letters else invited, "success")
    lost = [one.path for one in mine if not one.leaders]
    if lost:
        words = ngettext(
            "Nobody could be written to for %(num)s education: %(names)s. Open it on the board, "
            "and name a delegate.",
            "Nobody could be written to for %(num)s educations: %(names)s. Open them on the board, "
            "and name a delegate each.",
            len(lost),
            names="; ".join(lost[:10]) + (" \u2026" if len(lost) > 10 else ""),
        )
        flash(words, "warning")


@bp.route("/manage/attendance/remind", methods=["GET", "POST"])
@signed_in
def remind(bazaar_id: int) -> Any:
    """Shows who would get what, and sends it."""
    session, actor, bazaar = db.session(), current_actor(), _bazaar(bazaar_id)
    only = _only(bazaar)
    if request.method == "POST":
        wave = request.form.get("wave", "")
        if not (wave.isascii() and wave.isalnum() and 8 <= len(wave) <= 32):
            abort(400)
        sent = reminders.remind(session, actor, bazaar, wave, only)
        session.commit()
        words = ngettext(
            "%(num)s reminder is on its way.", "%(num)s reminders are on their way.", sent
        )
        flash(words if sent else _("These reminders were sent already."), "success")
        return redirect(url_for(".board", bazaar_id=bazaar_id), 303)
    return _remind_page(bazaar, DayForm(formdata=None))


def _remind_page(bazaar: Bazaar, form: DayForm) -> str:
    only = _only(bazaar)
    found = reminders.preview(db.session(), bazaar, only)
    return show(
        "bazaar/attendance/remind.html",
        bazaar,
        preview=found,
        sample=reminders.sample(bazaar, found.letters[0]) if found.letters else "",
        only=only,
        wave=secrets.token_hex(12),
        form=form,
        dates=reminders.dates(db.session(), bazaar),
        **_words(),
    )


def _only(bazaar: Bazaar) -> list[int] | None:
    """The one education that is asked for, if any."""
    asked = request.values.get("education", "")
    if not asked:
        return None
    return [education_or_404(bazaar, number_in(asked)).id]


@bp.post("/manage/attendance/days")
@signed_in
def add_day(bazaar_id: int) -> Any:
    """One more day on which they go out by themselves."""
    bazaar, form = _bazaar(bazaar_id), DayForm()
    if form.validate_on_submit() and form.on.data is not None:
        there = {one.on for one in reminders.dates(db.session(), bazaar)}
        try:
            _set_days(bazaar, there | {form.on.data})
        except PortalError as problem:
            db.session.rollback()
            form.on.errors = [*form.on.errors, str(problem)]
        else:
            flash(_("Reminders go out that morning, to whoever is missing then."), "success")
            return redirect(url_for(".remind", bazaar_id=bazaar_id), 303)
    return _remind_page(bazaar, form), 422


@bp.post("/manage/attendance/days/<date>/remove")
@signed_in
def remove_day(bazaar_id: int, date: str) -> Any:
    """One day less."""
    bazaar = _bazaar(bazaar_id)
    try:
        day = dt.date.fromisoformat(date)
    except ValueError:
        abort(404)
    there = {one.on for one in reminders.dates(db.session(), bazaar)}
    _set_days(bazaar, there - {day})
    flash(_("No reminders go out that day."), "success")
    return redirect(url_for(".remind", bazaar_id=bazaar_id), 303)


def _set_days(bazaar: Bazaar, days: set[dt.date]) -> None:
    reminders.set_dates(db.session(), current_actor(), bazaar, days)
    db.session.commit()


@bp.get("/manage/attendance/<int:education_id>")
@signed_in
def education(bazaar_id: int, education_id: int) -> str:
    """One education: who comes, who is asked, who was reminded when."""
    session, bazaar = db.session(), _bazaar(bazaar_id)
    education_or_404(bazaar, education_id)
    row = read_board(session, bazaar, education_id).rows[0]
    told = reminders.history(session, row.education)
    ids = {one.user_id for one in told} | {one.by_id for one in told}
    ids |= {row.education.answered_by_id}
    people = {one.id: one.name for one in session.scalars(select(User).where(User.id.in_(ids)))}
    return show(
        "bazaar/attendance/education.html",
        bazaar,
        row=row,
        told=told,
        people=people,
        asks=[(row.education, one) for one in row.asking],
        **_words(),
    )


@bp.post("/manage/attendance/<int:education_id>/withdraw")
@signed_in
def withdraw(bazaar_id: int, education_id: int) -> Any:
    """Takes an education off the board; only one that has not answered and nobody comes for."""
    session, bazaar = db.session(), _bazaar(bazaar_id)
    found: InvitedEducation = education_or_404(bazaar, education_id)
    with attempt() as done:
        inviting.withdraw(session, current_actor(), bazaar, found)
    if not done:
        return redirect(url_for(".education", bazaar_id=bazaar_id, education_id=education_id), 303)
    flash(_("The invitation is taken back."), "success")
    return redirect(url_for(".board", bazaar_id=bazaar_id), 303)
