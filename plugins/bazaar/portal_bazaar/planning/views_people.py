"""Organisers and moderators; handing the job over; what was learned."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from portal.api import (
    PortalError,
    Race,
    User,
    attachments_of,
    attempt,
    current_actor,
    db,
    forget_draft,
    form_draft,
    latest_number,
    made_before,
    race,
    settle,
    show_problem,
    signed_in,
)

from ..frame import show
from ..models import Bazaar, Lesson, PlanTask
from ..permissions import organised_or_404
from ..vocabulary import KIND, ORGANISER_ROLES
from . import lessons as told
from . import people as rules
from .forms import HandOverForm, LessonForm, OrganiserForm
from .lessons import LESSON_KIND
from .services import lock
from .views import bp


@bp.route("/<int:bazaar_id>/manage/people", methods=["GET", "POST"])
@signed_in
def people(bazaar_id: int) -> Any:
    """Who plans and who moderates; one more."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    form = OrganiserForm()
    if form.validate_on_submit():
        lock(session, bazaar)
        with attempt(form) as done:
            rules.add_organiser(session, actor, bazaar, form.user_id.data, form.role.data or "")
        if done:
            flash(_("Added. They are told."), "success")
            return redirect(url_for(".people", bazaar_id=bazaar_id), 303)
    open_tasks = select(PlanTask.responsible_id, func.count(PlanTask.id)).where(
        PlanTask.bazaar_id == bazaar.id,
        PlanTask.done_at.is_(None),
        PlanTask.responsible_id.is_not(None),
    )
    counts = dict(session.execute(open_tasks.group_by(PlanTask.responsible_id)).all())
    page = show(
        "bazaar/planning/people.html",
        bazaar,
        form=form,
        looks=ORGANISER_ROLES,
        people=sorted(bazaar.organisers, key=lambda one: (one.role != "organiser", one.user.name)),
        tasks=counts,
        me=actor.user_id,
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:bazaar_id>/manage/people/<int:user_id>/remove")
@signed_in
def remove_person(bazaar_id: int, user_id: int) -> Any:
    """They are none any longer."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    lock(session, bazaar)
    with attempt() as done:
        rules.remove_organiser(session, actor, bazaar, user_id)
    if done:
        flash(_("Taken off the list."), "success")
        if user_id == actor.user_id:
            return redirect(url_for(".index"), 303)
    return redirect(url_for(".people", bazaar_id=bazaar_id), 303)


@bp.route("/<int:bazaar_id>/manage/people/<int:user_id>/hand-over", methods=["GET", "POST"])
@signed_in
def hand_over(bazaar_id: int, user_id: int) -> Any:
    """Somebody else takes over, with every task and draft."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    row = next((one for one in bazaar.organisers if one.user_id == user_id), None)
    user = session.get(User, user_id)
    if row is None or user is None:
        abort(404)
    form = HandOverForm()
    if form.validate_on_submit():
        lock(session, bazaar)
        with attempt(form) as done:
            number = rules.give_job(session, actor, bazaar, user_id, form.user_id.data)
        if done:
            words = ngettext(
                "Handed over, with %(num)s task.", "Handed over, with %(num)s tasks.", number
            )
            flash(words if number else _("Handed over."), "success")
            return redirect(url_for(".page", bazaar_id=bazaar_id), 303)
    mine = session.scalars(
        select(PlanTask)
        .where(
            PlanTask.bazaar_id == bazaar.id,
            PlanTask.responsible_id == user_id,
            PlanTask.done_at.is_(None),
        )
        .order_by(PlanTask.due_on)
    ).all()
    page = show(
        "bazaar/planning/hand_over.html",
        bazaar,
        form=form,
        person=user,
        own=user_id == actor.user_id,
        tasks=mine,
    )
    return page, 422 if form.errors else 200


@bp.get("/<int:bazaar_id>/manage/lessons")
@signed_in
def lessons(bazaar_id: int) -> str:
    """What was learned, here and in the bazaars before it."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    groups = [bazaar, *told.before(session, bazaar)]
    found = told.lessons_of(session, groups)
    ids = [one.id for rows in found.values() for one in rows]
    return show(
        "bazaar/planning/lessons.html",
        bazaar,
        groups=[(one, found[one.id]) for one in groups],
        files=attachments_of(session, LESSON_KIND, ids),
        shown=attachments_of(session, KIND, [one.id for one in groups[1:]]),
        kind=LESSON_KIND,
    )


@bp.route("/<int:bazaar_id>/manage/lessons/new", methods=["GET", "POST"])
@signed_in
def new_lesson(bazaar_id: int) -> Any:
    """One more."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    draft = form_draft(session, actor, f"{LESSON_KIND}_{bazaar_id}")
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = LessonForm(formdata=MultiDict(posted) if posted is not None else None)
    if request.method == "POST" and form.validate():
        return _write(bazaar, None, form.text.data or "", form, draft)
    return _show(form, bazaar, None, draft)


@bp.route("/<int:bazaar_id>/manage/lessons/<int:lesson_id>", methods=["GET", "POST"])
@signed_in
def lesson(bazaar_id: int, lesson_id: int) -> Any:
    """Changes one; two who write at once see both versions."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    one = _find(bazaar, lesson_id)
    if request.method == "POST":
        session.refresh(one, with_for_update=True)
        settled = settle(session, actor, LESSON_KIND, one, request.form)
        if settled is not None:
            if settled.race is not None:
                return _both(bazaar, settled.race)
            return _write(bazaar, one, settled.data["text"], None, None)
    draft = form_draft(session, actor, LESSON_KIND, lesson_id, one.version)
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = LessonForm(
        formdata=MultiDict(posted) if posted is not None else None,
        data=None if posted is not None else _values(one),
    )
    if request.method == "GET" or not form.validate():
        return _show(form, bazaar, one, draft)
    if form.version.data != str(one.version):
        wrote = {"text": form.text.data or ""}
        lost = race(session, actor, LESSON_KIND, one, form.based_on.data, wrote)
        if any(part.changed_by != "mine" for part in lost.parts):
            return _both(bazaar, lost)
    return _write(bazaar, one, form.text.data or "", form, draft)


@bp.post("/<int:bazaar_id>/manage/lessons/<int:lesson_id>/remove")
@signed_in
def remove_lesson(bazaar_id: int, lesson_id: int) -> Any:
    """Takes one out, with its files."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    told.remove_lesson(session, actor, _find(bazaar, lesson_id))
    session.commit()
    flash(_("Taken out."), "success")
    return redirect(url_for(".lessons", bazaar_id=bazaar_id), 303)


def _find(bazaar: Bazaar, lesson_id: int) -> Lesson:
    one = db.session.get(Lesson, lesson_id)
    if one is None or one.bazaar_id != bazaar.id:
        abort(404)
    return one


def _values(one: Lesson) -> dict[str, Any]:
    return {
        "text": one.text,
        "version": str(one.version),
        "based_on": str(latest_number(db.session(), LESSON_KIND, one.id)),
    }


def _write(
    bazaar: Bazaar, one: Lesson | None, words: str, form: LessonForm | None, draft: Any
) -> Any:
    session, actor = db.session(), current_actor()
    address = url_for(".lessons", bazaar_id=bazaar.id)
    try:
        if one is not None or made_before(session, actor, request.form) is None:
            told.write_lesson(session, actor, bazaar, one, words)
    except PortalError as problem:
        session.rollback()
        form = form or LessonForm(formdata=None, data={"text": words})
        show_problem(form, problem)
        return _show(form, bazaar, one, draft)
    forget_draft(session, actor, request.form, address)
    session.commit()
    flash(_("Saved."), "success")
    return redirect(address, 303)


def _show(form: LessonForm, bazaar: Bazaar, one: Lesson | None, draft: Any) -> Any:
    page = show("bazaar/planning/lesson.html", bazaar, form=form, lesson=one, draft=draft)
    return page, 422 if form.errors else 200


def _both(bazaar: Bazaar, lost: Race) -> Any:
    back = url_for(".lessons", bazaar_id=bazaar.id)
    return show("bazaar/planning/conflict.html", bazaar, race=lost, back=back), 409
