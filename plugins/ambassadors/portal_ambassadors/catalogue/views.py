"""The list of competences, for who keeps it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import SelectChoice

from portal.api import (
    PortalError,
    attempt,
    csv_response,
    current_actor,
    db,
    flash_undo,
    requires,
    show_problem,
    xlsx_response,
)

from ..models import Competence, CompetenceGroup
from ..permissions import CATALOGUE
from . import services as rules
from .forms import CompetenceForm, GroupForm, MergeForm

bp = Blueprint(
    "ambassadors_catalogue",
    __name__,
    url_prefix="/ambassadors/catalogue",
    template_folder="../templates",
)
EXPORTS = {"xlsx": xlsx_response, "csv": csv_response}


@bp.get("/")
@requires(CATALOGUE)
def keep() -> str:
    """Everything in its order."""
    return render_template(
        "ambassadors/catalogue/keep.html",
        groups=rules.groups(db.session()),
        used=rules.used(db.session()),
    )


@bp.get("/export.<form>")
@requires(CATALOGUE)
def export(form: str) -> Any:
    """The list as a file."""
    if form not in EXPORTS:
        abort(404)
    columns = [_("Group"), _("Competence"), _("Also called"), _("In one sentence"), _("Retired")]
    rows = [
        [
            group.name,
            one.name,
            ", ".join(one.synonyms),
            one.description,
            _("yes") if one.retired_at else "",
        ]
        for group in rules.groups(db.session())
        for one in group.competences
    ]
    return EXPORTS[form](_("competences"), columns, rows)


@bp.route("/groups/new", methods=["GET", "POST"])
@requires(CATALOGUE)
def new_group() -> Any:
    """One more group."""
    return _group_page(None)


@bp.route("/groups/<int:group_id>", methods=["GET", "POST"])
@requires(CATALOGUE)
def edit_group(group_id: int) -> Any:
    """Another name for a group."""
    return _group_page(_find(CompetenceGroup, group_id))


def _group_page(group: CompetenceGroup | None) -> Any:
    form = GroupForm(name=group.name if group else "")
    if form.validate_on_submit():
        try:
            rules.save_group(db.session(), current_actor(), form.name.data or "", group)
        except rules.InvalidEntry as problem:
            show_problem(form, problem)
        else:
            db.session.commit()
            flash(_("The group is saved."), "success")
            return redirect(url_for(".keep"), 303)
    page = render_template("ambassadors/catalogue/group.html", form=form, group=group)
    return page, 422 if form.errors else 200


@bp.post("/groups/<int:group_id>/delete")
@requires(CATALOGUE)
def delete_group(group_id: int) -> Any:
    """Deletes an empty group."""
    group = _find(CompetenceGroup, group_id)
    return _do(lambda: rules.delete_group(db.session(), current_actor(), group), _("Deleted."))


@bp.route("/new", methods=["GET", "POST"])
@requires(CATALOGUE)
def new() -> Any:
    """One more competence; `group` in the address says where."""
    return _page(None)


@bp.route("/<int:competence_id>", methods=["GET", "POST"])
@requires(CATALOGUE)
def edit(competence_id: int) -> Any:
    """Changes a competence."""
    return _page(_find(Competence, competence_id))


def _page(competence: Competence | None) -> Any:
    session, groups = db.session(), rules.groups(db.session())
    form = CompetenceForm(data=_values(competence))
    form.group_id.choices = [
        SelectChoice("", _("Choose a group")),
        *(SelectChoice(str(group.id), group.name) for group in groups),
    ]
    if form.validate_on_submit():
        try:
            if competence is not None and form.version.data != str(competence.version):
                form.version.data = str(competence.version)
                raise rules.InvalidEntry(
                    {"": _("Somebody else changed it meanwhile. Look, and save again.")}
                )
            rules.save_competence(
                session,
                current_actor(),
                name=form.name.data or "",
                group_id=form.group_id.data,
                synonyms=form.synonyms.data or (),
                description=form.description.data or "",
                competence=competence,
            )
        except rules.InvalidEntry as problem:
            show_problem(form, problem)
        else:
            session.commit()
            flash(_("The competence is saved."), "success")
            return redirect(url_for(".keep"), 303)
    page = render_template(
        "ambassadors/catalogue/competence.html", form=form, competence=competence
    )
    return page, 422 if form.errors else 200


def _values(competence: Competence | None) -> dict[str, Any]:
    if competence is None:
        group = request.args.get("group", "")
        known = group.isascii() and group.isdigit() and len(group) < 10
        return {"group_id": int(group) if known else None}
    return {
        "name": competence.name,
        "group_id": competence.group_id,
        "synonyms": competence.synonyms,
        "description": competence.description,
        "version": str(competence.version),
    }


@bp.route("/<int:competence_id>/merge", methods=["GET", "POST"])
@requires(CATALOGUE)
def merge(competence_id: int) -> Any:
    """Asks, and makes one of two; it cannot be undone."""
    session, one = db.session(), _find(Competence, competence_id)
    form = MergeForm()
    choices = [
        SelectChoice(str(other.id), other.name, optgroup=group.name)
        for group in rules.groups(session)
        for other in group.competences
        if other.id != one.id
    ]
    form.into.choices = [SelectChoice("", _("Choose a competence")), *choices]
    if form.validate_on_submit():
        into = session.get(Competence, form.into.data) if form.into.data else None
        try:
            if into is None:
                raise PortalError(_("Choose another competence."))
            name = into.name
            number = rules.merge(session, current_actor(), one, into)
        except PortalError as problem:
            form.into.errors = [*form.into.errors, str(problem)]
        else:
            session.commit()
            text = ngettext(
                "Merged into %(name)s; %(num)s ambassador had it.",
                "Merged into %(name)s; %(num)s ambassadors had it.",
                number,
                name=name,
            )
            flash(text, "success")
            return redirect(url_for(".keep"), 303)
    page = render_template(
        "ambassadors/catalogue/merge.html",
        form=form,
        competence=one,
        used=rules.used(session)[one.id],
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:competence_id>/retire")
@requires(CATALOGUE)
def retire(competence_id: int) -> Any:
    """No longer offered; offering it again is the undo."""
    one = _find(Competence, competence_id)
    text = _("%(name)s is no longer offered.", name=one.name)
    undo = url_for(".offer", competence_id=competence_id)
    return _do(lambda: rules.retire(db.session(), current_actor(), one), text, undo)


@bp.post("/<int:competence_id>/offer")
@requires(CATALOGUE)
def offer(competence_id: int) -> Any:
    """Offered again."""
    one = _find(Competence, competence_id)
    text = _("%(name)s can be chosen again.", name=one.name)
    return _do(lambda: rules.retire(db.session(), current_actor(), one, again=True), text)


@bp.post("/<int:competence_id>/delete")
@requires(CATALOGUE)
def delete(competence_id: int) -> Any:
    """Deletes one that nobody has."""
    one = _find(Competence, competence_id)
    text = _("%(name)s is deleted.", name=one.name)
    return _do(lambda: rules.delete_competence(db.session(), current_actor(), one), text)


@bp.post("/<int:competence_id>/move")
@requires(CATALOGUE)
def move(competence_id: int) -> Any:
    """Up or down in its group."""
    row, up = _find(Competence, competence_id), request.form.get("to") == "up"
    rules.move(db.session(), current_actor(), row, up)
    db.session.commit()
    return redirect(url_for(".keep", _anchor=f"competence-{competence_id}"), 303)


@bp.post("/groups/<int:group_id>/move")
@requires(CATALOGUE)
def move_group(group_id: int) -> Any:
    """A group up or down."""
    row, up = _find(CompetenceGroup, group_id), request.form.get("to") == "up"
    rules.move(db.session(), current_actor(), row, up)
    db.session.commit()
    return redirect(url_for(".keep", _anchor=f"group-{group_id}"), 303)


def _do(action: Any, text: str, undo: str = "") -> Any:
    with attempt() as done:
        action()
    if done:
        flash_undo(text, undo)
    return redirect(url_for(".keep"), 303)


def _find(model: Any, object_id: int) -> Any:
    found = db.session.get(model, object_id)
    if found is None:
        abort(404)
    return found
