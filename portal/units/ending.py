"""The page of merging a unit into another: what goes along, who sees more or less, and the deed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import SelectChoice, SelectField

from portal.access.actors import with_descendants
from portal.access.routes import requires
from portal.database import db
from portal.leaving.asking import title_of
from portal.units.changing import MANAGE, UnitProblem
from portal.units.merging import destination, merge_preview, merge_units
from portal.units.models import Unit
from portal.units.services import unit_options
from portal.units.views import bp, find_unit, trail
from portal.web.addresses import as_id
from portal.web.forms import Form
from portal.web.refusals import show_problem
from portal.web.requests import current_actor


class MergeForm(Form):
    """The unit that another one goes into."""

    into = SelectField(_l("Into which unit?"), coerce=as_id, validate_choice=False)

    def offer(self, session: Session, without: set[int]) -> None:
        """Fills the list of units, without the one itself and those below it."""
        choices = [
            SelectChoice(str(unit_id), name)
            for unit_id, name in unit_options(session)
            if unit_id not in without
        ]
        self.into.choices = [SelectChoice("", _("Choose a unit")), *choices]


@bp.route("/units/<int:unit_id>/merge", methods=["GET", "POST"])
@requires(MANAGE)
def merge(unit_id: int) -> Any:
    """Chooses the other unit, shows what would happen, merges."""
    session, actor, unit = db.session, current_actor(), find_unit(unit_id)
    target = destination(session, unit)
    if target is not None:
        return redirect(url_for("units.page", unit_id=unit_id), 303)
    chosen = as_id(request.values.get("into"))
    form = MergeForm(formdata=None, into=chosen)
    form.offer(session, with_descendants(session, [unit_id]))
    into = session.get(Unit, chosen) if chosen else None
    found = None
    if request.values.get("into") and into is None:
        form.into.errors = [_("Choose one of the units in the list.")]
    if into is not None:
        try:
            if request.method == "POST":
                merge_units(session, actor, unit, into)
                session.commit()
                flash(
                    _("%(unit)s is part of %(into)s now.", unit=unit.name, into=into.name),
                    "success",
                )
                return redirect(url_for("units.page", unit_id=into.id), 303)
            found = merge_preview(session, actor, unit, into)
        except UnitProblem as problem:
            session.rollback()
            unit, into = find_unit(unit_id), None
            show_problem(form, problem)
    return render_template(
        "portal/units/merge.html",
        unit=unit,
        into=into,
        form=form,
        found=found,
        groups=found.groups(session, actor) if found else [],
        unasked=[title_of(owner) for owner in found.answers.unasked] if found else [],
        crumbs=trail(unit),
    )
