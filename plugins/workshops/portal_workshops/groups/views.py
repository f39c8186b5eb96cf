"""Planning groups: rounds, what goes into them, what is proposed. For who plans."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload
from wtforms import SelectChoice

from portal.api import (
    PortalError,
    attempt,
    current_actor,
    db,
    forget_draft,
    form_draft,
    made_before,
    paginate,
    requires,
    signed_in,
    unit_options,
)

from ..models import Plan, PlanPerson, Room
from ..permissions import PLAN
from ..wishes.gathering import Wishes
from . import plans as rules
from . import polls, solving
from .forms import AddPeopleForm, AskForm, DatesForm, PersonForm, PlanForm, WhoForm
from .showing import proposal_shown
from .states import FUNCTIONS, PLAN_STATUS
from .words import both_days, names_for

bp = Blueprint(
    "workshops_groups", __name__, url_prefix="/workshops/plans", template_folder="../templates"
)

#: 'person-date' and 'room-date', as the boxes of the table say it.
_PAIR = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


def find(plan_id: int) -> Plan:
    """The round with everything in it, or 404."""
    plan = rules.loaded(db.session(), plan_id) if plan_id < 2**31 else None
    if plan is None:
        abort(404)
    return plan


@bp.get("/")
@requires(PLAN)
def index() -> str:
    """All rounds, the newest first."""
    session = db.session()
    found = paginate(
        session, select(Plan).options(selectinload(Plan.practices)).order_by(Plan.id.desc())
    )
    counted = select(PlanPerson.plan_id, func.count().label("people")).group_by(PlanPerson.plan_id)
    ids = [one.id for one in found.items]
    people = {
        row.plan_id: row.people
        for row in session.execute(counted.where(PlanPerson.plan_id.in_(ids)))
    }
    return render_template(
        "workshops/groups/list.html",
        page=found,
        people=people,
        looks=PLAN_STATUS,
        page_url=lambda number: url_for(".index", page=number),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(PLAN)
def create() -> Any:
    """A new round, of what is wished for."""
    session, actor = db.session(), current_actor()
    found = [one for one in Wishes(session, actor).practices if one.waiting]
    draft = form_draft(session, actor, rules.KIND)
    form = PlanForm(formdata=draft.fields) if draft.fields is not None else PlanForm()
    form.practices.choices = [
        SelectChoice(
            one.key,
            ngettext(
                "%(title)s (%(num)s waits)",
                "%(title)s (%(num)s wait)",
                one.waiting,
                title=one.title,
            ),
        )
        for one in found
    ]
    if form.validate_on_submit():
        made = made_before(session, actor, request.form)
        if made is not None:
            return redirect(made, 303)
        with attempt(form) as done:
            plan = rules.create_plan(
                session,
                actor,
                title=form.title.data or "",
                size_min=form.size_min.data or 0,
                size_max=form.size_max.data or 0,
                seconds=form.seconds.data or 0,
                practices=form.practices.data or (),
            )
            made = url_for(".page", plan_id=plan.id)
            forget_draft(session, actor, request.form, made)
        if done:
            return redirect(made, 303)
    page = render_template("workshops/groups/edit.html", form=form, plan=None, draft=draft)
    return page, 422 if form.errors else 200


@bp.route("/<int:plan_id>/edit", methods=["GET", "POST"])
@requires(PLAN)
def edit(plan_id: int) -> Any:
    """Title, sizes, time."""
    plan = find(plan_id)
    form = PlanForm(obj=plan)
    del form.practices
    if form.validate_on_submit():
        fields = {name: form[name].data for name in ("title", "size_min", "size_max", "seconds")}
        if _did(form, rules.change_plan, plan, **fields):
            flash(_("Saved."), "success")
            return redirect(url_for(".page", plan_id=plan_id), 303)
    page = render_template("workshops/groups/edit.html", form=form, plan=plan)
    return page, 422 if form.errors else 200


@bp.get("/<int:plan_id>")
@requires(PLAN)
def page(plan_id: int) -> str:
    """The round: what is missing, what goes in, what is proposed."""
    session, actor = db.session(), current_actor()
    plan = find(plan_id)
    names = names_for(session, actor, plan)
    return render_template(
        "workshops/groups/page.html",
        plan=plan,
        look=PLAN_STATUS[plan.status],
        names=names,
        missing=solving.what_is_missing(plan),
        answered=sum(1 for one in plan.people if one.answered_at is not None),
        proposal=proposal_shown(session, plan, names),
        both_days=both_days,
        can_on={
            date.id: sum(
                1
                for one in plan.people
                for answer in one.answers
                if answer.date_id == date.id and answer.can
            )
            for date in plan.dates
        },
        wished={
            one.id: sum(1 for person in plan.people if one.id in person.wishes)
            for one in plan.practices
        },
        ask_form=AskForm(formdata=None, obj=plan),
        open=polls.is_open(plan),
        unannounced=solving.unannounced(session, plan),
    )


@bp.get("/<int:plan_id>/progress")
@requires(PLAN)
def progress(plan_id: int) -> str:
    """The part of the page that tells how far the work is."""
    plan = db.session().get(Plan, plan_id) if plan_id < 2**31 else None
    if plan is None:
        abort(404)
    return render_template("workshops/groups/_progress.html", plan=plan)


@bp.post("/<int:plan_id>/delete")
@requires(PLAN)
def delete(plan_id: int) -> Any:
    """The round and its answers go; series that came of it stay."""
    session = db.session()
    session.delete(find(plan_id))
    session.commit()
    flash(_("The round is deleted. Series that came of it stay."), "success")
    return redirect(url_for(".index"), 303)


@bp.route("/<int:plan_id>/dates", methods=["GET", "POST"])
@requires(PLAN)
def dates(plan_id: int) -> Any:
    """Adding two half days."""
    session, actor = db.session(), current_actor()
    plan = find(plan_id)
    draft = form_draft(session, actor, f"{rules.KIND}_dates", plan_id)
    form = DatesForm(formdata=draft.fields) if draft.fields is not None else DatesForm()
    back = url_for(".page", plan_id=plan_id, _anchor="h-dates")
    if form.validate_on_submit():
        with attempt(form) as done:
            if made_before(session, actor, request.form) is None:
                rules.add_date(session, actor, plan, form.half(1), form.half(2))
                forget_draft(session, actor, request.form, back)
        if done:
            flash(_("Added. People can be asked whether they can come."), "success")
            return redirect(back, 303)
    page = render_template("workshops/groups/dates.html", form=form, plan=plan, draft=draft)
    return page, 422 if form.errors else 200


@bp.post("/<int:plan_id>/dates/<int:date_id>/remove")
@requires(PLAN)
def remove_date(plan_id: int, date_id: int) -> Any:
    """Taking them out."""
    plan = find(plan_id)
    date = next((one for one in plan.dates if one.id == date_id), None)
    if date is None:
        abort(404)
    return _then(plan_id, "h-dates", rules.remove_date, plan, date)


@bp.post("/<int:plan_id>/practices/<int:practice_id>/remove")
@requires(PLAN)
def remove_practice(plan_id: int, practice_id: int) -> Any:
    """Taking a practice out."""
    plan = find(plan_id)
    practice = next((one for one in plan.practices if one.id == practice_id), None)
    if practice is None:
        abort(404)
    return _then(plan_id, "h-practices", rules.remove_practice, plan, practice)


@bp.route("/<int:plan_id>/who", methods=["GET", "POST"])
@requires(PLAN)
def who(plan_id: int) -> Any:
    """Who can lead, which rooms there are; then, when each can be had."""
    session, actor = db.session(), current_actor()
    plan = find(plan_id)
    form = WhoForm()
    form.facilitator_ids.keep([one.user_id for one in plan.facilitators])
    rooms = session.scalars(select(Room).where(~Room.closed).order_by(Room.name)).all()
    form.rooms.choices = [
        SelectChoice(one.id, _("%(room)s (%(seats)d seats)", room=one.name, seats=one.seats))
        for one in rooms
    ]
    if request.method == "GET":
        form.facilitator_ids.data = [one.user_id for one in plan.facilitators]
        form.rooms.data = [one.room_id for one in plan.rooms]
    if form.validate_on_submit():
        with attempt(form) as done:
            rules.set_facilitators(session, actor, plan, form.facilitator_ids.data or ())
            rules.set_rooms(session, actor, plan, form.rooms.data or ())
        if done:
            return redirect(url_for(".free", plan_id=plan_id), 303)
    page = render_template("workshops/groups/who.html", form=form, plan=plan, rooms=rooms)
    return page, 422 if form.errors else 200


@bp.route("/<int:plan_id>/free", methods=["GET", "POST"])
@requires(PLAN)
def free(plan_id: int) -> Any:
    """On which dates each can be had: a table of boxes."""
    plan = find(plan_id)
    if request.method == "POST":
        leads = _pairs(request.form.getlist("lead"))
        rooms = _pairs(request.form.getlist("room"))
        return _then(plan_id, "h-who", rules.set_free, plan, leads, rooms)
    return render_template("workshops/groups/free.html", plan=plan, both_days=both_days)


@bp.post("/<int:plan_id>/ask")
@requires(PLAN)
def ask(plan_id: int) -> Any:
    """Mails everyone who has not answered."""
    session, actor = db.session(), current_actor()
    plan = find(plan_id)
    form = AskForm()
    with attempt() as done:
        if not form.validate():
            raise PortalError(_("Choose a day."))
        number = polls.ask(session, actor, plan, form.poll_until.data)
    if done:
        flash(ngettext("%(num)s person is asked.", "%(num)s people are asked.", number), "success")
    return redirect(url_for(".page", plan_id=plan_id, _anchor="h-people"), 303)


@bp.route("/<int:plan_id>/people", methods=["GET", "POST"])
@requires(PLAN)
def people(plan_id: int) -> Any:
    """Everyone in the round."""
    session, actor = db.session(), current_actor()
    plan = find(plan_id)
    form = AddPeopleForm()
    if form.validate_on_submit() and _did(
        form, rules.add_people, plan, {one: [] for one in form.people_ids.data or ()}
    ):
        return redirect(url_for(".people", plan_id=plan_id), 303)
    page = render_template(
        "workshops/groups/people.html",
        plan=plan,
        form=form,
        names=names_for(session, actor, plan),
        functions=FUNCTIONS,
        rows=sorted(
            plan.people,
            key=lambda one: (
                one.unit.name.casefold() if one.unit else "",
                one.function,
                one.user.name.casefold(),
            ),
        ),
    )
    return page, 422 if form.errors else 200


@bp.route("/<int:plan_id>/people/<int:person_id>", methods=["GET", "POST"])
@requires(PLAN)
def person(plan_id: int, person_id: int) -> Any:
    """One person: wishes, dates, colleagues."""
    session, actor = db.session(), current_actor()
    plan = find(plan_id)
    one = _person(plan, person_id)
    names = names_for(session, actor, plan)
    pairs = rules.pairs_of(session, plan)
    mates = [b if a == one.id else a for a, b in pairs if one.id in (a, b)]
    values: dict[str, Any] = {
        "function": one.function,
        "together": one.together,
        "can": [answer.date_id for answer in one.answers if answer.can],
        "mates": mates,
        "unit_id": one.unit_id or 0,
    }
    values |= {f"wish{number}": key for number, key in enumerate(one.wishes, start=1)}
    form = PersonForm(data=values)
    form.offer(
        [(each.id, names.practice(each.id)) for each in plan.practices],
        [(each.id, both_days(each)) for each in plan.dates],
        sorted(
            ((each.id, each.user.name) for each in plan.people if each.id != one.id),
            key=lambda pair: pair[1].casefold(),
        ),
        _units(one),
    )
    if form.validate_on_submit():
        fields = {
            "wishes": form.wishes(),
            "function": form.function.data,
            "together": form.together.data,
            "can": form.can.data or (),
            "mates": form.mates.data or (),
            "unit_id": form.unit_id.data or None,
        }
        if _did(form, rules.change_person, plan, one, **fields):
            flash(_("Saved."), "success")
            return redirect(url_for(".people", plan_id=plan_id), 303)
    page = render_template("workshops/groups/person.html", plan=plan, person=one, form=form)
    return page, 422 if form.errors else 200


@bp.post("/<int:plan_id>/people/<int:person_id>/remove")
@requires(PLAN)
def remove_person(plan_id: int, person_id: int) -> Any:
    """Taking somebody out."""
    plan = find(plan_id)
    found = _person(plan, person_id)
    return _then(plan_id, "h-people", rules.remove_person, plan, found, endpoint=".people")


@bp.post("/<int:plan_id>/propose")
@requires(PLAN)
def propose(plan_id: int) -> Any:
    """A first proposal at once; the worker looks for the best."""
    return _then(plan_id, "h-groups", solving.propose, find(plan_id))


@bp.get("/<int:plan_id>/why")
@signed_in
def why(plan_id: int) -> str:
    """One's own place, and why; the planner reads anybody's with `?person=`."""
    from .showing import own_place, place_shown

    session, actor = db.session(), current_actor()
    plan = find(plan_id)
    asked = request.args.get("person", "")
    if asked and PLAN in actor.permissions:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        one: PlanPerson | None = _person(plan, number)
    else:
        one = own_place(plan, actor)
    if one is None:
        abort(404)
    shown = place_shown(plan, one, names_for(session, actor, plan, people=False))
    if shown is None:
        abort(404)
    return render_template(
        "workshops/groups/why.html", plan=plan, person=one, plans=PLAN in actor.permissions, **shown
    )


def _units(person: PlanPerson) -> list[tuple[int, str]]:
    """Every open unit, and the one the person comes for."""
    found = unit_options(db.session())
    if person.unit is not None and person.unit_id not in {key for key, _name in found}:
        found.append((person.unit.id, person.unit.name))
    return found


def _person(plan: Plan, person_id: int) -> PlanPerson:
    found = next((one for one in plan.people if one.id == person_id), None)
    if found is None:
        abort(404)
    return found


def _did(form: Any, rule: Any, *arguments: Any, **named: Any) -> bool:
    """Whether a rule did what the form asks; commits, or puts what is wrong into the form."""
    session = db.session()
    with attempt(form) as done:
        rule(session, current_actor(), *arguments, **named)
    return done.succeeded


def _then(plan_id: int, anchor: str, rule: Any, *arguments: Any, endpoint: str = ".page") -> Any:
    """Does it, says what is wrong, and goes back."""
    session = db.session()
    with attempt():
        rule(session, current_actor(), *arguments)
    return redirect(url_for(endpoint, plan_id=plan_id, _anchor=anchor), 303)


def _pairs(texts: list[str]) -> set[tuple[int, int]]:
    found = [_PAIR.fullmatch(text) for text in texts]
    return {(int(one[1]), int(one[2])) for one in found if one is not None}
