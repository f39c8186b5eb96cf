"""Where the browser sends words to be kept, and the page of one's drafts.

The script's addresses answer with JSON, `said` being for the person. An ended session is answered
by the guard of the doors, a stale token by the CSRF protection: to the script both mean 'keep the
words here and ask for the state'.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from portal.access.routes import signed_in
from portal.autosave.listing import form_address, rows
from portal.autosave.services import (
    MAX_BYTES,
    DraftProblem,
    drop,
    keep,
    open_drafts,
    pick_up,
    read_words,
    take_back,
)
from portal.autosave.words import clock_words
from portal.database import db
from portal.web.flashes import flash_undo
from portal.web.requests import current_actor
from portal.web.safe_redirect import back_to

bp = Blueprint("autosave", __name__, url_prefix="/drafts")
#: JSON writes some signs in six letters; the words themselves are measured when they are read.
MAX_BODY = 4 * MAX_BYTES


def _sent() -> Any:
    """The JSON that was sent; None for what is none, however deep."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


@bp.post("/keep")
@signed_in
def save() -> Any:
    """Keeps the words of a form. Answers {said, count}, with `closed` when they were saved or
    dropped meanwhile."""
    session, actor = db.session(), current_actor()
    if (request.content_length or 0) > MAX_BODY:
        said = _("The text is too long to be kept as a draft. Save it instead.")
        return jsonify(said=said), 413
    body = _sent()
    if isinstance(body, dict) and body.get("user") != actor.user_id:
        # Somebody else has signed in in this browser; the words are not theirs.
        return jsonify(said="", other=True), 403
    try:
        draft = keep(session, actor, read_words(body))
    except DraftProblem as problem:
        session.rollback()
        return jsonify(said=str(problem)), problem.status
    session.commit()
    if draft is None:
        return jsonify(said="", closed=True)
    said = _("Saved as a draft at %(time)s", time=clock_words(draft.updated_at))
    return jsonify(said=said, count=draft.count)


@bp.post("/take-back")
@signed_in
def undo_typing() -> Any:
    """The form says again what it said at first."""
    body = _sent()
    key, load = (body.get("key"), body.get("load")) if isinstance(body, dict) else ("", "")
    if isinstance(key, str) and isinstance(load, str) and (key + load).isascii():
        take_back(db.session(), current_actor(), key[:120], load[:40])
        db.session.commit()
    return jsonify(said="")


@bp.get("/state")
@signed_in
def state() -> Any:
    """Who is signed in, and a token that holds: for a form whose session ended meanwhile."""
    return jsonify(user=current_actor().user_id, csrf=generate_csrf())


@bp.get("/note")
@signed_in
def note() -> str:
    """The note about words that wait for the form `key`, but for those of its own `load`."""
    key, load = request.args.get("key", "")[:120], request.args.get("load", "")
    others = [one for one in open_drafts(db.session(), current_actor(), key) if one.load != load]
    back = request.args.get("page", "")[:500]
    return render_template("portal/autosave/note.html", rows=rows(others), back=back)


@bp.get("/")
@signed_in
def index() -> str:
    """All one's words that are not saved."""
    found = rows(open_drafts(db.session(), current_actor()))
    return render_template("portal/autosave/index.html", rows=found)


@bp.post("/<int:draft_id>/drop")
@signed_in
def discard(draft_id: int) -> Any:
    """Drops a draft, and says how to bring it back."""
    draft = drop(db.session(), current_actor(), draft_id)
    if draft is None:
        abort(404)
    page = request.form.get("next", "")
    db.session.commit()
    undo = url_for(".restore", draft_id=draft_id)
    flash_undo(_("The words are dropped."), undo)
    return back_to(page, "autosave.index")


@bp.post("/<int:draft_id>/pick-up")
@signed_in
def restore(draft_id: int) -> Any:
    """Brings dropped words back, and opens their form with them."""
    draft = pick_up(db.session(), current_actor(), draft_id)
    if draft is None:
        abort(404)
    target = form_address(draft.page, draft.id) if draft.page else url_for(".index")
    db.session.commit()
    return redirect(target, 303)
