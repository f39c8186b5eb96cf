"""Pitch rounds and shifts: the board, the running order, who is at which stand when."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from portal.api import attempt, current_actor, db, flash_undo, public, signed_in

from ..attendance.visitors import visited_or_404
from ..frame import show
from ..models import Bazaar, PitchSlot, ProgrammePart, Stand
from ..permissions import (
    is_announced,
    moderated_or_404,
    moderates,
    organised_or_404,
    organises,
)
from . import pitching, services, undo
from .problems import Said, in_words
from .proposing import Proposal
from .rounds import Board, board_of
from .words import keeper_name, numbered, shown_name

bp = Blueprint(
    "bazaar_rounds",
    __name__,
    url_prefix="/bazaar/<int:bazaar_id>",
    template_folder="../templates",
)
MOST = 5000


@bp.get("/pitches")
@public
def order(bazaar_id: int) -> str:
    """The running order, with times; for everybody once the bazaar is announced, and for guests of
    the day."""
    session, actor = db.session(), current_actor()
    bazaar = visited_or_404(session, bazaar_id)
    if not (is_announced(bazaar) or moderates(session, actor, bazaar)):
        abort(404)
    board = board_of(session, bazaar)
    return show(
        "bazaar/stands/order.html",
        bazaar,
        board=board,
        rounds=_rounds(board),
        moderates=moderates(session, actor, bazaar),
        keeper_name=shown_name,
    )


@bp.get("/manage/pitches")
@signed_in
def pitches(bazaar_id: int) -> str:
    """The board: stands into rounds, by drag, by keys, by buttons."""
    session, actor = db.session(), current_actor()
    bazaar = moderated_or_404(session, actor, bazaar_id)
    board, organiser = board_of(session, bazaar), organises(session, actor, bazaar)
    said = in_words(board, board.problems(), shifts=organiser)
    return show(
        "bazaar/stands/pitches.html",
        bazaar,
        board=board,
        rounds=_rounds(board),
        said=said,
        by_slot=_by(said, "slot_id"),
        filled=undo.last(session, bazaar, undo.FILL),
        organiser=organiser,
        keeper_name=keeper_name,
        numbered=numbered,
    )


@bp.post("/manage/pitches/put")
@signed_in
def put(bazaar_id: int) -> Any:
    """Puts a stand's pitch into a round (`round`, '' takes it out) at a place (`index`)."""
    session, actor = db.session(), current_actor()
    bazaar = moderated_or_404(session, actor, bazaar_id)
    services.lock(session, bazaar)
    stand = _of(bazaar, Stand, request.form.get("stand", ""))
    wanted = request.form.get("round", "")
    part = _of(bazaar, ProgrammePart, wanted) if wanted else None
    index = request.form.get("index", "")
    with attempt() as done:
        place = int(index) if index.isascii() and index.isdigit() and len(index) < 5 else MOST
        slot = pitching.put(session, actor, stand, part, place)
        anchor = f"slot-{slot.id}" if slot is not None else f"free-{stand.id}"
    if not done:
        return redirect(url_for(".pitches", bazaar_id=bazaar_id), 303)
    return redirect(url_for(".pitches", bazaar_id=bazaar_id, _anchor=anchor), 303)


@bp.post("/manage/pitches/<int:slot_id>")
@signed_in
def set_slot(bazaar_id: int, slot_id: int) -> Any:
    """Who pitches, and how long."""
    session, actor = db.session(), current_actor()
    bazaar = moderated_or_404(session, actor, bazaar_id)
    slot = session.get(PitchSlot, slot_id)
    if slot is None or session.get_one(Stand, slot.stand_id).bazaar_id != bazaar.id:
        abort(404)
    keeper, minutes = request.form.get("keeper", ""), request.form.get("minutes", "")
    with attempt():
        pitching.set_slot(session, actor, slot, _id(keeper), _id(minutes) or 0)
    address = url_for(".pitches", bazaar_id=bazaar_id, _anchor=f"slot-{slot_id}")
    return redirect(address, 303)


