"""The list of ambassadors, the picture, the overview, and all of them as files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import (
    csv_response,
    current_actor,
    db,
    may,
    requires,
    signed_in,
    slots,
    xlsx_response,
)

from ..facts import facts_of
from ..permissions import COORDINATE, EXPORT
from ..vocabulary import ABLE, LEVEL_MAX, LEVELS
from . import exports
from .directory import Directory
from .filters import as_number, read_filters
from .overview import Overview
from .page import ListPage
from .picture import Picture
from .vcards import vcard_response, vcards

bp = Blueprint(
    "ambassadors",
    __name__,
    url_prefix="/ambassadors",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)
FILES = {"xlsx": xlsx_response, "csv": csv_response}
MOST_CHOSEN = 500


@bp.get("/")
@signed_in
def index() -> str:
    """The ambassadors the reader may see, as they are filtered."""
    session, actor = db.session(), current_actor()
    view = ListPage(session, actor, read_filters(request.args), _number("page") or 1)
    return render_template(
        "ambassadors/finding/list.html",
        view=view,
        coordinates=may(session, actor, COORDINATE),
        may_export=may(session, actor, EXPORT),
        ways_in=slots("ambassadors.list", actor),
    )


@bp.get("/export.<form>")
@requires(EXPORT)
def export(form: str) -> Any:
    """The list as it is filtered, for who may take it out."""
    if form not in FILES:
        abort(404)
    found = Directory(db.session(), current_actor(), read_filters(request.args))
    return FILES[form](_("ambassadors"), exports.columns(), exports.rows(found, found.found))


@bp.get("/cards.vcf")
@signed_in
def cards() -> Any:
    """The chosen ones (`id`, several) as vCards; without a choice, the list as it is filtered."""
    found = Directory(db.session(), current_actor(), read_filters(request.args))
    chosen = {as_number(text) for text in request.args.getlist("id")[:MOST_CHOSEN]} - {None}
    people = [one for one in found.everyone if one.id in chosen] if chosen else found.found
    text = vcards(db.session(), people, photos=request.args.get("photos") == "1")
    return vcard_response(text, _("ambassadors"))


@bp.get("/<int:ambassador_id>.vcf")
@signed_in
def card(ambassador_id: int) -> Any:
    """One ambassador as a vCard, with the photo unless it is not wanted."""
    one = facts_of(db.session(), current_actor(), ambassador_id)
    if one is None:
        abort(404)
    text = vcards(db.session(), [one], photos=request.args.get("photos") != "0")
    return vcard_response(text, _("ambassador"))


@bp.get("/map")
@signed_in
def picture() -> str:
    """The organisation with who is where, and where there is no one."""
    return render_template(
        "ambassadors/finding/picture.html",
        view=Picture(db.session(), current_actor()),
        table=request.args.get("view") == "table",
    )


@bp.get("/overview")
@signed_in
def overview() -> str:
    """Units against competences."""
    session, actor = db.session(), current_actor()
    return render_template(
        "ambassadors/finding/overview.html",
        view=Overview(session, actor, _number("unit"), _level()),
        levels=LEVELS,
        table=request.args.get("view") == "table",
        address=_overview_address,
        may_export=may(session, actor, EXPORT),
    )


@bp.get("/overview.<form>")
@requires(EXPORT)
def overview_file(form: str) -> Any:
    """The overview as a file, every unit below the chosen one."""
    if form not in FILES:
        abort(404)
    view = Overview(db.session(), current_actor(), _number("unit"), _level())
    columns = exports.overview_columns()
    return FILES[form](_("competences"), columns, exports.overview_rows(view))


def _overview_address(**changed: Any) -> str:
    args = {"unit": _number("unit"), "level": _level(), "view": request.args.get("view", "")}
    args["view"] = "table" if args["view"] == "table" else ""
    found = {name: value for name, value in {**args, **changed}.items() if value}
    if found.get("level") == ABLE:
        del found["level"]
    return url_for("ambassadors.overview", **found)


def _level() -> int:
    level = _number("level") or ABLE
    return level if level <= LEVEL_MAX else ABLE


def _number(name: str) -> int | None:
    return as_number(request.args.get(name, ""))
