"""The communication plan: the list, one task, done."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.api import (
    PortalError,
    Race,
    attempt,
    back_to,
    csv_response,
    current_actor,
    db,
    flash_undo,
    forget_draft,
    form_draft,
    history_url,
    latest_number,
    made_before,
    may,
    narrow,
    race,
    settle,
    show_problem,
    signed_in,
    today,
    xlsx_response,
)

from ..frame import show
from ..models import Bazaar, PlanTask
from ..permissions import bazaar_or_404, organised_or_404
from . import tasks as rules
from .forms import TaskForm
from .services import lock
from .tasks import TASK_KIND
from .views import bp

SHOWN = ("open", "mine", "done", "all")


@bp.get("/<int:bazaar_id>/manage/tasks")
@signed_in
def tasks(bazaar_id: int) -> str:
    """What there is to do, the first due first."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    found = rules.tasks_of(session, bazaar)
    shown = request.args.get("show", "open")
    shown = shown if shown in SHOWN else "open"
    parts = {
        "open": [one for one in found if one.done_at is None],
        "mine": [
            one for one in found if one.done_at is None and one.responsible_id == actor.user_id
        ],
        "done": [one for one in found if one.done_at is not None],
        "all": found,
    }
    return show(
        "bazaar/planning/tasks.html",
        bazaar,
        tasks=parts[shown],
        shown=shown,
        counts={key: len(rows) for key, rows in parts.items()},
        words={
            "open": _("To do"),
            "mine": _("Mine"),
            "done": _("Done"),
            "all": _("All"),
        },
        today=today(),
    )


@bp.get("/<int:bazaar_id>/manage/tasks.<extension>")
@signed_in
def tasks_file(bazaar_id: int, extension: str) -> Any:
    """The plan as a file."""
    write = {"csv": csv_response, "xlsx": xlsx_response}.get(extension)
    if write is None:
        abort(404)
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    columns = [_("By when?"), _("Task"), _("Channel"), _("Who?"), _("Done"), _("Draft text")]
    rows = [
        (
            one.due_on,
            one.title,
            one.channel,
            one.responsible.name if one.responsible else "",
            _("Yes") if one.done_at else "",
            one.text,
        )
        for one in rules.tasks_of(session, bazaar)
    ]
    return write(_("tasks"), columns, rows)


@bp.post("/<int:bazaar_id>/manage/tasks/usual")
@signed_in
def usual_tasks(bazaar_id: int) -> Any:
    """A plan to begin with."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    lock(session, bazaar)
    with attempt() as done:
        made = rules.add_usual_tasks(session, actor, bazaar)
    if done:
        words = ngettext("%(num)s task is added.", "%(num)s tasks are added.", len(made))
        ids = ",".join(str(one) for one in made)
        flash_undo(words, url_for(".undo_usual_tasks", bazaar_id=bazaar_id, tasks=ids))
    return redirect(url_for(".tasks", bazaar_id=bazaar_id), 303)


@bp.post("/<int:bazaar_id>/manage/tasks/usual/undo")
@signed_in
def undo_usual_tasks(bazaar_id: int) -> Any:
    """Takes the usual plan back, as far as nobody has worked on it."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    asked = request.args.get("tasks", "")[:1_000].split(",")
    ids = [int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 10]
    rules.remove_untouched(session, actor, bazaar, ids)
    session.commit()
    flash(_("Undone. What was changed by hand since stays."), "success")
    return redirect(url_for(".tasks", bazaar_id=bazaar_id), 303)


@bp.route("/<int:bazaar_id>/manage/tasks/new", methods=["GET", "POST"])
@signed_in
def new_task(bazaar_id: int) -> Any:
    """One more thing to do."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    draft = form_draft(session, actor, f"{TASK_KIND}_{bazaar_id}")
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = TaskForm(formdata=MultiDict(posted) if posted is not None else None)
    if request.method == "POST" and form.validate():
        if made_before(session, actor, request.form):
            return _saved(bazaar)
        try:
            rules.write_task(session, actor, bazaar, None, _data(form))
        except PortalError as problem:
            session.rollback()
            show_problem(form, problem)
        else:
            return _saved(bazaar)
    return _show(form, bazaar, None, draft)


@bp.route("/<int:bazaar_id>/manage/tasks/<int:task_id>", methods=["GET", "POST"])
@signed_in
def task(bazaar_id: int, task_id: int) -> Any:
    """One task, for the organisers and who does it; two who write at once see both versions."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    one = _find(bazaar, task_id)
    if request.method == "POST":
        session.refresh(one, with_for_update=True)
        settled = settle(session, actor, TASK_KIND, one, request.form)
        if settled is not None:
            if settled.race is not None:
                return _both(bazaar, one, settled.race)
            return _write(bazaar, one, rules.values_from(settled.data), None)
    draft = form_draft(session, actor, TASK_KIND, task_id, one.version)
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = TaskForm(
        formdata=MultiDict(posted) if posted is not None else None,
        data=None if posted is not None else _values(one),
    )
    form.responsible_id.keep([one.responsible_id])
    if request.method == "GET" or not form.validate():
        return _show(form, bazaar, one, draft)
    mine = _data(form)
    if form.version.data != str(one.version):
        wrote = {
            **rules.snapshot(one),
            **mine,
            "due_on": mine["due_on"].isoformat() if mine["due_on"] else "",
        }
        lost = race(session, actor, TASK_KIND, one, form.based_on.data, wrote)
        if any(part.changed_by != "mine" for part in lost.parts):
            return _both(bazaar, one, lost)
    return _write(bazaar, one, mine, form)


