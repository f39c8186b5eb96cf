"""Collecting: cards and commitments come in, live; reminders, thanks, files."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from portal.api import (
    attempt,
    chart_response,
    csv_response,
    current_actor,
    db,
    signed_in,
    xlsx_response,
)

from ..frame import show
from ..models import Bazaar
from ..permissions import organised_or_404
from . import mails
from .forms import ThanksForm
from .numbers import collect, stamp
from .pictures import picture_of
from .tables import VIEWS, Table, card_columns, card_rows, table_of
from .views import bp

#: How often the page asks, in milliseconds.
EVERY = 4_000


@bp.get("/manage/collecting")
@signed_in
def collecting(bazaar_id: int) -> str:
    """What has come in: numbers, charts, tables, who is missing."""
    bazaar = organised_or_404(db.session(), current_actor(), bazaar_id)
    row = mails.collecting_of(db.session(), bazaar)
    return show(
        "bazaar/commitments/collecting.html",
        bazaar,
        every=EVERY,
        views=VIEWS,
        row=row,
        **_live(bazaar, _tag(bazaar)),
    )


@bp.get("/manage/collecting/live")
@signed_in
def live(bazaar_id: int) -> Response:
    """The same without the page around it; 304 while nothing has come in."""
    bazaar = organised_or_404(db.session(), current_actor(), bazaar_id)
    tag = _tag(bazaar)
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        answer = make_response(
            render_template("bazaar/commitments/_live.html", bazaar=bazaar, **_live(bazaar, tag))
        )
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "no-cache, private"
    return answer


@bp.get("/manage/collecting/<view>.svg")
@signed_in
def picture(bazaar_id: int, view: str) -> Response:
    """The chart of one of the tables."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    if view not in VIEWS:
        abort(404)
    made = picture_of(table_of(session, bazaar, collect(session, bazaar), view), view)
    if made is None:
        abort(404)
    return chart_response(made)


@bp.get("/manage/collecting/<what>.<any(xlsx, csv):ending>")
@signed_in
def export(bazaar_id: int, what: str, ending: str) -> Response:
    """One of the tables, or all lines of all cards, as a file."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    respond = xlsx_response if ending == "xlsx" else csv_response
    if what == "cards":
        return respond(f"cards-{bazaar.id}", card_columns(), card_rows(session, bazaar))
    if what not in VIEWS:
        abort(404)
    table = table_of(session, bazaar, collect(session, bazaar), what, request.args.get("sort", ""))
    columns = [column.title for column in table.columns]
    rows = (
        [row.head, *(row.cells.get(column.key, "") for column in table.columns[1:])]
        for row in table.rows
    )
    return respond(f"{what}-{bazaar.id}", columns, rows)


@bp.route("/manage/collecting/remind", methods=["GET", "POST"])
@signed_in
def remind(bazaar_id: int) -> Any:
    """Whom a reminder would reach; the button sends it."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    page = url_for(".collecting", bazaar_id=bazaar_id, by="missing")
    if request.method == "GET":
        return show(
            "bazaar/commitments/remind.html",
            bazaar,
            people=mails.to_remind(session, bazaar),
            row=mails.collecting_of(session, bazaar),
        )
    with attempt() as done:
        sent = mails.remind(session, actor, bazaar, request.form.get("round", ""))
    if not done:
        return redirect(page, 303)
    if sent:
        flash(ngettext("One is reminded.", "%(num)s are reminded.", sent), "success")
    else:
        flash(_("Nobody was written to: a reminder went out a moment ago."), "warning")
    return redirect(page, 303)


@bp.route("/manage/collecting/thanks", methods=["GET", "POST"])
@signed_in
def thanks(bazaar_id: int) -> Any:
    """The organisers' words of thanks, a preview of the mail, and the button that sends it."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    row = mails.collecting_of(session, bazaar)
    form = ThanksForm(data={"text": row.thanks})
    if request.method == "POST" and form.validate():
        mails.keep_thanks(session, bazaar, form.text.data or "")
        if request.form.get("send") == "1":
            number = mails.thank(session, actor, bazaar)
            session.commit()
            words = ngettext("One mail is on its way.", "%(num)s mails are on their way.", number)
            flash(words, "success")
            return redirect(url_for(".collecting", bazaar_id=bazaar_id), 303)
        session.commit()
        return redirect(url_for(".thanks", bazaar_id=bazaar_id, _anchor="preview"), 303)
    people = mails.to_thank(session, bazaar)
    preview = ""
    if people:
        lines = mails.lines_of(session, [people[0].id]).get(people[0].id, ())
        found = mails.thanks_of(session, people[0], row.thanks, lines, link=False)
        to = mails.mail_target(people[0])
        preview = render_template("bazaar/commitments/mail_thanks.txt", to=to, **found).strip()
    shown = show(
        "bazaar/commitments/thanks.html",
        bazaar,
        form=form,
        row=row,
        number=len(people),
        preview=preview,
    )
    return shown, 422 if form.errors else 200


def _live(bazaar: Bazaar, tag: str) -> dict[str, Any]:
    session = db.session()
    found = collect(session, bazaar)
    view = _view()
    table: Table = table_of(session, bazaar, found, view, request.args.get("sort", ""))
    address = url_for(".collecting", bazaar_id=bazaar.id, by=view)
    return {
        "found": found,
        "table": table,
        "view": view,
        "tag": tag,
        "chart": picture_of(table, view),
        "sort_url": lambda sort: f"{address}&sort={sort}",
    }


def _view() -> str:
    asked = request.args.get("by", "")
    return asked if asked in VIEWS else "stands"


def _tag(bazaar: Bazaar) -> str:
    sort = request.args.get("sort", "")[:40]
    return stamp(db.session(), bazaar, _view(), sort, str(get_locale()))
