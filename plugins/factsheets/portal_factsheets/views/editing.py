"""Writing a fact sheet: the form for a new one and for one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import format_date, format_time, get_timezone, to_user_timezone
from flask_babel import gettext as _
from sqlalchemy import select

from portal.api import (
    FormDraft,
    current_actor,
    db,
    forget_draft,
    form_draft,
    may,
    narrow,
    render_markdown,
    requires,
    signed_in,
)

from ..forms.sheet import SheetForm
from ..forms.sheet_choices import common_tags, data_from, filled, offer, sheet_choices
from ..models import FactSheet
from ..permissions import CREATE, PUBLISH
from ..services import sheets as rules
from ..services.data import SheetData, data_of
from ..services.readiness import FIELDS, missing, parts
from ..vocabulary import OUTCOMES, SECTION_MAX, Status
from . import conflicts

editing_bp = Blueprint(
    "factsheets_editing",
    __name__,
    url_prefix="/factsheets",
    template_folder="../templates",
)
#: Buttons that change the form and save nothing.
ADD_LINK, FIND = "add_link", "find"


@editing_bp.route("/new", methods=["GET", "POST"])
@requires(CREATE)
def create() -> Any:
    """A new sheet; `builds_on` in the address names the one it takes up."""
    return _form_page(None)


@editing_bp.route("/<int:sheet_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(sheet_id: int) -> Any:
    """Changes a sheet."""
    statement = select(FactSheet).where(FactSheet.id == sheet_id)
    sheet = db.session.scalar(narrow(statement, current_actor(), FactSheet))
    if sheet is None:
        abort(404)
    if not may(db.session(), current_actor(), "edit", sheet):
        abort(403)
    return _form_page(sheet)


@editing_bp.post("/preview")
@signed_in
def preview() -> str:
    """Markdown as it will be read."""
    text = request.form.get("text", "")
    if len(text) > SECTION_MAX:
        abort(413)
    return str(render_markdown(text))


@editing_bp.get("/choices")
@signed_in
def choices() -> str:
    """The visible sheets whose title has the words of `q`, as the choices of the form."""
    query = request.args.get("q", "")[:200]
    found = sheet_choices(db.session(), current_actor(), query)
    return render_template("factsheets/edit_choices.html", found=found)


def _form_page(sheet: FactSheet | None) -> Any:
    before = data_of(sheet) if sheet else _first()
    draft = _draft(sheet)
    if request.method == "GET" and draft.fields is None:
        return _show(_fresh(sheet, before), sheet, draft)
    # What was sent, or words that were typed before and never saved.
    posted: Any = request.form if draft.fields is None else draft.fields
    if conflicts.is_choice(posted):
        posted = conflicts.chosen(posted, _fresh(sheet, before))
    form, action = SheetForm(formdata=posted), posted.get("press", "save")
    _offer(form, before)
    if action == ADD_LINK:
        form.links.empty_rows = len(posted.getlist("links_url")) + 1 - len(form.links.data or ())
    elif action != FIND and form.validate_on_submit():
        return _save(form, sheet, draft, action)
    return _show(form, sheet, draft, unsaved=True)


def _save(form: SheetForm, sheet: FactSheet | None, draft: FormDraft, action: str) -> Any:
    session, actor, data = db.session(), current_actor(), data_from(form)
    try:
        if sheet is None:
            sheet = rules.create_sheet(session, actor, data)
        else:
            rules.update_sheet(session, actor, sheet, data, version=_version(form))
    except rules.InvalidSheet as problem:
        _refuse(form, problem.errors)
        return _show(form, sheet, draft, unsaved=True)
    except rules.SheetConflict as problem:
        return _both_versions(form, sheet, draft, problem)  # type: ignore[arg-type]
    forget_draft(session, actor, request.form)
    if action == "publish" and sheet.status == Status.DRAFT:
        return _publish(sheet)
    session.commit()
    if sheet.status == Status.DRAFT:
        flash(_("The draft is saved."), "success")
        return redirect(url_for(".edit", sheet_id=sheet.id), 303)
    flash(_("Your changes are saved."), "success")
    return _to_sheet(sheet)


def _publish(sheet: FactSheet) -> Any:
    """Publishes what has just been saved, or goes back to the form with what is missing."""
    session, actor = db.session(), current_actor()
    lacks = missing(data_of(sheet))
    if not lacks:
        rules.publish(session, actor, sheet)
    session.commit()
    if lacks:
        return redirect(url_for(".edit", sheet_id=sheet.id, publish=1), 303)
    flash(_("The sheet is published."), "success")
    return _to_sheet(sheet)


def _show(form: SheetForm, sheet: FactSheet | None, draft: FormDraft, unsaved: bool = False) -> Any:
    session, actor, said = db.session(), current_actor(), data_from(form)
    is_draft = sheet is None or sheet.status == Status.DRAFT
    wanted = is_draft and not unsaved and "publish" in request.args
    lacks = missing(said) if wanted else {}
    _refuse(form, lacks)
    found = parts(said)
    page = render_template(
        "factsheets/edit.html",
        form=form,
        sheet=sheet,
        draft=draft,
        is_draft=is_draft,
        parts=found,
        ready=sum(part.ready for part in found),
        wrong={name for name, fields in FIELDS.items() if set(fields) & set(form.errors)},
        lacks=lacks,
        unsaved=unsaved,
        saved_at=_saved_words(sheet) if sheet and not unsaved else "",
        query=_query(),
        pressed=request.form.get("press", ""),
        tags=common_tags(session, actor),
        outcome_icons={str(key): look.icon for key, look in OUTCOMES.items()},
        may_publish=PUBLISH in actor.permissions,
    )
    return page, 422 if unsaved and form.errors else 200


def _draft(sheet: FactSheet | None) -> FormDraft:
    """What the portal keeps of this form while somebody types."""
    session, actor = db.session(), current_actor()
    if sheet is None:
        return form_draft(session, actor, "factsheet")
    return form_draft(session, actor, "factsheet", sheet.id, sheet.version)


def _saved_words(sheet: FactSheet) -> str:
    """'Saved at 10.42', or the day, if that was another."""
    if sheet.updated_at.astimezone(get_timezone()).date() == rules.today():
        return _("Saved at %(time)s", time=format_time(sheet.updated_at, "short"))
    return _("Saved on %(day)s", day=format_date(to_user_timezone(sheet.updated_at), "long"))


def _first() -> SheetData:
    """What a new sheet begins with: as little as possible is to be typed."""
    session, actor = db.session(), current_actor()
    data = SheetData(
        responsible_id=actor.user_id,
        review_due=rules.today() + rules.REVIEW_EVERY,
        unit_id=next(iter(actor.unit_ids)) if len(actor.unit_ids) == 1 else None,
    )
    origin = request.args.get("builds_on", "")
    if not (origin.isascii() and origin.isdigit() and len(origin) < 10):
        return data
    statement = select(FactSheet).where(FactSheet.id == int(origin))
    sheet = session.scalar(narrow(statement, actor, FactSheet))
    if sheet is None:
        return data
    concepts = tuple(concept.id for concept in sheet.concepts)
    return replace(data, builds_on_id=sheet.id, concept_ids=concepts)


def _fresh(sheet: FactSheet | None, data: SheetData) -> SheetForm:
    """The form as it is before anybody types."""
    form = filled(data, sheet.version if sheet else 0)
    form.seen.data = conflicts.digest(form)
    _offer(form, data)
    return form


def _offer(form: SheetForm, before: SheetData) -> None:
    offer(form, db.session(), current_actor(), before, _query())


def _query() -> str:
    """The words by which a sheet to build on is looked for."""
    return request.form.get("builds_on_query", "")[:200]


def _version(form: SheetForm) -> int:
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _refuse(form: SheetForm, problems: Mapping[str, str]) -> None:
    """Puts what the rules say at the fields they speak of."""
    for name, text in problems.items():
        field = form[{"programme_id": "belongs", "track_id": "belongs"}.get(name, name)]
        field.errors = [*field.errors, text]


def _both_versions(
    form: SheetForm, sheet: FactSheet, draft: FormDraft, problem: rules.SheetConflict
) -> Any:
    theirs = filled(problem.theirs, problem.version)
    _offer(theirs, problem.theirs)
    actions = [("save", _("Save changes"))]
    if sheet.status == Status.DRAFT:
        actions = [("save", _("Save draft")), ("publish", _("Publish"))]
    page = render_template(
        "factsheets/conflict.html",
        title=sheet.title,
        back=url_for("factsheets.page", sheet_id=sheet.id),
        by=problem.by,
        differences=conflicts.differences(form, theirs, form.seen.data),
        hidden=conflicts.hidden_values(form, problem.version, theirs) + draft.hidden,
        actions=actions,
    )
    return page, 409


def _to_sheet(sheet: FactSheet) -> Any:
    """To the sheet's page, or the list where one has just hidden it from oneself."""
    if may(db.session(), current_actor(), "view", sheet):
        return redirect(url_for("factsheets.page", sheet_id=sheet.id), 303)
    return redirect(url_for("factsheets.index"), 303)
