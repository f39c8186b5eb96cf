"""The floor plan, for everybody and for who draws it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.api import (
    FileProblem,
    Form,
    PortalError,
    UploadField,
    attempt,
    content_path,
    current_actor,
    db,
    flash_undo,
    now,
    public,
    signed_in,
    uploads,
)

from ..attendance.visitors import visited_or_404
from ..frame import show
from ..models import Stand, StandPlan
from ..permissions import (
    is_announced,
    moderates,
    organised_or_404,
    organises,
    stand_or_404,
)
from . import floor, services, undo
from .data import StandProblem
from .rounds import board_of

bp = Blueprint(
    "bazaar_plan",
    __name__,
    url_prefix="/bazaar/<int:bazaar_id>",
    template_folder="../templates",
)


class PictureForm(Form):
    """One picture of the room."""

    picture = UploadField(
        _l("Picture of the room"),
        required=_l("Choose a picture first."),
        most=1,
        description=_l("A drawing or a photo from above: JPEG, PNG, GIF or WebP."),
        render_kw={"accept": "image/jpeg,image/png,image/gif,image/webp", "multiple": False},
    )


@bp.get("/plan")
@public
def plan(bazaar_id: int) -> str:
    """Where each stand is; beside it the same as a list. For guests of the day, too."""
    session, actor = db.session(), current_actor()
    bazaar = visited_or_404(session, bazaar_id)
    if not (is_announced(bazaar) or moderates(session, actor, bazaar)):
        abort(404)
    chosen = request.args.get("stand", "")
    return show(
        "bazaar/stands/plan.html",
        bazaar,
        floor=floor.floor_of(session, bazaar),
        chosen=int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0,
        organiser=organises(session, actor, bazaar),
    )


@bp.get("/plan/picture")
@public
def picture(bazaar_id: int) -> Any:
    """The picture behind the plan."""
    session = db.session()
    bazaar = visited_or_404(session, bazaar_id)
    if not (is_announced(bazaar) or moderates(session, current_actor(), bazaar)):
        abort(404)
    row = session.get(StandPlan, bazaar.id)
    if row is None or row.picture is None or not content_path(row.picture).is_file():
        abort(404)
    response = send_file(
        content_path(row.picture), mimetype=row.picture.media_type, etag=row.picture.digest
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.get("/manage/plan")
@signed_in
def manage(bazaar_id: int) -> Any:
    """Drag the stands, move them with the arrow keys, or type where they are."""
    return _manage(bazaar_id, {})


def _manage(bazaar_id: int, errors: dict[int, str]) -> Any:
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    board = board_of(session, bazaar)
    page = show(
        "bazaar/stands/plan_manage.html",
        bazaar,
        floor=floor.floor_of(session, bazaar, board.confirmed),
        stands=board.confirmed,
        form=PictureForm(formdata=None),
        errors=errors,
        sent=request.form if errors else {},
        today=bazaar.starts_at <= now() <= bazaar.ends_at,
    )
    return page, 422 if errors else 200


@bp.post("/manage/plan/<int:stand_id>")
@signed_in
def put(bazaar_id: int, stand_id: int) -> Any:
    """One stand was dragged, or moved with the arrow keys."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    stand = stand_or_404(session, actor, bazaar, stand_id)
    with attempt(refusal=StandProblem):
        services.move(session, actor, stand, x=_typed("x"), y=_typed("y"), tell=_tells())
    return redirect(url_for(".manage", bazaar_id=bazaar_id), 303)


@bp.post("/manage/plan")
@signed_in
def save(bazaar_id: int) -> Any:
    """All places as they were typed."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    errors: dict[int, str] = {}
    for stand in board_of(session, bazaar).confirmed:
        if f"x-{stand.id}" not in request.form:
            continue
        try:
            _move_typed(stand)
        except StandProblem as problem:
            errors[stand.id] = str(problem)
    if errors:
        session.rollback()
        return _manage(bazaar_id, errors)
    session.commit()
    flash(_("The places are saved."), "success")
    return redirect(url_for(".manage", bazaar_id=bazaar_id), 303)


def _move_typed(stand: Stand) -> None:
    place = request.form.get(f"place-{stand.id}", "").replace("\x00", "").strip()
    if len(place) > services.PLACE_MAX:
        words = _("Make it shorter: at most %(max)d characters.", max=services.PLACE_MAX)
        raise StandProblem("place", words)
    services.move(
        db.session(),
        current_actor(),
        stand,
        x=_typed(f"x-{stand.id}"),
        y=_typed(f"y-{stand.id}"),
        place=place,
        tell=_tells(),
    )


@bp.post("/manage/plan/rows")
@signed_in
def rows(bazaar_id: int) -> Any:
    """Puts those without a place into rows."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    services.lock(session, bazaar)
    done = floor.place_in_rows(session, actor, bazaar)
    session.commit()
    words = ngettext("%(num)s stand has a place.", "%(num)s stands have a place.", done)
    token = undo.last(session, bazaar, undo.ROWS) if done else ""
    back = url_for("bazaar_stands_manage.take_back", bazaar_id=bazaar_id, token=token)
    flash_undo(words, back if token else None)
    return redirect(url_for(".manage", bazaar_id=bazaar_id), 303)


@bp.route("/manage/plan/picture", methods=["GET", "POST"])
@signed_in
@uploads
def send_picture(bazaar_id: int) -> Any:
    """Takes a picture of the room."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    form = PictureForm()
    if form.validate_on_submit():
        (sent,) = form.picture.data
        services.lock(session, bazaar)
        try:
            floor.set_picture(session, actor, bazaar, sent.stream, sent.filename or "")
        except (FileProblem, PortalError) as problem:
            session.rollback()
            bazaar = organised_or_404(session, actor, bazaar_id)
            form.picture.errors = [*form.picture.errors, str(problem)]
        else:
            session.commit()
            flash(_("The picture lies behind the plan."), "success")
            return redirect(url_for(".manage", bazaar_id=bazaar_id), 303)
    has = session.get(StandPlan, bazaar.id)
    page = show(
        "bazaar/stands/picture.html",
        bazaar,
        form=form,
        has=has is not None and has.picture_id is not None,
    )
    return page, max(form.picture.status, 422) if form.errors else 200


@bp.post("/manage/plan/picture/remove")
@signed_in
def remove_picture(bazaar_id: int) -> Any:
    """Takes it away."""
    session, actor = db.session(), current_actor()
    floor.remove_picture(session, actor, organised_or_404(session, actor, bazaar_id))
    session.commit()
    flash(_("The picture is gone."), "success")
    return redirect(url_for(".manage", bazaar_id=bazaar_id), 303)


def _tells() -> bool:
    return request.form.get("tell") == "1"


def _typed(name: str) -> int | None:
    """A number from 0 to 1000; None where nothing was typed; -1, which is refused, otherwise."""
    text = request.form.get(name, "").strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else -1
