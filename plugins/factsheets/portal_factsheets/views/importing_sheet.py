"""One found sheet: correcting it, and holding it against the sheet that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import (
    ConflictError,
    FormDraft,
    NotAllowed,
    attempt,
    current_actor,
    db,
    flash_undo,
    forget_draft,
    form_draft,
    latest_number,
    may,
    race,
    requires,
    settle,
)

from ..forms.importing import FoundForm
from ..forms.sheet_choices import common_tags, data_from, filled, offer
from ..models import FoundSheet, ImportRun, Track
from ..permissions import IMPORT
from ..services import sheets as rules
from ..services.data import SheetData, cleaned
from ..services.history import from_snapshot, snapshot_of
from ..services.imports import runs, taking
from ..services.imports.corrections import Wanted, correct
from ..services.imports.matching import CHANGED, NEW, Match, Matcher
from ..vocabulary import OUTCOMES
from .editing import ADD_LINK, FIND
from .importing import import_bp, own_run, own_sheet
from .importing_words import remark_words, status_badge

ADDRESS = "/<int:run_id>/sheets/<int:found_id>"


@import_bp.route(ADDRESS, methods=["GET", "POST"])
@requires(IMPORT)
def sheet(run_id: int, found_id: int) -> Any:
    """Corrects a found sheet before it is taken."""
    run, found, match = _match(run_id, found_id)
    if found.state in (runs.TAKEN, runs.KEPT):
        flash(_("It is taken already. Change the fact sheet itself."), "info")
        return redirect(url_for(".page", run_id=run.id, _anchor=f"sheet-{found.id}"), 303)
    session, actor = db.session(), current_actor()
    draft = form_draft(session, actor, "factsheets.import", found.id, found.version)
    if request.method == "GET" and draft.fields is None:
        form = _filled(match)
        if "check" in request.args:
            _refuse(form, match.errors)
        return _show(run, match, form, draft, unsaved=False)
    posted: Any = request.form if draft.fields is None else draft.fields
    form, press = FoundForm(formdata=posted), posted.get("press", "save")
    _offer(form, match)
    if press == ADD_LINK:
        form.links.empty_rows = len(posted.getlist("links_url")) + 1 - len(form.links.data or ())
    elif press != FIND and form.validate_on_submit():
        return _save(run, match, form, draft, press)
    return _show(run, match, form, draft, unsaved=True)


@import_bp.route(ADDRESS + "/differences", methods=["GET", "POST"])
@requires(IMPORT)
def differences(run_id: int, found_id: int) -> Any:
    """Both versions side by side: what the portal has, and what the document says."""
    run, found, match = _match(run_id, found_id)
    session, actor = db.session(), current_actor()
    there = match.there
    if match.status != CHANGED or there is None or match.settled is None:
        return redirect(url_for(".page", run_id=run.id, _anchor=f"sheet-{found.id}"), 303)
    if request.method == "POST":
        if not may(session, actor, "edit", there):
            abort(403)
        rules.lock(session, there)
        chosen = settle(session, actor, rules.KIND, there, request.form)
        if chosen is None:
            abort(400)
        if chosen.race is None:
            title, found_key = there.title, found.id
            data = _consistent(from_snapshot(chosen.data), request.form)
            with attempt() as done:
                changed = taking.settle_differences(session, actor, found, there, data)
            if not done:
                return redirect(url_for(".differences", run_id=run_id, found_id=found_key), 303)
            words = _("%(title)s has the new texts.", title=title)
            flash(words if changed else _("Nothing was changed."), "success")
            return redirect(url_for(".page", run_id=run_id, _anchor=f"sheet-{found_key}"), 303)
        shown = chosen.race
    else:
        mine = snapshot_of(cleaned(match.settled))
        base = latest_number(session, rules.KIND, there.id)
        shown = race(session, actor, rules.KIND, there, base, mine)
    parts = [replace(part, suggested="theirs") for part in shown.parts]
    return render_template(
        "factsheets/importing/differences.html",
        run=run,
        found=found,
        there=there,
        race=shown,
        parts=parts,
        names=match.wanted.names,
        may_edit=may(session, actor, "edit", there),
    )


def _consistent(data: SheetData, chosen: Mapping[str, str]) -> SheetData:
    """Fields that go together, where one was chosen from here and one from there."""
    if data.unit_id is not None and data.institution:
        other = chosen.get("merge-choice-institution") == "mine"
        data = replace(data, unit_id=None) if other else replace(data, institution="")
    track = db.session.get(Track, data.track_id) if data.track_id else None
    if track is not None and track.programme_id != data.programme_id:
        data = replace(data, programme_id=track.programme_id)
    return data


def _match(run_id: int, found_id: int) -> tuple[ImportRun, FoundSheet, Match]:
    run = own_run(run_id)
    found = own_sheet(run, str(found_id))
    return run, found, Matcher(db.session(), current_actor(), run, [found]).look(found)


def _filled(match: Match) -> FoundForm:
    plain = filled(match.wanted.data, match.found.version)
    values = {name: field.data for name, field in plain._fields.items() if name != "csrf_token"}
    form = FoundForm(formdata=None, data=values | FoundForm.names_of(match.wanted))
    _offer(form, match)
    return form


def _offer(form: FoundForm, match: Match) -> None:
    query = request.form.get("builds_on_query", "")[:200]
    offer(form, db.session(), current_actor(), match.wanted.data, query)


def _save(run: ImportRun, match: Match, form: FoundForm, draft: FormDraft, press: str) -> Any:
    session, actor, found = db.session(), current_actor(), match.found
    run_id, found_id = run.id, found.id
    wanted = Wanted(data_from(form), **form.new_names)
    version = form.version.data or ""
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
    try:
        correct(session, found, match.plain, wanted, number)
    except ConflictError:
        form.title.errors = [
            *form.title.errors,
            _("You corrected this sheet in another window meanwhile. Saving again replaces that."),
        ]
        # What was typed goes on top of what is there now, if one says so once more.
        form.version.data = form.version.raw_data = None
        form.version.data = str(found.version)
        return _show(run, match, form, draft, unsaved=True)
    forget_draft(session, actor, request.form)
    if press != "take":
        session.commit()
        flash(_("The correction is kept. The sheet is not taken yet."), "success")
        return redirect(url_for(".page", run_id=run_id, _anchor=f"sheet-{found_id}"), 303)
    try:
        after = taking.take(session, actor, run, found)
    except rules.InvalidSheet as problem:
        session.commit()  # the correction itself is kept
        form.version.data = str(found.version)
        _refuse(form, problem.errors)
        return _show(run, match, form, draft, unsaved=True)
    except NotAllowed:
        abort(403)
    session.commit()
    if after.status == CHANGED:
        return redirect(url_for(".differences", run_id=run_id, found_id=found_id), 303)
    if after.status == NEW:
        undo = url_for(".restore", run_id=run_id, found_id=found_id)
        flash_undo(_("One draft is made."), undo)
    return redirect(url_for(".page", run_id=run_id, _anchor=f"sheet-{found_id}"), 303)


def _show(run: ImportRun, match: Match, form: FoundForm, draft: FormDraft, *, unsaved: bool) -> Any:
    session, found = db.session(), match.found
    around = runs.sheets_of(session, run, runs.OPEN, runs.SKIPPED)
    ids = [one.id for one in around]
    place = ids.index(found.id) if found.id in ids else 0
    page = render_template(
        "factsheets/importing/sheet.html",
        run=run,
        found=found,
        match=match,
        form=form,
        draft=draft,
        badge=status_badge(found.state, match.status),
        remarks=[remark_words(code, words) for code, words in found.remarks],
        unsaved=unsaved,
        before=ids[place - 1] if place else None,
        after=ids[place + 1] if place + 1 < len(ids) else None,
        query=request.form.get("builds_on_query", "")[:200],
        pressed=request.form.get("press", ""),
        tags=common_tags(session, current_actor()),
        outcome_icons={str(key): look.icon for key, look in OUTCOMES.items()},
    )
    return page, 422 if unsaved and form.errors else 200


def _refuse(form: FoundForm, problems: Any) -> None:
    for name, text in problems.items():
        field = form[{"programme_id": "belongs", "track_id": "belongs"}.get(name, name)]
        field.errors = [*field.errors, text]
