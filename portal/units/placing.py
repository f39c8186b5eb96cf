"""Giving people functions in units and taking them away, from the unit's or the person's page."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from portal.access.routes import requires
from portal.accounts.models import User
from portal.database import db
from portal.runtime import portal
from portal.units.changing import MANAGE, UnitProblem
from portal.units.directory import MAX_TEXT, in_order
from portal.units.forms import FunctionForm
from portal.units.functions import CANDIDATES, add_function, candidates, remove_function
from portal.units.models import Function, Unit
from portal.units.services import unit_paths
from portal.units.views import bp, find_unit, trail
from portal.units.words import FUNCTION_WORDS
from portal.web.flashes import flash_undo
from portal.web.refusals import attempt, show_problem
from portal.web.requests import current_actor
from portal.web.safe_redirect import back_to


@bp.get("/units/<int:unit_id>/people")
@requires(MANAGE)
def find_people(unit_id: int) -> str:
    """A search for people to add: the function is chosen once, then one click a person."""
    unit, text = find_unit(unit_id), request.args.get("q", "").replace("\x00", "").strip()
    chosen = request.args.get("function", "")
    return render_template(
        "portal/units/add_people.html",
        unit=unit,
        crumbs=trail(unit),
        text=text[:MAX_TEXT],
        function=chosen if chosen in set(Function) else Function.TEACHER.value,
        functions=FUNCTION_WORDS,
        found=candidates(db.session, current_actor(), text[:MAX_TEXT]),
        limit=CANDIDATES,
    )


@bp.post("/units/<int:unit_id>/people/<int:user_id>/<function>/add")
@requires(MANAGE)
def add(unit_id: int, user_id: int, function: str) -> Any:
    """Adds a person; taking them out again is the undo."""
    return _place(unit_id, user_id, function, adding=True)


@bp.post("/units/<int:unit_id>/people/<int:user_id>/<function>/remove")
@requires(MANAGE)
def remove(unit_id: int, user_id: int, function: str) -> Any:
    """Takes a person out of a unit; adding them again is the undo."""
    return _place(unit_id, user_id, function, adding=False)


def _place(unit_id: int, user_id: int, function: str, *, adding: bool) -> Any:
    unit, user = find_unit(unit_id), _find_person(user_id)
    if function not in set(Function):
        abort(404)
    change = add_function if adding else remove_function
    with attempt(refusal=UnitProblem) as done:
        change(db.session, current_actor(), unit, user, function)
    if done:
        _say(unit, user, function, adding)
    return back_to(request.form.get("next") or url_for("units.page", unit_id=unit_id))


def _say(unit: Unit, user: User, function: str, adding: bool) -> None:
    words = FUNCTION_WORDS[function]
    if adding:
        text = _(
            "%(name)s is in %(unit)s: %(function)s.",
            name=user.name,
            unit=unit.name,
            function=words,
        )
        undo = "units.remove"
    else:
        text = _(
            "%(name)s is no longer in %(unit)s: %(function)s.",
            name=user.name,
            unit=unit.name,
            function=words,
        )
        undo = "units.add"
    address = url_for(undo, unit_id=unit.id, user_id=user.id, function=function)
    flash_undo(text, address)


@bp.route("/people/<int:user_id>/functions", methods=["GET", "POST"])
@requires(MANAGE)
def functions(user_id: int) -> Any:
    """What one person does where: a list to take from and a form to add to."""
    user = _find_person(user_id)
    form = FunctionForm(unit=None).offer(db.session)
    if form.validate_on_submit():
        unit = db.session.get(Unit, form.unit.data) if form.unit.data else None
        try:
            if unit is None:
                raise UnitProblem("unit", _("Choose one of the units in the list."))
            add_function(db.session, current_actor(), unit, user, form.function.data or "")
        except UnitProblem as problem:
            show_problem(form, problem)
        else:
            db.session.commit()
            _say(unit, user, form.function.data, True)
            return redirect(url_for("units.functions", user_id=user_id), 303)
    memberships = in_order(user.memberships)
    return render_template(
        "portal/people/functions.html",
        user=user,
        form=form,
        memberships=memberships,
        words=FUNCTION_WORDS,
        paths=unit_paths(db.session, {one.unit_id for one in memberships}),
    )


def _find_person(user_id: int) -> User:
    user = db.session.scalar(
        portal().access.narrow(select(User), current_actor(), User).where(User.id == user_id)
    )
    if user is None:
        abort(404)
    return user
