"""Setting up and changing a bazaar; announcing, holding, closing it; copying last year's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from portal.api import (
    PortalError,
    Race,
    attempt,
    current_actor,
    db,
    forget_draft,
    form_draft,
    history_url,
    latest_number,
    made_before,
    race,
    render_markdown,
    requires,
    settle,
    show_problem,
    signed_in,
    unit_options,
)

from ..frame import show
from ..models import Bazaar
from ..permissions import MANAGE, organised_or_404
from ..vocabulary import KIND, STATUSES
from . import services as rules
from .copying import copy_bazaar, proposed
from .data import data_of
from .forms import BazaarForm, CopyForm
from .views import bp


@bp.route("/new", methods=["GET", "POST"])
@requires(MANAGE)
def create() -> Any:
    """A new bazaar."""
    session, actor = db.session(), current_actor()
    draft = form_draft(session, actor, KIND)
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = _form(posted, {"starts": dt.time(12, 30), "ends": dt.time(16, 30)}, None)
    if request.method == "POST" and form.validate():
        where = made_before(session, actor, request.form)
        with attempt(form) as done:
            if where is None:
                made = rules.create_bazaar(session, actor, form.bazaar_data())
                where = url_for("bazaar.overview", bazaar_id=made.id)
                forget_draft(session, actor, request.form, where)
        if done:
            flash(_("The bazaar is set up. Only its organisers see it so far."), "success")
            return redirect(where, 303)
    page = render_template("bazaar/planning/new.html", form=form, draft=draft)
    return page, 422 if form.errors else 200


@bp.route("/<int:bazaar_id>/manage/edit", methods=["GET", "POST"])
@signed_in
def edit(bazaar_id: int) -> Any:
    """Changes one; two who write at once see both versions."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    if request.method == "POST":
        rules.lock(session, bazaar)
        settled = settle(session, actor, KIND, bazaar, request.form)
        if settled is not None:
            if settled.race is not None:
                return _both(bazaar, settled.race)
            return _settled(bazaar, settled.data)
    draft = form_draft(session, actor, KIND, bazaar_id, bazaar.version)
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = _form(posted, _values(bazaar), bazaar)
    if request.method == "GET" or not form.validate():
        return _show(form, bazaar, draft)
    mine = form.bazaar_data()
    if form.version.data != str(bazaar.version):
        wrote = {**rules.snapshot(bazaar), **rules.snapshot_of(mine)}
        lost = race(session, actor, KIND, bazaar, form.based_on.data, wrote)
        if any(part.changed_by != "mine" for part in lost.parts):
            return _both(bazaar, lost)
    try:
        rules.change_bazaar(session, actor, bazaar, mine)
    except PortalError as problem:
        session.rollback()
        show_problem(form, problem)
        return _show(form, bazaar, draft)
    return _saved(bazaar)


@bp.post("/<int:bazaar_id>/manage/status")
@signed_in
def status(bazaar_id: int) -> Any:
    """A step on, or back."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    rules.lock(session, bazaar)
    before, wanted = bazaar.status, request.form.get("status", "")
    with attempt() as done:
        rules.set_status(session, actor, bazaar, wanted)
    if done and before != wanted:
        words = STATUSES[wanted].words
        flash(_("The bazaar is now: %(status)s", status=words), "success")
    return redirect(url_for(".overview", bazaar_id=bazaar_id), 303)


@bp.route("/<int:bazaar_id>/manage/announce", methods=["GET", "POST"])
@signed_in
def announce(bazaar_id: int) -> Any:
    """What is missing still, and the button."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    if bazaar.status != "planned":
        return redirect(url_for(".overview", bazaar_id=bazaar_id), 303)
    if request.method == "POST":
        rules.lock(session, bazaar)
        rules.set_status(session, actor, bazaar, "announced")
        session.commit()
        flash(_("Announced. It stands on the front page of those who may see it."), "success")
        return redirect(url_for(".page", bazaar_id=bazaar_id), 303)
    missing = rules.missing_before_announcing(session, bazaar)
    return show("bazaar/planning/announce.html", bazaar, missing=missing)


