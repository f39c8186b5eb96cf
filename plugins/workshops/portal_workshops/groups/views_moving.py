"""Moving somebody, and seeing first what it costs; accepting a proposal; the list as a file."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.api import (
    PortalError,
    attempt,
    csv_response,
    current_actor,
    db,
    requires,
    xlsx_response,
)

from ..permissions import PLAN
from . import solving
from .showing import proposal_shown
from .states import PlanStatus
from .views import bp, find
from .words import breach_words, names_for

NOWHERE = "none"


@bp.route("/<int:plan_id>/move", methods=["GET", "POST"])
@requires(PLAN)
def move(plan_id: int) -> Any:
    """What moving one person to another group costs: before and after, and what it breaks."""
    session, actor = db.session(), current_actor()
    plan = find(plan_id)
    person_id, to = _number(request.values.get("person", "")), request.values.get("to", "")
    group = _key(to)
    if to != NOWHERE and group is None:
        abort(404)
    names = names_for(session, actor, plan)
    try:
        if request.method == "POST":
            solving.carry_out(session, actor, plan, person_id, group)
            session.commit()
            flash(_("Moved."), "success")
            return redirect(url_for(".page", plan_id=plan_id, _anchor="h-groups"), 303)
        done = solving.consider(plan, person_id, group)
    except PortalError as problem:
        session.rollback()
        flash(str(problem), "error")
        return redirect(url_for(".page", plan_id=plan_id, _anchor="h-groups"), 303)
    found = solving.proposal_of(plan)
    before = set(solving.worth(found[0], found[1].groups)[1]) if found else set()
    return render_template(
        "workshops/groups/move.html",
        plan=plan,
        name=names.people.get(person_id, _("Somebody who has left")),
        person_id=person_id,
        to=to,
        where=names.group(group) if group else None,
        done=done,
        breaks=[breach_words(names, one) for one in done.breaks if one not in before],
        mends=len([one for one in before if one not in done.breaks]),
    )


@bp.post("/<int:plan_id>/reset")
@requires(PLAN)
def reset(plan_id: int) -> Any:
    """Back to what was proposed."""
    return _back(plan_id, solving.reset, _("As it was proposed."))


@bp.post("/<int:plan_id>/accept")
@requires(PLAN)
def accept(plan_id: int) -> Any:
    """Series are made of the groups; nobody is told before they are announced."""
    session, actor = db.session(), current_actor()
    plan = find(plan_id)
    if plan.status == PlanStatus.ACCEPTED:  # pressed twice
        return redirect(url_for(".page", plan_id=plan_id), 303)
    with attempt() as done:
        made = solving.accept(session, actor, plan)
    if done:
        flash(
            ngettext(
                "%(num)s series is made. Announce it when you are ready.",
                "%(num)s series are made. Announce them when you are ready.",
                len(made),
            ),
            "success",
        )
    return redirect(url_for(".page", plan_id=plan_id), 303)


@bp.post("/<int:plan_id>/announce")
@requires(PLAN)
def announce(plan_id: int) -> Any:
    """All series of the round are announced at once."""
    session, actor = db.session(), current_actor()
    with attempt() as done:
        number = solving.announce(session, actor, find(plan_id))
    if done:
        flash(
            ngettext("%(num)s series is announced.", "%(num)s series are announced.", number),
            "success",
        )
    return redirect(url_for(".page", plan_id=plan_id), 303)


@bp.get("/<int:plan_id>/groups.<extension>")
@requires(PLAN)
def export(plan_id: int, extension: str) -> Any:
    """Who is where, as a file."""
    write = {"csv": csv_response, "xlsx": xlsx_response}.get(extension)
    if write is None:
        abort(404)
    session, actor = db.session(), current_actor()
    plan = find(plan_id)
    shown = proposal_shown(session, plan, names_for(session, actor, plan))
    if shown is None:
        abort(404)
    columns = [_("Name"), _("Education"), _("Practice"), _("When"), _("Wish"), _("Led by"),
               _("Room")]  # fmt: skip
    rows = [
        (one.name, one.unit, group.practice, group.date, one.rank or None, group.facilitator,
         group.room)
        for group in shown["groups"]
        for one in group.members
    ]  # fmt: skip
    rows += [(one.name, one.unit, "", "", None, "", "") for one in shown["nowhere"]]
    return write(_("groups"), columns, rows)


def _back(plan_id: int, rule: Any, words: str) -> Any:
    session = db.session()
    with attempt() as done:
        rule(session, current_actor(), find(plan_id))
    if done:
        flash(words, "success")
    return redirect(url_for(".page", plan_id=plan_id, _anchor="h-groups"), 303)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _key(text: str) -> tuple[int, int] | None:
    practice, dash, option = text.partition("-")
    return (_number(practice), _number(option)) if dash and _number(practice) else None
