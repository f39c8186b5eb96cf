"""Asking an ambassador; being away; standing in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from portal.api import PortalError, current_actor, db, may, signed_in, today

from ..models import Absence, Ambassador, Competence
from ..profiles.data import InvalidProfile
from ..profiles.views import ADDRESS, facts, find
from . import services as rules
from .forms import AbsenceForm, AskForm
from .presence import away_on, others_like, whom_to_ask

bp = Blueprint(
    "ambassadors_absence", __name__, url_prefix="/ambassadors", template_folder="../templates"
)
WORDS = {"yes": "check-circle-fill", "no": "x-circle", "": "hourglass-split"}


@bp.route(ADDRESS + "/ask", methods=["GET", "POST"])
@signed_in
def ask(ambassador_id: int) -> Any:
    """A question to an ambassador, or to who stands in."""
    session, actor = db.session(), current_actor()
    ambassador, one = find(ambassador_id), facts(ambassador_id)
    if ambassador.user_id == actor.user_id or not one.is_active:
        return redirect(url_for("ambassadors_profile.page", ambassador_id=ambassador_id), 303)
    form = AskForm()
    if form.validate_on_submit():
        expected = form.to.data or ""
        expected = expected if expected.isascii() and expected.isdigit() else "0"
        try:
            to = rules.ask(session, actor, ambassador, form.message.data or "", int(expected[:9]))
        except PortalError as problem:
            form.message.errors = [*form.message.errors, str(problem)]
        else:
            name = to.user.name
            session.commit()
            flash(_("Sent. %(name)s answers you by mail.", name=name), "success")
            return redirect(url_for("ambassadors_profile.page", ambassador_id=ambassador_id), 303)
    return _ask_page(ambassador, form)


def _ask_page(ambassador: Ambassador, form: AskForm) -> Any:
    session, actor = db.session(), current_actor()
    away, one = away_on(session, today()), facts(ambassador.id)
    to = whom_to_ask(session, actor, ambassador.id, away)
    if to is not None and to.user_id == actor.user_id:
        to = None
    others = others_like(session, actor, one, away) if to is None else []
    keys = {key for _other, shared in others for key in shared}
    rows = session.scalars(select(Competence).where(Competence.id.in_(keys)))
    names: dict[int, str] = {row.id: row.name for row in rows}
    form.to.data = str(to.id) if to is not None else ""
    page = render_template(
        "ambassadors/absence/ask.html",
        form=form,
        one=one,
        to=to,
        away=away.get(ambassador.id),
        others=[
            (other, ", ".join(names[key] for key in shared if key in names))
            for other, shared in others
        ],
    )
    return page, 422 if form.errors else 200


@bp.route(ADDRESS + "/away", methods=["GET", "POST"])
@bp.route(ADDRESS + "/away/<int:absence_id>", methods=["GET", "POST"])
@signed_in
def away(ambassador_id: int, absence_id: int | None = None) -> Any:
    """What is planned, and a form for one more; with an id, that one is changed."""
    session, actor = db.session(), current_actor()
    ambassador = _mine(ambassador_id)
    absence = _absence(ambassador, absence_id) if absence_id is not None else None
    form = AbsenceForm(obj=absence) if absence is not None else AbsenceForm()
    form.offer(rules.deputies(session, actor, ambassador))
    if form.validate_on_submit():
        days = form.first.data, form.last.data
        try:
            saved = rules.save_absence(
                session, actor, ambassador, *days, form.deputy_id.data, absence
            )
        except InvalidProfile as problem:
            for name, text in problem.errors.items():
                form[name].errors = [*form[name].errors, text]
        else:
            waits = saved.deputy is not None and saved.answer == ""
            session.commit()
            flash(_("Saved. Your deputy is asked.") if waits else _("Saved."), "success")
            return redirect(url_for(".away", ambassador_id=ambassador_id), 303)
    page = render_template(
        "ambassadors/absence/away.html",
        form=form,
        ambassador=ambassador,
        absence=absence,
        own=ambassador.user_id == actor.user_id,
        coming=rules.coming(session, ambassador),
        today=today(),
        icons=WORDS,
    )
    return page, 422 if form.errors else 200


@bp.post(ADDRESS + "/away/<int:absence_id>/remove")
@signed_in
def remove(ambassador_id: int, absence_id: int) -> Any:
    """There again."""
    ambassador = _mine(ambassador_id)
    rules.remove(db.session(), current_actor(), _absence(ambassador, absence_id))
    db.session.commit()
    flash(_("Removed. Questions go to the ambassador again."), "success")
    return redirect(url_for(".away", ambassador_id=ambassador_id), 303)


@bp.route("/deputy/<int:absence_id>", methods=["GET", "POST"])
@signed_in
def deputy(absence_id: int) -> Any:
    """Will you stand in?"""
    session, actor = db.session(), current_actor()
    absence = session.scalar(
        select(Absence)
        .join(Ambassador, Ambassador.id == Absence.deputy_id)
        .where(Absence.id == absence_id, Ambassador.user_id == actor.user_id)
    )
    if absence is None:
        abort(404)
    problem = ""
    if request.method == "POST":
        try:
            rules.answer(session, actor, absence, request.form.get("answer") == "yes")
        except PortalError as error:
            problem = str(error)
            session.rollback()
        else:
            session.commit()
            flash(_("Your answer is saved."), "success")
            return redirect(url_for(".deputy", absence_id=absence_id), 303)
    page = render_template(
        "ambassadors/absence/deputy.html",
        absence=absence,
        name=absence.ambassador.user.name,
        over=absence.last < today(),
        problem=problem,
    )
    return page, 422 if problem else 200


def _mine(ambassador_id: int) -> Ambassador:
    ambassador = find(ambassador_id)
    if not may(db.session(), current_actor(), "edit", ambassador):
        abort(404)
    return ambassador


def _absence(ambassador: Ambassador, absence_id: int) -> Absence:
    statement = select(Absence).where(
        Absence.id == absence_id, Absence.ambassador_id == ambassador.id
    )
    found = db.session.scalar(statement)
    if found is None:
        abort(404)
    return found
