"""Letting somebody leave: the preview, the plan, taking it back; who leaves and has left."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.access.routes import requires
from portal.accounts.managing import MANAGE, may_manage
from portal.accounts.models import User
from portal.autosave.models import Draft
from portal.clock import today
from portal.database import db
from portal.errors import NotAllowed
from portal.leaving.asking import Answers, grouped, holdings_of, title_of
from portal.leaving.departing import (
    LeavingProblem,
    cancel_departure,
    check_may_leave,
    departure_of,
    plan_departure,
)
from portal.leaving.forms import GROUP, THING, LeavingForm
from portal.leaving.holdings import PART_WORDS
from portal.leaving.left_behind import count_left
from portal.leaving.models import Departure, State
from portal.leaving.planning import Plan, candidates, suggested, thing_name
from portal.leaving.words import STATES
from portal.web.flashes import flash_undo
from portal.web.paging import paginate
from portal.web.refusals import attempt
from portal.web.requests import current_actor

bp = Blueprint("leaving", __name__)
#: So many things of a group are shown and can be given singly; more are for the list afterwards.
SHOWN = 25


def find_user(user_id: int) -> User:
    """The person, whatever the state of the account; 404."""
    user = db.session.get(User, user_id)
    if user is None:
        abort(404)
    return user


@bp.get("/admin/leaving")
@requires(MANAGE)
def index() -> str:
    """Who leaves and who has left, the newest first."""
    statement = (
        select(Departure)
        .options(joinedload(Departure.user))
        .order_by(Departure.leaves_on.desc(), Departure.id.desc())
    )
    return render_template(
        "portal/leaving/index.html",
        page=paginate(db.session, statement),
        page_address=lambda number: url_for("leaving.index", page=number),
        states=STATES,
        left=count_left(db.session, current_actor()),
    )


@bp.route("/admin/accounts/<int:user_id>/leaving", methods=["GET", "POST"])
@requires(MANAGE)
def leave(user_id: int) -> Any:
    """What would be nobody's, and who takes it over; sent, the person leaves."""
    session, actor, user = db.session, current_actor(), find_user(user_id)
    if not may_manage(session, actor, user):
        abort(403)
    done = departure_of(session, user, State.DONE)
    if done is not None and not user.active:
        return redirect(url_for("leaving.page", departure_id=done.id), 303)
    planned = departure_of(session, user, State.PLANNED)
    plan = Plan.from_json(planned.plan) if planned else Plan()
    form = LeavingForm(
        leaves_on=planned.leaves_on if planned else today(),
        everything=plan.everything,
        drafts=plan.drafts,
    ).offer(candidates(session, user))
    if form.validate_on_submit():
        plan = form.plan(request.form)
        with attempt(form, LeavingProblem) as planning:
            departure = plan_departure(session, actor, user, form.leaves_on.data, plan)
        if planning:
            return _after(departure)
    elif request.method == "POST":
        plan = form.plan(request.form)
    return _page(user_id, form, plan)


@bp.post("/admin/accounts/<int:user_id>/leaving/cancel")
@requires(MANAGE)
def cancel(user_id: int) -> Any:
    """The person stays."""
    session, user = db.session, find_user(user_id)
    departure = departure_of(session, user, State.PLANNED)
    if departure is None:
        flash(_("That was settled already. Look at how it stands now."), "error")
    else:
        with attempt(refusal=LeavingProblem) as done:
            cancel_departure(session, current_actor(), departure)
        if done:
            flash(_("%(name)s stays.", name=user.name), "success")
    return redirect(url_for("accounts.edit", user_id=user_id), 303)


def _page(user_id: int, form: LeavingForm, plan: Plan) -> str:
    session, actor, user = db.session, current_actor(), find_user(user_id)
    answers: Answers = holdings_of(session, user)
    drafts = select(func.count()).where(Draft.user_id == user_id, Draft.closed_at.is_(None))
    near = suggested(session, user)
    people = dict(form.everything.choices and [(c.value, c.label) for c in form.everything.choices])
    named = {str(person.id): person.name for person, _unit in near}
    named |= {str(one): str(people[str(one)]) for one in plan.successors if str(one) in people}
    return render_template(
        "portal/leaving/leave.html",
        user=user,
        form=form,
        plan=plan,
        refusal=_refusal(user),
        planned=departure_of(session, user, State.PLANNED),
        groups=grouped(session, actor, answers.ownerless),
        others=len(answers.held) - len(answers.ownerless),
        total=sum(one.thing.count for one in answers.ownerless),
        unasked=[title_of(owner) for owner in answers.unasked],
        near=near,
        people=[pair for pair in people.items() if pair[0]],
        named=named,
        drafts=session.scalar(drafts) or 0,
        memberships=user.memberships,
        group_field=GROUP,
        thing_field=THING,
        thing_name=thing_name,
        parts=PART_WORDS,
        shown=SHOWN,
    )


def _refusal(user: User) -> str:
    try:
        check_may_leave(db.session, current_actor(), user)
    except (LeavingProblem, NotAllowed) as problem:
        return str(problem)
    return ""


def _after(departure: Departure) -> Any:
    name = departure.name or departure.user.name
    if departure.state == State.DONE:
        flash(_("%(name)s has left.", name=name), "success")
        return redirect(url_for("leaving.page", departure_id=departure.id), 303)
    day = format_date(departure.leaves_on, "long")
    text = _("%(name)s leaves on %(day)s.", name=name, day=day)
    undo = url_for("leaving.cancel", user_id=departure.user_id)
    flash_undo(text, undo)
    return redirect(url_for("leaving.leave", user_id=departure.user_id), 303)
