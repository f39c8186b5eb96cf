"""The effect page, of one bazaar and of all; the report; when people are asked, who answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from portal.api import (
    CannotPrint,
    Page,
    attempt,
    chart_response,
    clean_name,
    csv_response,
    current_actor,
    db,
    narrow,
    now,
    record,
    signed_in,
    today,
    xlsx_response,
)

from ..commitments.nothing import answered_without
from ..frame import show
from ..models import Bazaar
from ..permissions import bazaar_or_404, bazaar_saved, is_announced, organised_or_404, organises
from ..vocabulary import KIND, BazaarStatus
from . import asking, timing
from .counting import Stages, stages
from .exports import answer_columns, answer_rows, columns, over_columns, over_rows, rows
from .facts import BY, over_time, rows_by, taken_at
from .forms import PlanForm, numbers
from .lines import lines_of, subject_of_actor
from .people import Asked, asked
from .pictures import became_of, groups_of, way_of, years_of
from .report import report_of, report_pdf, sentence_of
from .words import BY_WORDS, STAGES

bp = Blueprint("bazaar_effect", __name__, url_prefix="/bazaar", template_folder="../templates")
FILES = {"xlsx": xlsx_response, "csv": csv_response}
#: Bazaars on the page over all of them.
MOST = 30
PER_PAGE = 50


def _held(bazaar_id: int) -> Bazaar:
    """The bazaar, once it has been; before that there is nothing to see."""
    bazaar = bazaar_or_404(db.session(), current_actor(), bazaar_id)
    if not is_announced(bazaar) and not organises(db.session(), current_actor(), bazaar):
        abort(404)
    return bazaar


@bp.get("/<int:bazaar_id>/effect")
@signed_in
def page(bazaar_id: int) -> str:
    """From visited to in use: all of it, and by stand, education or theme."""
    session, bazaar = db.session(), _held(bazaar_id)
    by = request.args.get("by", "")
    by = by if by in BY else BY[0]
    found = taken_at(session, bazaar)
    plan = timing.plan_of(session, bazaar)
    total, rows = stages(found), rows_by(session, bazaar, found, by)
    return show(
        "bazaar/effect/page.html",
        bazaar,
        total=total,
        rows=rows,
        way=way_of(total),
        became=became_of(total),
        groups=groups_of(rows, by),
        by=by,
        words=BY_WORDS,
        stage_words=STAGES,
        plan=plan,
        asks_on=timing.asking_on(bazaar, plan),
        is_open=timing.is_open(bazaar, plan),
        without=len(answered_without(session, [bazaar.id])),
        organiser=organises(session, current_actor(), bazaar),
        own=bool(lines_of(session, subject_of_actor(session, current_actor(), bazaar))),
        over=bazaar.ends_at < now(),
        exports=[
            ("Excel", url_for(".export", bazaar_id=bazaar_id, by=by, form="xlsx")),
            ("CSV", url_for(".export", bazaar_id=bazaar_id, by=by, form="csv")),
        ],
    )


@bp.get("/<int:bazaar_id>/effect/picture/<what>.svg")
@signed_in
def picture(bazaar_id: int, what: str) -> Response:
    """A chart of the page: 'way', 'became', or one of the groups."""
    session, bazaar = db.session(), _held(bazaar_id)
    if what not in ("way", "became", *BY):
        abort(404)
    found = taken_at(session, bazaar)
    if what in BY:
        return chart_response(groups_of(rows_by(session, bazaar, found, what), what))
    return chart_response((way_of if what == "way" else became_of)(stages(found)))


@bp.get("/<int:bazaar_id>/effect/<by>.<form>")
@signed_in
def export(bazaar_id: int, by: str, form: str) -> Any:
    """The table as a file."""
    session, bazaar = db.session(), _held(bazaar_id)
    if by not in BY or form not in FILES:
        abort(404)
    found = rows_by(session, bazaar, taken_at(session, bazaar), by)
    name = _("effect")
    return FILES[form](f"{name}-{by}", columns(by), rows(found))


@bp.get("/effect")
@signed_in
def over() -> str:
    """All bazaars, the newest first: what was taken, and what lives on."""
    found = over_time(db.session(), _bazaars())
    total = _sum(found)
    return render_template(
        "bazaar/effect/over.html",
        found=found,
        total=total,
        way=way_of(total),
        became=became_of(total),
        years=years_of(found),
        stage_words=STAGES,
        exports=[
            ("Excel", url_for(".export_over", form="xlsx")),
            ("CSV", url_for(".export_over", form="csv")),
        ],
    )


@bp.get("/effect-over-time/<any(way, became, years):what>.svg")
@signed_in
def picture_over(what: str) -> Response:
    """A chart of the page over all bazaars: of those the reader may see."""
    found = over_time(db.session(), _bazaars())
    if what == "years":
        return chart_response(years_of(found))
    return chart_response((way_of if what == "way" else became_of)(_sum(found)))


def _sum(found: Sequence[tuple[Bazaar, Stages]]) -> Stages:
    total = Stages()
    for _bazaar, one in found:
        total.plus(one)
    return total


@bp.get("/effect-over-time.<form>")
@signed_in
def export_over(form: str) -> Any:
    """The same as a file."""
    if form not in FILES:
        abort(404)
    return FILES[form](_("effect"), over_columns(), over_rows(over_time(db.session(), _bazaars())))


def _bazaars() -> Sequence[Bazaar]:
    wanted = select(Bazaar).where(Bazaar.ends_at < now(), Bazaar.status != BazaarStatus.PLANNED)
    wanted = narrow(wanted, current_actor(), Bazaar)
    return db.session().scalars(wanted.order_by(Bazaar.starts_at.desc()).limit(MOST)).all()


@bp.get("/<int:bazaar_id>/effect/report")
@signed_in
def report(bazaar_id: int) -> str:
    """One page for the leadership, to read or print."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    found = report_of(session, bazaar)
    return show(
        "bazaar/effect/report.html",
        bazaar,
        report=found,
        way=way_of(found.total),
        became=became_of(found.total),
        sentence=sentence_of(found),
    )


