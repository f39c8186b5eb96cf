"""Importing documents: choosing the files, looking through what was found, taking it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.api import (
    Page,
    PortalError,
    attempt,
    current_actor,
    db,
    flash_undo,
    may,
    requires,
    uploads,
)

from ..forms.importing import ChoicesForm, FilesForm, profile_name
from ..importing import COMMON, ImportProblem
from ..models import FoundSheet, ImportFile, ImportRun
from ..permissions import CREATE, IMPORT
from ..services.documents import Document, read_document
from ..services.imports import runs, taking
from ..services.imports.choosing import Choices, InvalidChoices, choose
from ..services.imports.matching import CHANGED, NEW, SAME, UNSEEN, Matcher
from ..services.sheets import InvalidSheet
from .importing_cards import PARTS, card_of
from .importing_words import problem_words

import_bp = Blueprint(
    "factsheets_import",
    __name__,
    url_prefix="/factsheets/import",
    template_folder="../templates",
)
PER_PAGE = 25


@import_bp.route("/", methods=["GET", "POST"])
@requires(IMPORT)
@uploads
def index() -> Any:
    """Chooses the documents; or goes on with an import that was begun."""
    session, actor = db.session(), current_actor()
    if not may(session, actor, CREATE):
        abort(403)
    form = FilesForm()
    form.offer(session)
    status = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        offered = runs.headings_on_offer(session)
        # Reading may take its time, and this transaction would make every other writer wait.
        session.commit()
        try:
            readings = [
                _named(document, offered, form.headings.data) for document in _documents(form)
            ]
        except ImportProblem as problem:
            form.files.errors = [_with_name(problem)]
        else:
            run = runs.begin(session, actor, readings, Choices(responsible_id=actor.user_id))
            session.commit()
            return redirect(url_for(".page", run_id=run.id), 303)
    elif form.files.errors:
        status = form.files.status if form.files.status != 200 else 422
    page = render_template(
        "factsheets/importing/files.html",
        form=form,
        begun=[_begun(run) for run in runs.open_runs(session, actor)[:20]],
    )
    return page, status


@import_bp.get("/<int:run_id>")
@requires(IMPORT)
def page(run_id: int) -> Any:
    """What was found, to be corrected, left out or taken."""
    return _show(own_run(run_id))


@import_bp.post("/<int:run_id>")
@requires(IMPORT)
def act(run_id: int) -> Any:
    """One button beside a found sheet: take, skip, back or undo."""
    run = own_run(run_id)
    session, actor = db.session(), current_actor()
    for verb in ("take", "skip", "back", "undo"):
        if verb in request.form:
            found = own_sheet(run, request.form.get(verb, ""))
            break
    else:
        abort(400)
    if verb == "take":
        return _take(run, found)
    if verb == "skip":
        taking.skip(session, found)
    elif verb == "back":
        taking.bring_back(session, found)
    else:
        done = taking.undo(session, actor, found)
        flash(*_undone(1 if done else 0))
    session.commit()
    if verb == "skip":
        undo = url_for(".restore", run_id=run.id, found_id=found.id)
        flash_undo(_("Left out."), undo)
    return redirect(_back_to(run, found), 303)


@import_bp.post("/<int:run_id>/sheets/<int:found_id>/back")
@requires(IMPORT)
def restore(run_id: int, found_id: int) -> Any:
    """Undoes leaving out or taking one sheet, whichever was done."""
    run = own_run(run_id)
    found = own_sheet(run, str(found_id))
    if found.state == runs.TAKEN:
        flash(*_undone(1 if taking.undo(db.session(), current_actor(), found) else 0))
    else:
        taking.bring_back(db.session(), found)
    db.session.commit()
    return redirect(_back_to(run, found), 303)


@import_bp.post("/<int:run_id>/take")
@requires(IMPORT)
def take_all(run_id: int) -> Any:
    """Takes everything that is new."""
    run = own_run(run_id)
    with attempt() as done:
        taken = taking.take_all(db.session(), current_actor(), run)
    if not done:
        return redirect(url_for(".page", run_id=run_id), 303)
    if taken.made:
        flash(_made_words(len(taken.made)), "success")
    if taken.refused:
        words = ngettext(
            "One sheet cannot be taken as it is. Correct it first.",
            "%(num)s sheets cannot be taken as they are. Correct them first.",
            len(taken.refused),
        )
        flash(words, "warning")
        return redirect(url_for(".page", run_id=run_id, show="open"), 303)
    if taken.differing:
        return redirect(url_for(".page", run_id=run_id, show="open"), 303)
    return redirect(url_for(".done", run_id=run_id), 303)


@import_bp.post("/<int:run_id>/choices")
@requires(IMPORT)
def choices(run_id: int) -> Any:
    """What is chosen once for all sheets."""
    run = own_run(run_id)
    form = ChoicesForm()
    form.offer(db.session(), Choices.of(run))
    if form.validate_on_submit():
        try:
            choose(db.session(), current_actor(), run, form.choices)
        except InvalidChoices as problem:
            for name, text in problem.errors.items():
                form[name].errors = [*form[name].errors, text]
        else:
            db.session.commit()
            flash(_("It holds for all sheets that are not taken yet."), "success")
            return redirect(url_for(".page", run_id=run_id), 303)
    return _show(run, form)


@import_bp.get("/<int:run_id>/done")
@requires(IMPORT)
def done(run_id: int) -> Any:
    """What the import made."""
    run = own_run(run_id)
    session, actor = db.session(), current_actor()
    found = runs.sheets_of(session, run, runs.TAKEN, runs.KEPT)
    sheets = taking.made_sheets(session, actor, found)
    made = [
        (one, sheets[one.sheet_id], taking.can_undo(session, actor, one))
        for one in found
        if one.state == runs.TAKEN and one.sheet_id in sheets
    ]
    kept = [
        (one, sheets[one.sheet_id])
        for one in found
        if one.state == runs.KEPT and one.sheet_id in sheets
    ]
    return render_template(
        "factsheets/importing/done.html",
        run=run,
        made=made,
        kept=kept,
        undoable=sum(can for _one, _sheet, can in made),
        counts=runs.counts(session, run),
    )


@import_bp.post("/<int:run_id>/undo")
@requires(IMPORT)
def undo_all(run_id: int) -> Any:
    """Deletes the drafts that this import made and nobody has touched."""
    run = own_run(run_id)
    number = taking.undo_all(db.session(), current_actor(), run)
    db.session.commit()
    flash(*_undone(number))
    return redirect(url_for(".page", run_id=run_id), 303)


@import_bp.post("/<int:run_id>/forget")
@requires(IMPORT)
def forget(run_id: int) -> Any:
    """Ends an import. The sheets it made stay."""
    run = own_run(run_id)
    made = runs.counts(db.session(), run)[runs.TAKEN]
    runs.forget(db.session(), run)
    db.session.commit()
    if made:
        flash(_("The import is done. Your drafts are on your front page."), "success")
        return redirect(url_for("factsheets.index"), 303)
    flash(_("The import is put away."), "success")
    return redirect(url_for(".index"), 303)


def own_run(run_id: int) -> ImportRun:
    """An import of the reader's own, or 404."""
    run = runs.find_run(db.session(), current_actor(), run_id)
    if run is None:
        abort(404)
    return run


