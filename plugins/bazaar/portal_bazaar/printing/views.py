"""The page 'Print', and the PDFs."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal.api import CannotPrint, current_actor, db, signed_in

from ..frame import show
from ..models import Bazaar, PrintBox
from ..permissions import bazaar_or_404, keeps, moderated_or_404, organised_or_404, stand_or_404
from . import kinds
from .making import file_name, make_pdf, portions_of
from .services import ALL, KEPT, Shelf, kinds_for, note_printed, printed, wish_box
from .things import Hall, Print, Thing

log = logging.getLogger("portal.bazaar")
bp = Blueprint("bazaar_printing", __name__, url_prefix="/bazaar/<int:bazaar_id>")


@bp.get("/manage/print")
@signed_in
def index(bazaar_id: int) -> str:
    """Each thing that can be printed, what it is for, and how much of it is left to print."""
    session, actor = db.session(), current_actor()
    bazaar = moderated_or_404(session, actor, bazaar_id)
    hall, done = Hall(session, actor, bazaar), printed(session, bazaar)
    shelves = [
        Shelf(hall.print_of(kind.name), done.get(kind.name, {}))
        for kind in kinds_for(session, actor, bazaar)
    ]
    box = session.get(PrintBox, bazaar.id) if len(shelves) == len(kinds.KINDS) else None
    return show(
        "bazaar/printing/index.html",
        bazaar,
        shelves=shelves,
        box=box,
        only=_only(box),
        days=KEPT.days,
        may_box=len(shelves) == len(kinds.KINDS),
    )


@bp.post("/manage/print/<kind>")
@signed_in
def make(bazaar_id: int, kind: str) -> Any:
    """The PDF of a kind: all, those still missing, or one; what was printed is remembered."""
    session, actor = db.session(), current_actor()
    bazaar = moderated_or_404(session, actor, bazaar_id)
    if kind not in {one.name for one in kinds_for(session, actor, bazaar)}:
        abort(404)
    page = url_for(".index", bazaar_id=bazaar_id)
    shelf = Shelf(
        Hall(session, actor, bazaar).print_of(kind), printed(session, bazaar).get(kind, {})
    )
    things = shelf.chosen(request.form.get("which", ALL))
    if not things:
        flash(_("There is nothing of that to print. Choose something else."), "warning")
        return redirect(page, 303)
    if len(portions_of(shelf.print, things)) > 1:
        return _packed(bazaar, [kind])
    title = bazaar.title
    session.rollback()  # nobody waits for a PDF to be made
    made = _made(shelf.print, things)
    if made is None:
        return redirect(page, 303)
    note_printed(session, bazaar_id, shelf.print, things)
    session.commit()
    return _answer(made, _called(shelf.print, things, title), "attachment")


@bp.get("/print/<kind>/<int:thing_id>.pdf")
@signed_in
def one(bazaar_id: int, kind: str, thing_id: int) -> Any:
    """One thing, to look at or print again: for organisers any; a keeper's own stand's."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    allowed = {one.name for one in kinds_for(session, actor, bazaar)}
    if kind not in allowed:
        if kind not in kinds.OF_A_STAND:
            abort(404)
        if not keeps(session, actor, stand_or_404(session, actor, bazaar, thing_id)):
            abort(404)
    found = Hall(session, actor, bazaar).print_of(kind)
    things = [thing for thing in found.things if thing.id == thing_id]
    if not things:
        abort(404)
    title = bazaar.title
    session.rollback()
    made = _made(found, things)
    if made is None:
        return redirect(url_for("bazaar.page", bazaar_id=bazaar_id), 303)
    return _answer(made, _called(found, things, title), "inline")


@bp.post("/manage/print/box")
@signed_in
def order_box(bazaar_id: int) -> Any:
    """Has everything put into one zip."""
    bazaar = organised_or_404(db.session(), current_actor(), bazaar_id)
    return _packed(bazaar, list(kinds.KINDS))


@bp.get("/manage/print/box.zip")
@signed_in
def box(bazaar_id: int) -> Response:
    """The zip, once it is there."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    found = session.get(PrintBox, bazaar.id)
    if found is None or found.content is None:
        abort(404)
    response = Response(found.content, mimetype="application/zip")
    name = f"{file_name(bazaar.title)}.zip"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _only(box: PrintBox | None) -> list[Any]:
    """What is in a box that is not the whole fair, in words."""
    names = box.kinds.split() if box is not None else []
    return [kinds.KINDS[name].words for name in names] if len(names) < len(kinds.KINDS) else []


def _packed(bazaar: Bazaar, names: list[str]) -> Any:
    """What takes long is made by the worker."""
    session = db.session()
    wish_box(session, current_actor(), bazaar, names)
    session.commit()
    if len(names) < len(kinds.KINDS):
        flash(_("It is so much that it is packed meanwhile. It lies here in a moment."), "success")
    else:
        flash(_("The box is being packed. It lies here in a moment."), "success")
    return redirect(url_for(".index", bazaar_id=bazaar.id, _anchor="box"), 303)


def _made(found: Print, things: list[Thing] | Any) -> bytes | None:
    try:
        return make_pdf(found, things)
    except CannotPrint as problem:
        log.error("%s could not be printed: %s", found.kind.name, problem.details)
        flash(str(problem), "error")
        return None


def _called(found: Print, things: Any, title: str) -> str:
    name = f"{found.kind.words} {title}"
    if len(things) == 1 and found.kind.each is not None:
        name = f"{things[0].words} {found.kind.words}"
    return f"{file_name(name)}.pdf"


def _answer(made: bytes, name: str, how: str) -> Response:
    response = Response(made, mimetype="application/pdf")
    response.headers.set("Content-Disposition", how, filename=name)
    # Names, and codes that sign people in: nothing for a shared computer to keep.
    response.headers["Cache-Control"] = "no-store"
    return response
