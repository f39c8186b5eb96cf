"""Adoptions: making one, how it goes, who does what; and the lists."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import (
    ConflictError,
    NotAllowed,
    attempt,
    csv_response,
    current_actor,
    db,
    flash_undo,
    signed_in,
    today,
    xlsx_response,
)

from ..frame import show
from ..models import AdoptionAction
from ..permissions import participation_or_404, plans
from ..sheets import fact, facts
from . import services as rules
from .access import adoption_or_404, draft_of, keeps_sheet, may_answer, mine, title_for
from .exports import columns, rows
from .forms import ActionForm, KeepForm, SayForm
from .words import HINTS, SECTIONS, STATUSES

bp = Blueprint(
    "workshops_adoption", __name__, url_prefix="/workshops", template_folder="../templates"
)
FILES = {"xlsx": xlsx_response, "csv": csv_response}


@bp.get("/adoptions/")
@signed_in
def index() -> str:
    """The practices one has taken home, or, for planners, that anybody has."""
    session, actor = db.session(), current_actor()
    wanted = request.args.get("status", "")
    wanted = wanted if wanted in STATUSES else ""
    found = mine(session, actor)
    counts = {key: sum(1 for one in found if one.status == key) for key in STATUSES}
    shown = [one for one in found if not wanted or one.status == wanted]
    return render_template(
        "workshops/adoption/index.html",
        adoptions=shown,
        counts=counts,
        total=len(found),
        wanted=wanted,
        statuses=STATUSES,
        plans=plans(actor),
        titles=_titles(shown),
    )


@bp.get("/adoptions.<form>")
@signed_in
def export(form: str) -> Any:
    """The same as a file."""
    if form not in FILES:
        abort(404)
    session, actor = db.session(), current_actor()
    found = mine(session, actor)
    return FILES[form](_("practices taken home"), columns(), rows(session, actor, found))


@bp.get("/education/<int:participation_id>/adoption")
@signed_in
def of_participation(participation_id: int) -> Any:
    """What came of an education's workshop: not yet anything, or its adoption."""
    session, actor = db.session(), current_actor()
    participation = participation_or_404(session, actor, participation_id)
    adoption = rules.adoption_of(session, participation)
    if adoption is not None:
        return redirect(url_for(".page", adoption_id=adoption.id))
    may_adopt = rules.may_adopt(session, actor, participation)
    may_begin = may_adopt and rules.may_begin(session, actor, participation)
    asked = rules.who_may_begin(session, participation) if may_adopt and not may_begin else []
    return show(
        "workshops/adoption/begin.html",
        participation.series,
        participation,
        may_adopt=may_adopt,
        may_begin=may_begin,
        asked=[one.name for one in asked],
    )


@bp.post("/education/<int:participation_id>/adoption")
@signed_in
def adopt(participation_id: int) -> Any:
    """The result becomes a draft fact sheet."""
    session, actor = db.session(), current_actor()
    participation = participation_or_404(session, actor, participation_id)
    with attempt() as done:
        adoption = rules.adopt(session, actor, participation)
        adoption_id, holder = adoption.id, adoption.responsible
        # Who presses after a colleague may not see the colleague's draft.
        drafts = facts(session, actor, [adoption.sheet_id])
    if not done:
        return redirect(url_for(".of_participation", participation_id=participation_id), 303)
    if drafts.get(adoption.sheet_id or 0) or holder is None:
        said = _("The fact sheet is begun. Look it through and publish it when it is right.")
    else:
        said = _("Your fact sheet is already begun. %(name)s has the draft.", name=holder.name)
    flash(said, "success")
    return redirect(url_for(".page", adoption_id=adoption_id), 303)


@bp.get("/adoptions/<int:adoption_id>")
@signed_in
def page(adoption_id: int) -> str:
    """One practice that was taken home: how it goes, who does what."""
    return _page(adoption_id)


@bp.get("/adoptions/<int:adoption_id>/draft")
@signed_in
def draft(adoption_id: int) -> Any:
    """The draft of one's own education, to read along until it is published."""
    session, actor = db.session(), current_actor()
    adoption = adoption_or_404(session, actor, adoption_id)
    found = draft_of(session, actor, adoption)
    if found is None:
        sheet = fact(session, actor, adoption.sheet_id)
        if sheet is None:
            abort(404)
        return redirect(sheet.url)  # published meanwhile, or one's own
    origin = fact(session, actor, adoption.origin_id)
    return render_template(
        "workshops/adoption/draft.html",
        adoption=adoption,
        sheet=found,
        origin=origin,
        sections=[(words, found.sections.get(name)) for name, words in SECTIONS.items()],
    )


@bp.post("/adoptions/<int:adoption_id>/say")
@signed_in
def say(adoption_id: int) -> Any:
    """How it goes."""
    session, actor, form = db.session(), current_actor(), SayForm()
    adoption = adoption_or_404(session, actor, adoption_id)
    if not form.validate():
        return _page(adoption_id, say=form), 422
    try:
        rules.say(session, actor, adoption, form.status.data or "", form.note.data or "")
    except rules.InvalidAnswer as problem:
        _put(form, problem)
        return _page(adoption_id, say=form), 422
    except NotAllowed:
        abort(403)
    session.commit()
    flash(_("Thank you. Your answer is on the map."), "success")
    return redirect(url_for(".page", adoption_id=adoption_id), 303)