@bp.post("/manage/pitches/change-over")
@signed_in
def change_over(bazaar_id: int) -> Any:
    """The minutes between two pitches."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    services.lock(session, bazaar)
    minutes = _id(request.form.get("minutes", "").strip())
    with attempt():
        pitching.set_change_over(session, actor, bazaar, -1 if minutes is None else minutes)
    return redirect(url_for(".pitches", bazaar_id=bazaar_id), 303)


@bp.post("/manage/pitches/fill")
@signed_in
def fill(bazaar_id: int) -> Any:
    """Fills rounds and shifts with a proposal."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    services.lock(session, bazaar)
    found = pitching.fill(session, actor, bazaar)
    session.commit()
    token = undo.last(session, bazaar, undo.FILL) if found.slots or found.shifts else ""
    back = url_for("bazaar_stands_manage.take_back", bazaar_id=bazaar_id, token=token)
    flash_undo(_filled(found), back if token else None)
    if found.left_out:
        flash(
            ngettext(
                "There is no room for the pitch of %(num)s stand. Make a round longer.",
                "There is no room for the pitches of %(num)s stands. Make a round longer.",
                len(found.left_out),
            ),
            "warning",
        )
    to = ".shifts" if request.form.get("from") == "shifts" else ".pitches"
    return redirect(url_for(to, bazaar_id=bazaar_id), 303)


def _filled(found: Proposal) -> str:
    pitches_ = ngettext("%(num)s pitch", "%(num)s pitches", len(found.slots))
    shifts_ = ngettext("%(num)s shift", "%(num)s shifts", len(found.shifts))
    return _("Added: %(pitches)s and %(shifts)s.", pitches=pitches_, shifts=shifts_)


@bp.get("/manage/shifts")
@signed_in
def shifts(bazaar_id: int) -> str:
    """Who is at which stand in shopping time."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    board = board_of(session, bazaar)
    said = in_words(board, board.problems())
    return show(
        "bazaar/stands/shifts.html",
        bazaar,
        board=board,
        manned=board.manned(),
        filled=undo.last(session, bazaar, undo.FILL),
        said=said,
        by_stand=_by([one for one in said if one.slot_id is None], "stand_id"),
        keeper_name=keeper_name,
        numbered=numbered,
    )


@bp.post("/manage/shifts")
@signed_in
def save_shifts(bazaar_id: int) -> Any:
    """All shifts as they were ticked."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    services.lock(session, bazaar)
    wanted = set()
    for one in request.form.getlist("shift")[:MOST]:
        keeper, _colon, part = one.partition(":")
        pair = _id(keeper), _id(part)
        if pair[0] is not None and pair[1] is not None:
            wanted.add((pair[0], pair[1]))
    pitching.set_shifts(session, actor, bazaar, wanted)
    session.commit()
    flash(_("The shifts are saved."), "success")
    return redirect(url_for(".shifts", bazaar_id=bazaar_id), 303)


def _rounds(board: Board) -> list[tuple[ProgrammePart, Any, int, int]]:
    """(round, its pitches, minutes used, minutes there are)."""
    return [
        (
            part,
            board.order(part),
            board.used(part),
            int((part.ends_at - part.starts_at).total_seconds() // 60),
        )
        for part in board.rounds
    ]


def _by(said: list[Said], name: str) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = {}
    for one in said:
        key = getattr(one, name)
        if key is not None:
            found.setdefault(key, []).append(one)
    return found


def _of(bazaar: Bazaar, model: Any, text: str) -> Any:
    """The row of that id, if it is of this bazaar; else 404."""
    number = _id(text)
    row = db.session().scalar(select(model).where(model.id == number, model.bazaar_id == bazaar.id))
    if row is None:
        abort(404)
    return row


def _id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