@bp.get("/<int:bazaar_id>/effect/report.pdf")
@signed_in
def report_file(bazaar_id: int) -> Any:
    """The same as a PDF."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    try:
        content = report_pdf(report_of(session, bazaar), str(get_locale() or "da"))
    except CannotPrint as problem:
        flash(str(problem), "error")
        return redirect(url_for(".report", bazaar_id=bazaar_id))
    response = Response(content, mimetype="application/pdf")
    name = clean_name(_("Report %(title)s", title=bazaar.title)) + ".pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.route("/<int:bazaar_id>/manage/effect", methods=["GET", "POST"])
@signed_in
def manage(bazaar_id: int) -> Any:
    """When people are asked and reminded; who has answered."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    if request.method == "POST":  # two who save the first plan at once must not make two
        session.refresh(bazaar, ["version"], with_for_update={"of": Bazaar})
    plan = timing.plan_of(session, bazaar)
    form = PlanForm(
        data={
            "follow_up_on": timing.asking_on(bazaar, plan),
            "remind_days": ", ".join(map(str, plan.remind_days)),
            "close_days": plan.close_days,
            "message": plan.message,
        }
    )
    if plan.asked_on is not None:
        del form.follow_up_on
    if form.validate_on_submit() and _day_fits(form, bazaar):
        session.add(plan)
        if form.follow_up_on:
            bazaar.follow_up_on = form.follow_up_on.data
        plan.remind_days = numbers(form.remind_days.data) or []
        plan.close_days = form.close_days.data or timing.CLOSE_DAYS
        plan.message = form.message.data or ""
        plan.version = (plan.version or 0) + 1
        asking.plan_anew(session, bazaar)
        record(session, actor, "bazaar.effect_plan", KIND, bazaar.id)
        bazaar_saved(session, bazaar, actor)
        session.commit()
        flash(_("The dates are saved."), "success")
        return redirect(url_for(".manage", bazaar_id=bazaar_id), 303)
    state = request.args.get("state", "")
    people = asked(session, bazaar)
    state = state if state in ("waits", "done") else ""
    shown = [one for one in people if not state or (state == "waits") == bool(one.waiting)]
    portion = _portion(shown)
    body = show(
        "bazaar/effect/manage.html",
        bazaar,
        form=form,
        plan=plan,
        people=portion.items,
        page=portion,
        page_url=lambda number: url_for(
            ".manage", bazaar_id=bazaar_id, state=state or None, page=number
        ),
        number=len(people),
        done=sum(1 for one in people if not one.waiting),
        state=state,
        asks_on=timing.asking_on(bazaar, plan),
        closes=timing.closes_on(bazaar, plan),
        is_open=timing.is_open(bazaar, plan),
        over=bazaar.ends_at < now(),
        exports=[
            ("Excel", url_for(".export_answers", bazaar_id=bazaar_id, form="xlsx")),
            ("CSV", url_for(".export_answers", bazaar_id=bazaar_id, form="csv")),
        ],
    )
    return body, 422 if form.errors else 200


def _portion(people: Sequence[Asked]) -> Page[Asked]:
    """A page of a list that is in memory; one past the end is the last."""
    pages = max(1, -(-len(people) // PER_PAGE))
    text = request.args.get("page", "")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    page = max(1, min(page, pages))
    return Page(people[(page - 1) * PER_PAGE : page * PER_PAGE], page, PER_PAGE, len(people))


def _day_fits(form: PlanForm, bazaar: Bazaar) -> bool:
    """The day of the asking comes after the bazaar, and not before tomorrow."""
    if not form.follow_up_on:
        return True
    day = form.follow_up_on.data
    problem = ""
    if day is None or day <= bazaar.ends_at.date():
        problem = _("Choose a day after the bazaar.")
    elif day.year > bazaar.ends_at.year + 5:
        problem = _("Choose a day within five years.")
    elif day < today() and day != bazaar.follow_up_on:
        problem = _("Choose a day to come, or ask now.")
    if problem:
        form.follow_up_on.errors = [*form.follow_up_on.errors, problem]
    return not problem


@bp.post("/<int:bazaar_id>/manage/effect/ask")
@signed_in
def ask_now(bazaar_id: int) -> Any:
    """An organiser does not wait for the day."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    with attempt() as done:
        found = asking.begin_now(session, actor, bazaar)
    if done:
        words = ngettext(
            "%(num)s person is asked by mail.", "%(num)s people are asked by mail.", found
        )
        flash(words, "success")
    return redirect(url_for(".manage", bazaar_id=bazaar_id), 303)


@bp.get("/<int:bazaar_id>/manage/effect/answers.<form>")
@signed_in
def export_answers(bazaar_id: int, form: str) -> Any:
    """Every answer with the words it is an answer to."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    if form not in FILES:
        abort(404)
    return FILES[form](_("answers"), answer_columns(), answer_rows(session, bazaar))
