"""The catalogue for its editors: make, change, order, merge, delete."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import (
    ConflictError,
    FormDraft,
    PortalError,
    csv_response,
    current_actor,
    db,
    forget_draft,
    form_draft,
    requires,
    xlsx_response,
)

from ..catalogue_words import PARENT_KINDS, export_columns, export_rows
from ..forms.catalogue import FORMS, EntryForm, values_of
from ..forms.merging import MergeForm
from ..permissions import CATALOGUE
from ..services import catalogue as rules
from ..services.gathering import count_sheets, overview
from ..services.merging import merge, plan_merge
from . import conflicts
from .catalogue import ONE, catalogue_bp, entry_or_404, known_or_404

MOVES = {"up": -1, "down": 1}


@catalogue_bp.get("/keep")
@requires(CATALOGUE)
def keep() -> str:
    """Everything in its order, with what can be done to it."""
    found = overview(db.session(), current_actor())
    return render_template("factsheets/catalogue/keep.html", all=found)


@catalogue_bp.get("/keep.<form>")
@requires(CATALOGUE)
def export(form: str) -> Any:
    """The same as a file."""
    respond = {"csv": csv_response, "xlsx": xlsx_response}.get(form) or abort(404)
    rows = export_rows(overview(db.session(), current_actor()))
    return respond("catalogue", export_columns(), rows)


@catalogue_bp.route("/<kind>/new", methods=["GET", "POST"])
@requires(CATALOGUE)
def new(kind: str) -> Any:
    """A new entry; `under` in the address chooses what it stands under."""
    known_or_404(kind)
    draft = form_draft(db.session(), current_actor(), f"factsheets.{kind}")
    form = FORMS[kind]() if draft.fields is None else FORMS[kind](formdata=draft.fields)
    form.offer(db.session())
    if request.method == "GET" and draft.fields is None:
        _choose_parent(form, kind)
    if form.validate_on_submit():
        try:
            made = rules.create_entry(db.session(), current_actor(), kind, values_of(form))
        except rules.NameTaken as problem:
            _refuse_name(form, problem)
        else:
            forget_draft(db.session(), current_actor(), request.form)
            db.session.commit()
            flash(_("%(name)s is there now.", name=made.name), "success")
            return redirect(_address(made), 303)
    page = render_template(
        "factsheets/catalogue/form.html", form=form, kind=kind, entry=None, draft=draft
    )
    return page, 422 if form.errors else 200


@catalogue_bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(CATALOGUE)
def edit(kind: str, entry_id: int) -> Any:
    """Changes an entry. Where somebody else was faster, both versions are shown."""
    entry = entry_or_404(kind, entry_id)
    theirs = _form_of(kind, entry)
    draft = form_draft(db.session(), current_actor(), f"factsheets.{kind}", entry_id, entry.version)
    posted = conflicts.chosen(request.form, theirs) if request.method == "POST" else draft.fields
    form = FORMS[kind](formdata=posted) if posted is not None else theirs
    form.offer(db.session())
    if form.validate_on_submit():
        try:
            rules.update_entry(
                db.session(), current_actor(), entry, values_of(form), _version(form)
            )
        except ConflictError:
            return _both_versions(entry, form, theirs, draft)
        except rules.NameTaken as problem:
            db.session.rollback()  # the entry bears the refused name already
            _refuse_name(form, problem)
        else:
            forget_draft(db.session(), current_actor(), request.form)
            db.session.commit()
            flash(_("Your changes are saved."), "success")
            return redirect(_address(entry), 303)
    page = render_template(
        "factsheets/catalogue/form.html",
        form=form,
        kind=kind,
        entry=entry,
        used=rules.is_used(db.session(), entry),
        draft=draft,
    )
    return page, 422 if form.errors else 200


@catalogue_bp.post(f"{ONE}/move")
@requires(CATALOGUE)
def move(kind: str, entry_id: int) -> Any:
    """One place up or down."""
    entry = entry_or_404(kind, entry_id)
    step = MOVES.get(request.form.get("to", ""))
    if step is None:
        abort(400)
    rules.move_entry(db.session(), entry, step)
    db.session.commit()
    return redirect(url_for(".keep", _anchor=f"{kind}-{entry_id}"), 303)


@catalogue_bp.route(f"{ONE}/merge", methods=["GET", "POST"])
@requires(CATALOGUE)
def merge_into(kind: str, entry_id: int) -> Any:
    """First which one it is merged into, then what will happen, then it happens."""
    entry, session = entry_or_404(kind, entry_id), db.session()
    form = MergeForm(request.form if request.method == "POST" else request.args)
    form.offer(session, entry)
    target = rules.find_entry(session, kind, form.into.data or 0)
    chosen = form.into.validate(form) if "into" in request.values else False
    plan = plan_merge(entry, target) if chosen and target is not None else None
    if plan is not None and form.validate_on_submit():
        name, kept = entry.name, target
        merge(session, current_actor(), entry, kept)  # type: ignore[arg-type]
        session.commit()
        flash(_("%(name)s is now part of %(kept)s.", name=name, kept=kept.name), "success")  # type: ignore[union-attr]
        return redirect(_address(kept), 303)
    page = render_template(
        "factsheets/catalogue/merge.html",
        form=form,
        kind=kind,
        entry=entry,
        target=target if plan is not None else None,
        plan=plan,
        count=count_sheets(session, current_actor(), entry),
    )
    return page, 422 if request.method == "POST" else 200


@catalogue_bp.route(f"{ONE}/delete", methods=["GET", "POST"])
@requires(CATALOGUE)
def delete(kind: str, entry_id: int) -> Any:
    """Asks, and deletes an entry that nothing points to; else offers the merge."""
    entry, session = entry_or_404(kind, entry_id), db.session()
    used = rules.is_used(session, entry)
    if request.method == "POST" and not used:
        name = entry.name
        try:
            rules.delete_entry(session, current_actor(), entry)
        except PortalError:
            session.rollback()
        else:
            session.commit()
            flash(_("%(name)s is deleted.", name=name), "success")
            return redirect(url_for(".keep"), 303)
    page = render_template("factsheets/catalogue/delete.html", kind=kind, entry=entry, used=used)
    return page, 409 if request.method == "POST" else 200


def _form_of(kind: str, entry: Any) -> EntryForm:
    """The form filled with the entry as it is now."""
    form = FORMS[kind](formdata=None, obj=entry)
    form.offer(db.session())
    form.version.data = str(entry.version)
    form.seen.data = conflicts.digest(form)
    return form


def _version(form: EntryForm) -> int:
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _refuse_name(form: EntryForm, problem: PortalError) -> None:
    form.name.errors = [*form.name.errors, str(problem)]


def _choose_parent(form: EntryForm, kind: str) -> None:
    parent = PARENT_KINDS.get(kind)
    under = request.args.get("under", "")
    if under and parent and any(choice.value == under for choice in form[f"{parent}_id"].choices):
        form[f"{parent}_id"].data = int(under)


def _both_versions(entry: Any, form: EntryForm, theirs: EntryForm, draft: FormDraft) -> Any:
    page = render_template(
        "factsheets/conflict.html",
        title=entry.name,
        back=_address(entry),
        by="",
        differences=conflicts.differences(form, theirs, form.seen.data),
        hidden=conflicts.hidden_values(form, entry.version, theirs) + draft.hidden,
        form=form,
        actions=[("save", _("Save"))],
    )
    return page, 409


def _address(entry: Any) -> str:
    return url_for(".entry", kind=rules.kind_of(entry), entry_id=entry.id)
