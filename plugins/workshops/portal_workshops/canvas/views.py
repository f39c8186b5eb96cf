"""The pages of a canvas; they can be read and written in without a script."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import back_to, current_actor, db, record, signed_in

from ..frame import show
from ..times import clock_words
from . import runsheet, store, words_of_canvas
from .access import Rights, rights_or_404
from .engine import Operation, Result
from .forms import read_form
from .pages import View, pages_of, steps_of, view
from .wording import CHOICE_WORDS, QUESTIONS, RINGS, STEP, STEPS, TRACK, refusal

bp = Blueprint(
    "workshops_canvas",
    __name__,
    url_prefix="/workshops/canvas",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)


def find(participation_id: int) -> Rights:
    """What one may do with this canvas, or 404."""
    return rights_or_404(db.session(), current_actor(), participation_id)


@bp.get("/<int:participation_id>/")
@signed_in
def index(participation_id: int) -> str:
    """The welcome: what happens on the two half days, what is on now, and how far the group is."""
    session = db.session()
    found = view(session, current_actor(), find(participation_id))
    series = found.rights.series
    half_days = (runsheet.rows_of(session, series, number) for number in (1, 2))
    on = next(filter(None, map(runsheet.current, half_days)), None)
    return show(
        "workshops/canvas/index.html",
        series,
        found.rights.participation,
        view=found,
        steps=STEPS,
        on=on,
        until=clock_words(on.ends) if on is not None else "",
    )


@bp.get("/<int:participation_id>/<any(arena,words,redesign,pitch,track,present,design):page>")
@signed_in
def step(participation_id: int, page: str) -> str:
    """One page of the canvas."""
    found = view(db.session(), current_actor(), find(participation_id), page)
    return _show(f"workshops/canvas/{page}.html", found)


def _show(template: str, found: View, **context: Any) -> str:
    return render_template(
        template,
        view=found,
        rights=found.rights,
        series=found.rights.series,
        participation=found.rights.participation,
        page=found.page,
        row=steps_of(found),
        pages=pages_of(found.rights.participation.id),
        says=words_of_canvas.says(),
        rings=RINGS,
        questions=QUESTIONS,
        choice_words=CHOICE_WORDS,
        track_words=TRACK,
        picture=request.args.get("view") if request.args.get("view") in VIEWS else "",
        **context,
    )


VIEWS = ("picture", "list")
#: The fields that hold words somebody wrote.
WORDS_IN = ("name", "text", "what", "how", "title", "practice", "codex", "heard", "why")


@bp.post("/<int:participation_id>/edit")
@signed_in
def edit(participation_id: int) -> Any:
    """One change from a plain form: what the scripts would have sent as an operation."""
    session, actor = db.session(), current_actor()
    found = find(participation_id)
    if not found.sends:
        abort(403)
    canvas = store.locked_canvas(session, found.participation)
    items = store.items_of(session, canvas)
    operations = read_form(request.form, items)
    if not operations:
        abort(400)
    author = found.author(actor, str(uuid.uuid4()))
    answers = store.perform(session, canvas, author, operations)
    session.commit()
    for one, operation in zip(answers, operations, strict=True):
        if one.result == Result.REFUSED:
            flash(_refused(one.why, operation), "error")
        elif one.result == Result.BOTH:
            flash(_("Somebody else wrote there too. Both versions are shown."), "warning")
        elif one.result == Result.KEPT:
            flash(_("Somebody wrote in it meanwhile, so it is still there."), "warning")
    if all(one.result in (Result.DONE, Result.SAME) for one in answers):
        flash(_("Saved."), "success")
    return back_to(request.form.get("next") or url_for(".index", participation_id=participation_id))


def _refused(why: str, operation: Operation) -> str:
    """Why it was not taken, with the words, so that nobody writes them twice."""
    values = (operation.fields.get(name) for name in WORDS_IN)
    words = " / ".join(one.strip() for one in values if isinstance(one, str) and one.strip())
    if not words:
        return refusal(why)
    return _("%(why)s You wrote: %(words)s", why=refusal(why), words=words)


@bp.post("/<int:participation_id>/share")
@signed_in
def share(participation_id: int) -> Any:
    """The group lets the other educations of its series read along, or no longer."""
    session, actor = db.session(), current_actor()
    found = find(participation_id)
    if not found.takes_part:
        abort(403)
    canvas = store.locked_canvas(session, found.participation)
    canvas.shared = request.form.get("shared") == "1"
    record(
        session,
        actor,
        "workshop_canvas.shared" if canvas.shared else "workshop_canvas.unshared",
        "workshop_participation",
        participation_id,
    )
    session.commit()
    if canvas.shared:
        flash(_("The other educations of this series can read your canvas."), "success")
    else:
        flash(_("Your canvas is your own again."), "success")
    return redirect(url_for(".index", participation_id=participation_id), 303)


assert set(STEP) == {"arena", "words", "redesign", "pitch", "track", "present", "design"}