@bp.route("/<int:bazaar_id>/manage/copy", methods=["GET", "POST"])
@requires(MANAGE)
def copy(bazaar_id: int) -> Any:
    """Next year's, made of this one."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    title, day = proposed(bazaar)
    draft = form_draft(session, actor, f"{KIND}_{bazaar_id}_copy")
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = CopyForm(
        formdata=MultiDict(posted) if posted is not None else None,
        data={"title": title, "day": day},
    )
    if request.method == "POST" and form.validate():
        assert form.day.data is not None
        where = made_before(session, actor, request.form)
        with attempt(form) as done:
            if where is None:
                made = copy_bazaar(session, actor, bazaar, form.title.data or "", form.day.data)
                where = url_for(".overview", bazaar_id=made.id)
                forget_draft(session, actor, request.form, where)
        if done:
            flash(_("Copied. Look through it; only its organisers see it so far."), "success")
            return redirect(where, 303)
    page = show("bazaar/planning/copy.html", bazaar, form=form, draft=draft)
    return page, 422 if form.errors else 200


@bp.route("/<int:bazaar_id>/manage/delete", methods=["GET", "POST"])
@signed_in
def delete(bazaar_id: int) -> Any:
    """Deletes one that is only a plan; that cannot be undone."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    if not rules.may_delete(session, bazaar):
        flash(_("People have to do with it already. Close it instead."), "error")
        return redirect(url_for(".overview", bazaar_id=bazaar_id), 303)
    if request.method == "GET":
        return show("bazaar/planning/delete.html", bazaar)
    rules.lock(session, bazaar)
    with attempt() as done:
        rules.delete_bazaar(session, actor, bazaar)
    if not done:
        return redirect(url_for(".overview", bazaar_id=bazaar_id), 303)
    flash(_("The bazaar is deleted."), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/preview")
@signed_in
def preview() -> str:
    """What Markdown looks like, for the editor."""
    return str(render_markdown(request.form.get("text", "")[:50_000]))


def _form(posted: Any, values: dict[str, Any], bazaar: Bazaar | None) -> BazaarForm:
    form = BazaarForm(
        formdata=MultiDict(posted) if posted is not None else None,
        data=None if posted is not None else values,
    )
    form.visible_units.choices = [
        SelectChoice(unit_id, name) for unit_id, name in unit_options(db.session())
    ]
    form.visible_people.keep(bazaar.visible_people if bazaar else ())
    return form


def _values(bazaar: Bazaar) -> dict[str, Any]:
    return {
        **BazaarForm.values_of(data_of(bazaar)),
        "version": str(bazaar.version),
        "based_on": str(latest_number(db.session(), KIND, bazaar.id)),
    }


def _settled(bazaar: Bazaar, data: dict[str, Any]) -> Any:
    """What was chosen of both versions: saved, or shown in the form where it makes no sense."""
    session, actor = db.session(), current_actor()
    chosen = rules.data_from(data)
    try:
        rules.change_bazaar(session, actor, bazaar, chosen)
    except PortalError as problem:
        session.rollback()
        form = _form(None, {**_values(bazaar), **BazaarForm.values_of(chosen)}, bazaar)
        form.process(None, data={**_values(bazaar), **BazaarForm.values_of(chosen)})
        show_problem(form, problem)
        return _show(form, bazaar, form_draft(session, actor, KIND, bazaar.id, bazaar.version))
    return _saved(bazaar)


def _saved(bazaar: Bazaar) -> Any:
    session, actor = db.session(), current_actor()
    forget_draft(session, actor, request.form)
    session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".overview", bazaar_id=bazaar.id), 303)


def _show(form: BazaarForm, bazaar: Bazaar, draft: Any) -> Any:
    page = show(
        "bazaar/planning/edit.html",
        bazaar,
        form=form,
        draft=draft,
        history=history_url(KIND, bazaar.id),
    )
    return page, 422 if form.errors else 200


def _both(bazaar: Bazaar, lost: Race) -> Any:
    back = url_for(".edit", bazaar_id=bazaar.id)
    return show("bazaar/planning/conflict.html", bazaar, race=lost, back=back), 409
