"""One import: its preview, its choices, its progress, its result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from portal.access.permissions import role_name
from portal.access.routes import signed_in
from portal.accounts.managing import grantable_roles
from portal.database import db
from portal.errors import PortalError
from portal.roster import exporting
from portal.roster.models import DONE, PREVIEW, RUNNING, RosterImport
from portal.roster.plan import Plan
from portal.roster.services import (
    answer,
    choose,
    invite_made,
    is_stalled,
    not_invited,
    plan_of,
    resume,
    start,
)
from portal.roster.views import bp, find_import
from portal.roster.words import LISTS, OUTCOMES, PARTS
from portal.web.paging import Page, asked_page
from portal.web.refusals import attempt
from portal.web.requests import current_actor

PER_PAGE = 50
#: Questions shown at once; the rest come when these are answered.
QUESTIONS = 30


@bp.get("/admin/lists/<int:import_id>")
@signed_in
def page(import_id: int) -> Any:
    """The import as it stands."""
    one = find_import(import_id)
    if one.state == PREVIEW:
        return _preview(one)
    return render_template(
        "portal/roster/run.html",
        one=one,
        list_title=LISTS[one.kind],
        stalled=is_stalled(one),
        running=one.state == RUNNING,
        outcomes=OUTCOMES,
        percent=_percent(one),
        waiting=len(not_invited(db.session, one))
        if one.state == DONE and one.kind == "people"
        else 0,
    )


def _preview(one: RosterImport, problem: str = "") -> Any:
    plan = plan_of(db.session(), current_actor(), one)
    counts = plan.counts()
    shown = request.args.get("show", "")
    if shown not in PARTS:
        shown = next((part for part in PARTS if part != "same" and counts[part]), "same")
    items = _items(plan, shown)
    number = min(asked_page(), max(1, -(-len(items) // PER_PAGE)))
    part = items[(number - 1) * PER_PAGE : number * PER_PAGE]
    text = render_template(
        "portal/roster/preview.html",
        one=one,
        plan=plan,
        counts=counts,
        list_title=LISTS[one.kind],
        parts=PARTS,
        shown=shown,
        page=Page(part, number, PER_PAGE, len(items)),
        page_address=lambda to: url_for(
            "roster.page", import_id=one.id, show=shown, page=to, _anchor="rows"
        ),
        questions=[question for question in plan.questions if not question.chosen][:QUESTIONS],
        answered=[question for question in plan.questions if question.chosen],
        sheets=exporting.sheet_names(one),
        roles=[
            (role.key, role_name(role)) for role in grantable_roles(db.session, current_actor())
        ],
        problem=problem,
        missing_address=_missing_address(one.kind),
    )
    return (text, 422) if problem else text


def _missing_address(kind: str) -> Callable[[int], str]:
    """Where one says that a person has left, or what becomes of a unit."""
    if kind == "units":
        return lambda unit_id: url_for("units.page", unit_id=unit_id)
    leaving = "leaving.leave" if "leaving.leave" in current_app.view_functions else "accounts.edit"
    return lambda user_id: url_for(leaving, user_id=user_id)


def _items(plan: Plan, shown: str) -> list[Any]:
    if shown == "wrong":
        return sorted(plan.mistakes, key=lambda one: (one.sheet, one.row))
    if shown == "missing":
        return plan.missing
    return list(plan.of(shown))


@bp.post("/admin/lists/<int:import_id>/answers")
@signed_in
def answers(import_id: int) -> Any:
    """What unclear words mean, and which sheets count."""
    one = find_import(import_id)
    found: dict[str, dict[str, str]] = {"unit": {}, "function": {}}
    for number in range(2 * QUESTIONS):
        kind = request.form.get(f"kind-{number}", "")
        words = request.form.get(f"words-{number}", "")
        value = request.form.get(f"value-{number}", "").replace("\x00", "")
        if kind in found and words:
            found[kind][words[:1000]] = value
    with attempt():
        answer(db.session(), current_actor(), one, found, request.form.getlist("sheet")[:100])
    return redirect(url_for("roster.page", import_id=import_id), 303)


@bp.post("/admin/lists/<int:import_id>/apply")
@signed_in
def apply(import_id: int) -> Any:
    """Keeps the choices and begins; or keeps them and shows the preview again."""
    one, actor, session = find_import(import_id), current_actor(), db.session()
    try:
        if one.kind == "people":
            choose(
                session,
                actor,
                one,
                roles=request.form.getlist("role")[:50],
                invite=request.form.get("invite", "later"),
                end_functions=request.form.get("end_functions") == "1",
                language=request.form.get("language", ""),
            )
        if request.form.get("look") != "1":
            start(session, actor, one, strict=request.form.get("strict") == "1")
    except PortalError as problem:
        session.rollback()
        fresh = find_import(import_id)
        if fresh.state == PREVIEW:
            return _preview(fresh, str(problem))
        flash(str(problem), "error")
    else:
        session.commit()
    return redirect(url_for("roster.page", import_id=import_id), 303)


@bp.get("/admin/lists/<int:import_id>/progress")
@signed_in
def progress(import_id: int) -> Any:
    """How far it is, as the page's own part of HTML."""
    one = find_import(import_id)
    return render_template(
        "portal/roster/_progress.html",
        one=one,
        running=one.state == RUNNING,
        stalled=is_stalled(one),
        percent=_percent(one),
    )


@bp.post("/admin/lists/<int:import_id>/resume")
@signed_in
def go_on(import_id: int) -> Any:
    """Goes on with a run whose worker died."""
    resume(db.session(), current_actor(), find_import(import_id))
    db.session.commit()
    return redirect(url_for("roster.page", import_id=import_id), 303)


@bp.post("/admin/lists/<int:import_id>/invite")
@signed_in
def invite(import_id: int) -> Any:
    """Invites those the import made, each only once."""
    with attempt() as done:
        count = invite_made(db.session(), current_actor(), find_import(import_id))
    if done:
        text = ngettext(
            "%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count
        )
        flash(text, "success")
    return redirect(url_for("roster.page", import_id=import_id), 303)


@bp.get("/admin/lists/<int:import_id>/mistakes.<form>")
@signed_in
def mistakes(import_id: int, form: str) -> Any:
    """The rows that are left out, with what is wrong."""
    one = find_import(import_id)
    if one.state != PREVIEW or form not in exporting.FORMS:
        abort(404)
    plan = plan_of(db.session(), current_actor(), one)
    return exporting.mistakes(one, plan.mistakes, form)


def _percent(one: RosterImport) -> int:
    return 100 if one.state == DONE or not one.total else 100 * one.done // one.total
