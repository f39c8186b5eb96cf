"""Changing the tree, for who maintains it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.access.actors import with_descendants
from portal.access.routes import requires
from portal.database import db
from portal.units import changing
from portal.units.changing import MANAGE, UnitProblem
from portal.units.forms import UnitForm, fingerprint
from portal.units.models import Unit, UnitKind
from portal.units.views import bp, find_unit, trail
from portal.web.addresses import as_id
from portal.web.flashes import flash_undo
from portal.web.refusals import show_problem
from portal.web.requests import current_actor


@bp.route("/units/new", methods=["GET", "POST"])
@requires(MANAGE)
def new() -> Any:
    """A new unit, under `?parent=` if that is given."""
    parent_id = as_id(request.args.get("parent"))
    kind = UnitKind.EDUCATION if parent_id else UnitKind.INSTITUTION
    form = UnitForm(parent=parent_id, kind=kind.value).offer(db.session, set())
    if form.validate_on_submit():
        try:
            unit = changing.create_unit(db.session, current_actor(), **_asked(form))
        except UnitProblem as problem:
            show_problem(form, problem)
        else:
            db.session.commit()
            flash(_("%(unit)s is in the tree.", unit=unit.name), "success")
            return redirect(url_for("units.page", unit_id=unit.id), 303)
    return render_template("portal/units/form.html", form=form, unit=None, crumbs=trail(None))


@bp.route("/units/<int:unit_id>/edit", methods=["GET", "POST"])
@requires(MANAGE)
def edit(unit_id: int) -> Any:
    """Renames or moves a unit, or changes its kind."""
    unit = find_unit(unit_id)
    form = UnitForm(
        name=unit.name,
        kind=unit.kind,
        parent=unit.parent_id,
        town=unit.town,
        seen=fingerprint(unit),
    ).offer(db.session, with_descendants(db.session, [unit_id]))
    if form.validate_on_submit():
        try:
            _check_unchanged(form, unit)
            changing.change_unit(db.session, current_actor(), unit, **_asked(form))
        except UnitProblem as problem:
            show_problem(form, problem)
        else:
            db.session.commit()
            flash(_("%(unit)s is saved.", unit=unit.name), "success")
            return redirect(url_for("units.page", unit_id=unit_id), 303)
    return render_template("portal/units/form.html", form=form, unit=unit, crumbs=trail(unit))


@bp.post("/units/<int:unit_id>/close")
@requires(MANAGE)
def close(unit_id: int) -> Any:
    """Closes a unit with those below it; opening it again is the undo."""
    unit = find_unit(unit_id)
    try:
        count = changing.close_unit(db.session, current_actor(), unit)
    except UnitProblem as problem:
        return _refused(problem, unit)
    db.session.commit()
    text = ngettext(
        "%(unit)s is closed.", "%(unit)s is closed, with the units below it.", count, unit=unit.name
    )
    undo = url_for("units.reopen", unit_id=unit_id)
    flash_undo(text, undo, _("Open it again"))
    return redirect(url_for("units.page", unit_id=unit_id), 303)


@bp.post("/units/<int:unit_id>/reopen")
@requires(MANAGE)
def reopen(unit_id: int) -> Any:
    """Opens a unit again."""
    unit = find_unit(unit_id)
    try:
        changing.reopen_unit(db.session, current_actor(), unit)
    except UnitProblem as problem:
        return _refused(problem, unit)
    db.session.commit()
    flash(_("%(unit)s is open again.", unit=unit.name), "success")
    return redirect(url_for("units.page", unit_id=unit_id), 303)


@bp.route("/units/<int:unit_id>/delete", methods=["GET", "POST"])
@requires(MANAGE)
def delete(unit_id: int) -> Any:
    """Asks, and deletes an empty unit for good."""
    unit = find_unit(unit_id)
    if request.method == "POST":
        parent_id, name = unit.parent_id, unit.name
        try:
            changing.delete_unit(db.session, current_actor(), unit)
        except UnitProblem as problem:
            return _refused(problem, unit)
        db.session.commit()
        flash(_("%(unit)s is deleted.", unit=name), "success")
        if parent_id is None:
            return redirect(url_for("units.index"), 303)
        return redirect(url_for("units.page", unit_id=parent_id), 303)
    return render_template(
        "portal/units/delete.html",
        unit=unit,
        reason=changing.why_not_delete(db.session, unit),
        crumbs=trail(unit),
    )


def _asked(form: UnitForm) -> dict[str, Any]:
    return {
        "name": form.name.data or "",
        "kind": form.kind.data or "",
        "parent_id": form.parent.data,
        "town": form.town.data or "",
    }


def _check_unchanged(form: UnitForm, unit: Unit) -> None:
    if form.seen.data == fingerprint(unit):
        return
    form.seen.data = fingerprint(unit)
    place = unit.parent.name if unit.parent else _("the top")
    raise UnitProblem(
        "",
        _(
            "While you wrote, somebody else saved it as %(name)s under %(place)s. "
            "Save again to replace that with yours.",
            name=unit.name,
            place=place,
        ),
    )


def _refused(problem: UnitProblem, unit: Unit) -> Any:
    db.session.rollback()
    flash(str(problem), "error")
    return redirect(url_for("units.page", unit_id=unit.id), 303)
