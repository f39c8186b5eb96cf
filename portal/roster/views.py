"""Import and export of people and units: the page to begin at, the upload, the files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.access.routes import signed_in
from portal.database import db
from portal.errors import PortalError
from portal.roster import exporting
from portal.roster.headings import KINDS
from portal.roster.models import DISCARDED, RosterImport
from portal.roster.reading.reader import MAX_BYTES, read_table
from portal.roster.services import (
    PERMISSIONS,
    create_import,
    discard,
    may_import,
    recent,
    require,
)
from portal.roster.words import LISTS, STATES
from portal.web.refusals import attempt
from portal.web.requests import current_actor

bp = Blueprint("roster", __name__)


@bp.get("/admin/lists")
@signed_in
def index() -> Any:
    """The lists this person may bring in."""
    kinds = [kind for kind in PERMISSIONS if may_import(db.session, current_actor(), kind)]
    if not kinds:
        abort(403)
    return redirect(url_for("roster.upload", kind=kinds[0]))


@bp.route("/admin/lists/<kind>", methods=["GET", "POST"])
@signed_in
def upload(kind: str) -> Any:
    """Choose a file, or take the list out; and what was imported lately."""
    actor = current_actor()
    _require(kind)
    problem = ""
    if request.method == "POST":
        try:
            one = _take(kind)
        except PortalError as found:
            db.session.rollback()
            problem = str(found)
        else:
            db.session.commit()
            return redirect(url_for("roster.page", import_id=one.id), 303)
    page = render_template(
        "portal/roster/upload.html",
        kind=kind,
        kinds=[(one, title) for one, title in LISTS.items() if may_import(db.session, actor, one)],
        columns=KINDS[kind],
        problem=problem,
        megabytes=MAX_BYTES // 1024**2,
        recent=recent(db.session, kind),
        lists=LISTS,
        states=STATES,
    )
    return (page, 422) if problem else page


def _take(kind: str) -> RosterImport:
    actor, sent = current_actor(), request.files.get("file")
    if sent is None or not sent.filename:
        raise PortalError(_("Choose a file first."))
    require(db.session, actor, kind)
    data = sent.stream.read(MAX_BYTES + 1)
    # Reading may take seconds; nobody has to wait for the database meanwhile.
    db.session.rollback()
    table = read_table(data, kind)
    return create_import(db.session(), actor, kind, sent.filename, table)


@bp.get("/admin/lists/<kind>/export.<form>")
@signed_in
def export(kind: str, form: str) -> Any:
    """The whole list, as the import reads it."""
    _require(kind)
    if form not in exporting.FORMS:
        abort(404)
    return exporting.export(db.session(), current_actor(), kind, form)


@bp.get("/admin/lists/<kind>/pattern.xlsx")
@signed_in
def pattern(kind: str) -> Any:
    """An empty workbook with the headings."""
    _require(kind)
    return exporting.pattern(kind)


@bp.post("/admin/lists/<int:import_id>/discard")
@signed_in
def drop(import_id: int) -> Any:
    """Drops a preview."""
    one = find_import(import_id)
    kind = one.kind
    with attempt() as done:
        discard(db.session, current_actor(), one)
    if not done:
        return redirect(url_for("roster.page", import_id=import_id), 303)
    flash(_("The preview is dropped. Nothing was changed."), "success")
    return redirect(url_for("roster.upload", kind=kind), 303)


def _require(kind: str) -> None:
    if kind not in PERMISSIONS:
        abort(404)
    if not may_import(db.session, current_actor(), kind):
        abort(403)


def find_import(import_id: int) -> RosterImport:
    """The import; 404 where it is not there, was dropped or is not this person's affair."""
    one = db.session.get(RosterImport, import_id)
    if one is None or one.state == DISCARDED:
        abort(404)
    if not may_import(db.session, current_actor(), one.kind):
        abort(404)
    return one
