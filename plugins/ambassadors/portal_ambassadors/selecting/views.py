"""Proposing, volunteering, answering, deciding."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.api import (
    Form,
    Membership,
    PortalError,
    User,
    attempt,
    current_actor,
    db,
    led_units,
    may,
    narrow,
    paginate,
    show_problem,
    signed_in,
    today,
)

from ..models import Ambassador, Nomination
from ..profiles.data import ChoiceData
from ..rounds.leaders import leads
from ..vocabulary import CHOSEN, Status
from . import services as rules
from .forms import DecideForm, MotivationForm, ReasonForm
from .states import STATES, VERDICTS

bp = Blueprint(
    "ambassadors_selecting", __name__, url_prefix="/ambassadors", template_folder="../templates"
)


@bp.get("/selecting")
@signed_in
def index() -> str:
    """The nominations one may see: one's own, those one proposed; for coordinators all."""
    session, actor = db.session(), current_actor()
    statement = (
        narrow(select(Nomination), actor, Nomination)
        .options(joinedload(Nomination.user), joinedload(Nomination.proposed_by))
        .order_by(Nomination.closed_at.is_not(None), Nomination.id.desc())
    )
    found = paginate(session, statement)
    return render_template(
        "ambassadors/selecting/index.html",
        page=found,
        states=STATES,
        page_url=lambda number: url_for(".index", page=number),
    )


@bp.route("/volunteer", methods=["GET", "POST"])
@signed_in
def volunteer() -> Any:
    """'I would like to be an ambassador.'"""
    session, actor = db.session(), current_actor()
    there = rules.open_one(session, actor.user_id)
    if there is not None and request.method == "GET":
        return redirect(url_for(".nomination", nomination_id=there.id))
    form = MotivationForm()
    if form.validate_on_submit():
        made = _try(form, lambda: rules.volunteer(session, actor, form.reason.data or ""))
        if made is not None:
            session.commit()
            flash(_("Thank you. The coordinators answer you."), "success")
            return redirect(url_for(".nomination", nomination_id=made.id), 303)
    page = render_template("ambassadors/selecting/reason.html", form=form, user=None)
    return page, 422 if form.errors else 200


@bp.get("/propose")
@signed_in
def people() -> str:
    """Whom a leader can propose."""
    session, actor = db.session(), current_actor()
    units = led_units(session, actor)
    if not units:
        abort(404)
    words = request.args.get("q", "").replace("\x00", "").strip()[:100]
    inside = select(Membership.user_id).where(Membership.unit_id.in_(units))
    ones = select(Ambassador.user_id).where(Ambassador.status == Status.ACTIVE)
    statement = select(User).where(
        User.active, User.id.in_(inside), User.id.not_in(ones), User.id != actor.user_id
    )
    if words:
        statement = statement.where(User.name.icontains(words, autoescape=True))
    found = paginate(session, narrow(statement, actor, User).order_by(User.name, User.id))
    return render_template(
        "ambassadors/selecting/people.html",
        page=found,
        words=words,
        page_url=lambda number: url_for(".people", page=number, q=words or None),
    )


@bp.route("/propose/<int:user_id>", methods=["GET", "POST"])
@signed_in
def propose(user_id: int) -> Any:
    """A leader proposes one of theirs."""
    session, actor = db.session(), current_actor()
    user = session.scalar(narrow(select(User).where(User.id == user_id), actor, User))
    if user is None or not leads(session, actor, user.id):
        abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        made = _try(form, lambda: rules.propose(session, actor, user, form.reason.data or ""))
        if made is not None:
            session.commit()
            flash(_("%(name)s is asked now.", name=user.name), "success")
            return redirect(url_for(".nomination", nomination_id=made.id), 303)
    page = render_template("ambassadors/selecting/reason.html", form=form, user=user)
    return page, 422 if form.errors else 200


@bp.get("/selecting/<int:nomination_id>")
@signed_in
def nomination(nomination_id: int) -> Any:
    """One nomination, with what one may do."""
    one = _find(nomination_id)
    form = DecideForm(data={"chosen_why": one.reason, "mandate_from": today()})
    return _page(one, form)


@bp.post("/selecting/<int:nomination_id>/answer")
@signed_in
def answer(nomination_id: int) -> Any:
    """Yes or no, by the person."""
    one = _find(nomination_id)
    if one.user_id != current_actor().user_id:
        abort(404)
    yes = request.form.get("answer") == "yes"
    words = _("Thank you. The coordinators decide now.") if yes else _("Your answer is saved.")
    return _change(one, lambda: rules.answer(db.session(), current_actor(), one, yes), words)


@bp.post("/selecting/<int:nomination_id>/withdraw")
@signed_in
def withdraw(nomination_id: int) -> Any:
    """Taken back by the person, or by who proposed."""
    one = _find(nomination_id)
    if current_actor().user_id not in (one.user_id, one.proposed_by_id):
        abort(404)
    words = _("The proposal is withdrawn.")
    return _change(one, lambda: rules.withdraw(db.session(), current_actor(), one), words)


@bp.post("/selecting/<int:nomination_id>/decide")
@signed_in
def decide(nomination_id: int) -> Any:
    """Yes, no or later, by a coordinator."""
    session, actor = db.session(), current_actor()
    one = _find(nomination_id)
    if not may(session, actor, rules.COORDINATE) or one.user_id == actor.user_id:
        abort(404)
    form = DecideForm()
    if form.validate_on_submit():
        choice = ChoiceData(
            chosen_why=form.chosen_why.data or "",
            mandate=form.mandate.data or "",
            mandate_from=form.mandate_from.data,
            mandate_until=form.mandate_until.data,
        )

        def go() -> bool:
            rules.decide(
                session,
                actor,
                one,
                form.verdict.data or "",
                form.words.data or "",
                choice,
                form.later_on.data,
            )
            return True

        if _try(form, go):
            session.commit()
            flash(_("The decision is saved, and the person is told."), "success")
            return redirect(url_for(".nomination", nomination_id=nomination_id), 303)
    return _page(_find(nomination_id), form)


def _page(one: Nomination, form: DecideForm) -> Any:
    session, actor = db.session(), current_actor()
    ambassador = session.scalar(select(Ambassador).where(Ambassador.user_id == one.user_id))
    seen = ambassador is not None and may(session, actor, "view", ambassador)
    page = render_template(
        "ambassadors/selecting/nomination.html",
        one=one,
        form=form,
        own=one.user_id == actor.user_id,
        state=STATES[one.state],
        how=CHOSEN.get(one.how),
        verdicts={key: look.icon for key, look in VERDICTS.items()},
        hints={key: look.hint for key, look in VERDICTS.items()},
        allowed={
            verb for verb in ("answer", "withdraw", "decide") if may(session, actor, verb, one)
        },
        ambassador=ambassador if seen else None,
    )
    return page, 422 if form.errors else 200


def _find(nomination_id: int) -> Nomination:
    found = rules.find_nomination(db.session(), current_actor(), nomination_id)
    if found is None:
        abort(404)
    return found


def _try(form: Form, change: Any) -> Any:
    """What `change` returns; None with the errors in the form, and nothing changed."""
    try:
        return change()
    except PortalError as problem:
        db.session.rollback()
        show_problem(form, problem)
    return None


def _change(one: Nomination, change: Any, words: str) -> Any:
    number = one.id
    with attempt() as done:
        change()
    if done:
        flash(words, "success")
    if rules.find_nomination(db.session(), current_actor(), number) is None:
        return redirect(url_for("ambassadors.index"), 303)
    return redirect(url_for(".nomination", nomination_id=number), 303)