def own_sheet(run: ImportRun, found_id: str) -> FoundSheet:
    """A found sheet of the import, or 404."""
    number = (
        int(found_id) if found_id.isascii() and found_id.isdigit() and len(found_id) < 10 else 0
    )
    found = runs.find_sheet(db.session(), run, number)
    if found is None:
        abort(404)
    return found


def _show(run: ImportRun, form: ChoicesForm | None = None) -> Any:
    session, actor = db.session(), current_actor()
    show = request.args.get("show", "")
    show = show if show in PARTS else ""
    number = request.args.get("page", "1")
    counts = runs.counts(session, run)
    found = runs.sheets_of(session, run, *PARTS.get(show, ()))
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    wanted = min(max(wanted, 1), max(1, -(-len(found) // PER_PAGE)))
    part = found[(wanted - 1) * PER_PAGE : wanted * PER_PAGE]
    listed = Page(part, wanted, PER_PAGE, len(found))
    matcher = Matcher(session, actor, run, found)
    shown = {one.id for one in listed.items}
    matches = [
        (one, matcher.look(one)) for one in found if one.id in shown or one.state == runs.OPEN
    ]
    sheets = taking.made_sheets(session, actor, listed.items)
    waiting = [match.status for one, match in matches if one.state == runs.OPEN]
    if form is None:
        form = ChoicesForm.filled(Choices.of(run))
        form.offer(session, Choices.of(run))
    page = render_template(
        "factsheets/importing/run.html",
        run=run,
        form=form,
        show=show,
        page=listed,
        parts=_parts(counts),
        cards=[card_of(match, sheets) for one, match in matches if one.id in shown],
        new=waiting.count(NEW) if show in ("", "open") else _count_new(run),
        differing=waiting.count(CHANGED),
        counts=counts,
        profile_name=profile_name,
        page_address=lambda number: url_for(".page", run_id=run.id, show=show or None, page=number),
        empty_files=[file for file in run.files if not file.profile],
        unsure=_unsure(run),
    )
    return page, 422 if form.errors else 200


def _unsure(run: ImportRun) -> list[tuple[ImportFile, int]]:
    """The documents whose headings were guessed and that have lines which look like others, and
    how many; not those of which everything is decided."""
    unknown: dict[int, set[str]] = {}
    for one in runs.sheets_of(db.session(), run, runs.OPEN):
        lines = {words for code, words in one.remarks if code == "unknown_heading"}
        unknown.setdefault(one.file_id, set()).update(lines)
    guessed = [file for file in run.files if file.profile == COMMON]
    return [(file, len(unknown[file.id])) for file in guessed if unknown.get(file.id)]


def _count_new(run: ImportRun) -> int:
    session = db.session()
    found = runs.sheets_of(session, run, runs.OPEN)
    matcher = Matcher(session, current_actor(), run, found)
    return sum(matcher.look(one).status == NEW for one in found)


def _parts(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [
        ("", _("All"), sum(counts.values())),
        ("open", _("Waiting"), counts[runs.OPEN]),
        ("skipped", _("Left out"), counts[runs.SKIPPED]),
        ("taken", _("Taken"), counts[runs.TAKEN] + counts[runs.KEPT]),
    ]


def _take(run: ImportRun, found: FoundSheet) -> Any:
    """Takes one sheet, or says why not."""
    session = db.session()
    run_id, found_id = run.id, found.id
    was = found.state
    try:
        match = taking.take(session, current_actor(), run, found)
    except InvalidSheet:
        session.rollback()
        return redirect(url_for(".sheet", run_id=run_id, found_id=found_id, check=1), 303)
    except PortalError as problem:
        session.rollback()
        flash(str(problem), "error")
        return redirect(url_for(".page", run_id=run_id), 303)
    session.commit()
    if was in (runs.TAKEN, runs.KEPT):
        flash(_("It was taken already."), "info")
    elif found.state == runs.TAKEN:
        undo = url_for(".restore", run_id=run_id, found_id=found_id)
        flash_undo(_made_words(1), undo)
    elif match.status == SAME:
        flash(_("The sheet is there already, so nothing was added."), "info")
    elif match.status == UNSEEN:
        flash(_("A colleague has this sheet, so nothing was added."), "warning")
    elif match.status == CHANGED:
        return redirect(url_for(".differences", run_id=run_id, found_id=found_id), 303)
    return redirect(_back_to(run, found), 303)


def _made_words(number: int) -> str:
    return ngettext("One draft is made.", "%(num)s drafts are made.", number)


def _undone(number: int) -> tuple[str, str]:
    if not number:
        return _("Nothing was undone: the drafts have been changed since."), "warning"
    return ngettext("One draft is deleted.", "%(num)s drafts are deleted.", number), "success"


def _back_to(run: ImportRun, found: FoundSheet) -> str:
    if request.form.get("from") == "done":
        return url_for(".done", run_id=run.id)
    show = request.form.get("show", "")
    number = request.form.get("page", "")
    return url_for(
        ".page",
        run_id=run.id,
        show=show if show in PARTS else None,
        page=number if number.isascii() and number.isdigit() and 0 < len(number) < 6 else None,
        _anchor=f"sheet-{found.id}",
    )


def _documents(form: FilesForm) -> Any:
    """Reads each uploaded file in turn; its bytes lie in a file of their own meanwhile."""
    for storage in form.files.data:
        with tempfile.TemporaryDirectory(prefix="factsheets-") as folder:
            path = Path(folder) / "document"
            with path.open("wb") as copy:
                storage.stream.seek(0)
                shutil.copyfileobj(storage.stream, copy)
            name = storage.filename or ""
            try:
                yield read_document(path, name)
            except ImportProblem as problem:
                raise ImportProblem(problem.code, **{**problem.params, "file": name}) from problem


def _named(document: Document, offered: Any, wanted: str) -> runs.Reading:
    try:
        return runs.Reading(document, offered, wanted)
    except ImportProblem as problem:
        raise ImportProblem(problem.code, **{**problem.params, "file": document.name}) from problem


def _with_name(problem: ImportProblem) -> str:
    name = "".join(char for char in str(problem.params.get("file", "")) if char.isprintable())
    shown = name if len(name) <= 60 else name[:59] + "…"
    return f"{shown}: {problem_words(problem)}" if shown else problem_words(problem)


def _begun(run: ImportRun) -> dict[str, Any]:
    counts = runs.counts(db.session(), run)
    return {"run": run, "waiting": counts[runs.OPEN], "all": sum(counts.values())}