@bp.post("/<int:bazaar_id>/manage/tasks/<int:task_id>/<any(done, reopen, remove):what>")
@signed_in
def task_state(bazaar_id: int, task_id: int, what: str) -> Any:
    """Done, not done after all, or out of the plan."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    one = _find(bazaar, task_id)
    with attempt() as done:
        if what == "remove":
            rules.remove_task(session, actor, one)
        else:
            rules.set_done(session, actor, one, what == "done")
    if not done:
        return back_to(request.form.get("next") or url_for(".page", bazaar_id=bazaar_id))
    if what == "done":
        undo = url_for(".task_state", bazaar_id=bazaar_id, task_id=task_id, what="reopen")
        flash_undo(_("Done."), undo)
    elif what == "remove":
        flash(_("Taken out of the plan."), "success")
    if what == "remove" and may(session, actor, "edit", bazaar):
        return redirect(url_for(".tasks", bazaar_id=bazaar_id), 303)
    return back_to(request.form.get("next") or url_for(".page", bazaar_id=bazaar_id))


def _find(bazaar: Bazaar, task_id: int) -> PlanTask:
    wanted = select(PlanTask).where(PlanTask.id == task_id, PlanTask.bazaar_id == bazaar.id)
    found = db.session.scalar(narrow(wanted, current_actor(), PlanTask))
    if found is None or not may(db.session(), current_actor(), "edit", found):
        abort(404)
    return found


def _write(bazaar: Bazaar, one: PlanTask, data: dict[str, Any], form: TaskForm | None) -> Any:
    session, actor = db.session(), current_actor()
    try:
        rules.write_task(session, actor, bazaar, one, data)
    except PortalError as problem:
        session.rollback()
        if form is None:
            form = TaskForm(formdata=None, data={**_values(one), **data})
        show_problem(form, problem)
        draft = form_draft(session, actor, TASK_KIND, one.id, one.version)
        return _show(form, bazaar, one, draft)
    return _saved(bazaar)


def _saved(bazaar: Bazaar) -> Any:
    session, actor = db.session(), current_actor()
    where = ".tasks" if may(session, actor, "edit", bazaar) else ".page"
    address = url_for(where, bazaar_id=bazaar.id)
    forget_draft(session, actor, request.form, address)
    session.commit()
    flash(_("Saved."), "success")
    return redirect(address, 303)


def _data(form: TaskForm) -> dict[str, Any]:
    names = ("title", "channel", "text", "due_on", "responsible_id")
    return {name: form[name].data for name in names}


def _values(one: PlanTask) -> dict[str, Any]:
    names = ("title", "channel", "text", "due_on", "responsible_id")
    return {
        **{name: getattr(one, name) for name in names},
        "version": str(one.version),
        "based_on": str(latest_number(db.session(), TASK_KIND, one.id)),
    }


def _show(form: TaskForm, bazaar: Bazaar, one: PlanTask | None, draft: Any) -> Any:
    channels = db.session.scalars(
        select(PlanTask.channel)
        .where(PlanTask.bazaar_id == bazaar.id, PlanTask.channel != "")
        .distinct()
        .order_by(PlanTask.channel)
    ).all()
    page = show(
        "bazaar/planning/task.html",
        bazaar,
        form=form,
        task=one,
        draft=draft,
        channels=channels,
        organises=may(db.session(), current_actor(), "edit", bazaar),
        history=history_url(TASK_KIND, one.id) if one else None,
    )
    return page, 422 if form.errors else 200


def _both(bazaar: Bazaar, one: PlanTask, lost: Race) -> Any:
    back = url_for(".task", bazaar_id=bazaar.id, task_id=one.id)
    return show("bazaar/planning/conflict.html", bazaar, race=lost, back=back), 409
