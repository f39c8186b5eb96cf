"""The list, a sheet's page, and what one can do there."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.api import (
    NotAllowed,
    PortalError,
    count_read,
    csv_response,
    current_actor,
    db,
    flash_undo,
    may,
    narrow,
    signed_in,
    xlsx_response,
)

from ..models import FactSheet, OutdatedNote
from ..permissions import CREATE, IMPORT
from ..services import contact, sheets
from ..services.columns import heading_row, rows
from ..services.filters import read_filters
from ..services.listing import Listing, load
from ..vocabulary import Status
from .contact_form import AskForm, OutdatedForm
from .list_page import ListPage
from .sheet_page import SheetPage

log = logging.getLogger(__name__)

bp = Blueprint(
    "factsheets",
    __name__,
    url_prefix="/factsheets",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)
ADDRESS = "/<int:sheet_id>"


@bp.get("/")
@signed_in
def index() -> str:
    """The sheets the reader may see, as they are filtered."""
    number = request.args.get("page", "1")
    view = ListPage(
        db.session(),
        current_actor(),
        read_filters(request.args),
        int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
    )
    may_write = may(db.session(), current_actor(), CREATE)
    may_import = may_write and may(db.session(), current_actor(), IMPORT)
    return render_template(
        "factsheets/list.html", view=view, may_write=may_write, may_import=may_import
    )


@bp.get("/export.<form>")
@signed_in
def export(form: str) -> Any:
    """The list as a file: exactly the sheets that are shown, as this reader may see them."""
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if form not in makers:
        abort(404)
    session, actor = db.session(), current_actor()
    listing = Listing(session, actor, read_filters(request.args))
    found = load(session, [line.id for line in listing.found], whole=True)
    return makers[form](_("fact-sheets"), heading_row(), rows(session, actor, found))


@bp.get(ADDRESS)
@bp.get(ADDRESS + "-<slug>")
@signed_in
def page(sheet_id: int, slug: str = "") -> Any:
    """One sheet to read. The title in the address is for people and may say anything."""
    sheet = _sheet(sheet_id)
    actor = current_actor()
    view = SheetPage(db.session(), actor, sheet)
    response = make_response(render_template("factsheets/page.html", view=view, sheet=sheet))
    theirs = actor.user_id not in sheet.owner_ids
    if request.method == "GET" and sheet.status == Status.PUBLISHED and theirs:
        _count_afterwards(response, sheet_id)
    return response


@bp.get(ADDRESS + "/print")
@signed_in
def print_page(sheet_id: int) -> str:
    """The sheet as it comes out of the printer."""
    sheet = _sheet(sheet_id)
    view = SheetPage(db.session(), current_actor(), sheet)
    return render_template("factsheets/print.html", view=view, sheet=sheet)


@bp.post(ADDRESS + "/publish")
@signed_in
def publish(sheet_id: int) -> Any:
    """Shows it to those it is for."""
    sheet = _sheet(sheet_id)
    undo = "unpublish" if sheet.status == Status.DRAFT else "archive"
    change = partial(sheets.publish, quiet="undo" in request.args)
    return _act(sheet, change, _("The fact sheet is published."), undo)


@bp.post(ADDRESS + "/unpublish")
@signed_in
def unpublish(sheet_id: int) -> Any:
    """Makes it a draft again."""
    words = _("It is a draft again. Only you and who is responsible see it.")
    return _act(_sheet(sheet_id), sheets.unpublish, words, "publish")


@bp.post(ADDRESS + "/archive")
@signed_in
def archive(sheet_id: int) -> Any:
    """Takes it out of lists and search."""
    words = _("The fact sheet is archived. It is out of lists and search.")
    return _act(_sheet(sheet_id), sheets.archive, words, "publish")


@bp.route(ADDRESS + "/delete", methods=["GET", "POST"])
@signed_in
def delete(sheet_id: int) -> Any:
    """Asks, and deletes it for good."""
    sheet = _sheet(sheet_id)
    session, actor = db.session(), current_actor()
    if not may(session, actor, "delete", sheet):
        abort(403)
    if request.method == "POST":
        sheets.delete_sheet(session, actor, sheet)
        session.commit()
        flash(_("The fact sheet is deleted."), "success")
        return redirect(url_for("factsheets.index"), 303)
    return render_template("factsheets/delete.html", sheet=sheet)


@bp.post(ADDRESS + "/reviewed")
@signed_in
def reviewed(sheet_id: int) -> Any:
    """'I have read it today and it is still right.'"""
    return _act(_sheet(sheet_id), sheets.mark_reviewed, _("Noted: reviewed today."))


@bp.post("/notes/<int:note_id>/dismiss")
@signed_in
def dismiss(note_id: int) -> Any:
    """Puts a note that the sheet is out of date aside."""
    session, actor = db.session(), current_actor()
    note = session.get(OutdatedNote, note_id) if note_id < 2**31 else None
    if note is None:
        abort(404)
    sheet = _sheet(note.sheet_id)
    if not may(session, actor, "edit", sheet):
        abort(404)  # whether there are notes is told to those alone who keep the sheet
    contact.dismiss(session, actor, note)
    session.commit()
    flash(_("The note is put aside."), "success")
    return _back(sheet)


@bp.route(ADDRESS + "/ask", methods=["GET", "POST"])
@signed_in
def ask(sheet_id: int) -> Any:
    """A question to who is responsible, by mail."""
    words = _("Your question is on its way. The answer comes by mail.")
    return _write(_sheet(sheet_id), AskForm(), contact.ask, "factsheets/ask.html", words)


@bp.route(ADDRESS + "/outdated", methods=["GET", "POST"])
@signed_in
def outdated(sheet_id: int) -> Any:
    """A note that it is out of date."""
    words = _("Thank you. Your note is on its way.")
    return _write(
        _sheet(sheet_id), OutdatedForm(), contact.tell_outdated, "factsheets/outdated.html", words
    )


def _sheet(sheet_id: int) -> FactSheet:
    """The sheet, if the reader may see it; else 404."""
    if sheet_id >= 2**31:
        abort(404)
    statement = (
        select(FactSheet)
        .where(FactSheet.id == sheet_id)
        .options(
            joinedload(FactSheet.programme),
            joinedload(FactSheet.track),
            joinedload(FactSheet.responsible),
            joinedload(FactSheet.author),
            selectinload(FactSheet.concepts),
            selectinload(FactSheet.tag_rows),
        )
    )
    sheet = db.session().scalar(narrow(statement, current_actor(), FactSheet))
    if sheet is None:
        abort(404)
    return sheet


def _act(sheet: FactSheet, change: Any, words: str, undo: str = "") -> Any:
    """Makes one change and says so, with a way back where there is one."""
    session, sheet_id = db.session(), sheet.id
    try:
        change(session, current_actor(), sheet)
    except NotAllowed:
        raise
    except PortalError as problem:
        session.rollback()
        flash(str(problem), "error")
        return redirect(url_for("factsheets.page", sheet_id=sheet_id), 303)
    session.commit()
    flash_undo(words, url_for(f"factsheets.{undo}", sheet_id=sheet_id, undo=1) if undo else None)
    return _back(sheet)


def _write(sheet: FactSheet, form: Any, send: Any, template: str, words: str) -> Any:
    session = db.session()
    found = contact.keepers(session, sheet)
    if form.validate_on_submit():
        try:
            send(session, current_actor(), sheet, form.message.data)
        except PortalError as problem:
            form.message.errors = [*form.message.errors, str(problem)]
        else:
            session.commit()
            flash(words, "success")
            return _back(sheet)
    status = 422 if form.errors else 200
    return render_template(template, sheet=sheet, form=form, keepers=found), status


def _back(sheet: FactSheet) -> Any:
    return redirect(url_for("factsheets.page", sheet_id=sheet.id), 303)


def _count_afterwards(response: Any, sheet_id: int) -> None:
    """Counts the reading once the page has been sent, so that nobody waits for it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def count() -> None:
        with app.app_context():
            count_read(sheets.KIND, sheet_id)

    response.call_on_close(count)