@bp.post("/adoptions/<int:adoption_id>/keep")
@signed_in
def keep(adoption_id: int) -> Any:
    """Who answers, and when it is asked next."""
    session, actor, form = db.session(), current_actor(), KeepForm()
    adoption = adoption_or_404(session, actor, adoption_id)
    if not form.validate():
        return _page(adoption_id, keep=form), 422
    try:
        rules.keep(
            session,
            actor,
            adoption,
            responsible_id=form.responsible_id.data,
            review_on=form.review_on.data,
            version=form.version.data,
        )
    except rules.InvalidAnswer as problem:
        _put(form, problem)
        return _page(adoption_id, keep=form), 422
    except ConflictError as problem:
        session.rollback()
        flash(str(problem), "error")
        return redirect(url_for(".page", adoption_id=adoption_id), 303)
    except NotAllowed:
        abort(403)
    session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".page", adoption_id=adoption_id), 303)


@bp.post("/adoptions/<int:adoption_id>/actions")
@signed_in
def add_action(adoption_id: int) -> Any:
    """One more thing that somebody does."""
    session, actor, form = db.session(), current_actor(), ActionForm()
    adoption = adoption_or_404(session, actor, adoption_id)
    if not form.validate():
        return _page(adoption_id, action=form), 422
    try:
        rules.add_action(
            session,
            actor,
            adoption,
            what=form.what.data or "",
            user_id=form.user_id.data,
            due_on=form.due_on.data,
        )
    except rules.InvalidAnswer as problem:
        _put(form, problem)
        return _page(adoption_id, action=form), 422
    except NotAllowed:
        abort(403)
    session.commit()
    flash(_("Noted. Who does it gets a mail."), "success")
    return redirect(url_for(".page", adoption_id=adoption_id) + "#actions", 303)


@bp.post("/adoptions/<int:adoption_id>/actions/<int:action_id>/<any(done, undone):what>")
@signed_in
def finish(adoption_id: int, action_id: int, what: str) -> Any:
    """One click: done; and the undo of it."""
    session, actor = db.session(), current_actor()
    adoption = adoption_or_404(session, actor, adoption_id)
    action = session.get(AdoptionAction, action_id)
    if action is None or action.adoption_id != adoption.id:
        abort(404)
    try:
        rules.finish(session, actor, action, done=what == "done")
    except NotAllowed:
        abort(403)
    undo = url_for(".finish", adoption_id=adoption_id, action_id=action_id, what="undone")
    session.commit()
    if what == "done":
        flash_undo(_("Well done."), undo)
    return redirect(url_for(".page", adoption_id=adoption_id) + "#actions", 303)


@bp.post("/adoptions/of-sheet/<int:sheet_id>")
@signed_in
def of_sheet(sheet_id: int) -> Any:
    """How it goes with a sheet of one's own that builds on another."""
    session, actor = db.session(), current_actor()
    found = fact(session, actor, sheet_id)
    if found is None or not keeps_sheet(session, actor, sheet_id):
        abort(404)
    with attempt() as done:
        rules.follow_sheet(session, actor, sheet_id, request.form.get("status", ""))
    if not done:
        return redirect(found.url, 303)
    flash(_("Thank you. Your answer is on the map."), "success")
    return redirect(found.url, 303)


def _page(
    adoption_id: int,
    say: SayForm | None = None,
    keep: KeepForm | None = None,
    action: ActionForm | None = None,
) -> str:
    session, actor = db.session(), current_actor()
    adoption = adoption_or_404(session, actor, adoption_id)
    known = facts(session, actor, [adoption.sheet_id, adoption.origin_id])
    sheet = known.get(adoption.sheet_id or 0)
    if keep is None:
        keep = KeepForm(
            formdata=None,
            responsible_id=adoption.responsible_id,
            review_on=adoption.review_on,
            version=adoption.version,
        )
    return render_template(
        "workshops/adoption/page.html",
        adoption=adoption,
        title=title_for(actor, adoption, sheet),
        sheet=sheet,
        draft=draft_of(session, actor, adoption),
        origin=known.get(adoption.origin_id or 0),
        may_answer=may_answer(session, actor, adoption),
        waits=rules.open_review(adoption),
        say=say or SayForm(formdata=None, status=adoption.status),
        keep=keep,
        action=action or ActionForm(formdata=None),
        statuses=STATUSES,
        hints={key.value: words for key, words in HINTS.items()},
        icons={str(key): look.icon for key, look in STATUSES.items()},
        me=actor.user_id,
        today=today(),
    )


def _put(form: Any, problem: rules.InvalidAnswer) -> None:
    field = getattr(form, problem.field, None)
    if field is None:
        form.form_errors.append(str(problem))
    else:
        field.errors = [*field.errors, str(problem)]


def _titles(adoptions: list[Any]) -> dict[int, str]:
    """What each is called: as its sheet says, where one may see it."""
    actor = current_actor()
    known = facts(db.session(), actor, [one.sheet_id for one in adoptions])
    return {one.id: title_for(actor, one, known.get(one.sheet_id or 0)) for one in adoptions}
