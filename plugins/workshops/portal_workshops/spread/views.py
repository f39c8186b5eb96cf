"""The map of one practice, and the overview of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import (
    Page,
    chart_response,
    csv_response,
    current_actor,
    db,
    signed_in,
    xlsx_response,
)

from ..adoption.words import STATUSES
from . import exports, pictures
from .family import family_of
from .filters import read_filters
from .map_page import MapPage
from .overview import Overview

bp = Blueprint(
    "workshops_spread", __name__, url_prefix="/workshops/spread", template_folder="../templates"
)
FILES = {"xlsx": xlsx_response, "csv": csv_response}
PER_PAGE = 25
#: The table beside a map, which has all of them.
ROWS = 50
#: Filled in the picture by these classes of pictures.css and spread.css.
SHAPES = {
    "planned": "spread-blue",
    "trying": "s-amber",
    "in_use": "s-green",
    "developed": "spread-teal",
    "dropped": "s-plum",
}


@bp.get("/")
@signed_in
def index() -> str:
    """Which practices travel."""
    overview = _overview()
    page = _page(overview.travelling)
    return _show("travel", overview, page, chart=pictures.travelling_of(overview))


@bp.get("/flows")
@signed_in
def flows() -> str:
    """From where to where: institutions, or their educations."""
    overview, by = _overview(), _by()
    found = overview.flows_by_place if by == "place" else overview.flows
    return _show("flows", overview, _page(found), by=by, chart=pictures.flows_of(overview, by))


@bp.get("/stops")
@signed_in
def stops() -> str:
    """Where they stop."""
    overview = _overview()
    page = _page(overview.never_taken)
    return _show(
        "stops",
        overview,
        page,
        chart=pictures.stops_of(overview),
        generations=pictures.generations_of(overview),
    )


@bp.get("/picture/<any(travel, flows, stops, generations):what>.svg")
@signed_in
def picture(what: str) -> Response:
    """A chart of one of the three pages."""
    overview = _overview()
    if what == "flows":
        return chart_response(pictures.flows_of(overview, _by()))
    makers = {
        "travel": pictures.travelling_of,
        "stops": pictures.stops_of,
        "generations": pictures.generations_of,
    }
    return chart_response(makers[what](overview))


@bp.get("/<any(travel, flows, stops):what>.<form>")
@signed_in
def export(what: str, form: str) -> Any:
    """A page of the overview as a file."""
    if form not in FILES:
        abort(404)
    overview = _overview()
    if what == "flows":
        found = overview.flows_by_place if _by() == "place" else overview.flows
        return FILES[form](_("flows"), exports.flow_columns(), exports.flow_rows(found))
    if what == "stops":
        return FILES[form](_("stops"), exports.stop_columns(), exports.stop_rows(overview))
    return FILES[form](_("spread"), exports.travel_columns(), exports.travel_rows(overview))


@bp.get("/<int:sheet_id>")
@signed_in
def map(sheet_id: int) -> str:
    """From one practice to all that grew from it."""
    view = _map(sheet_id)
    return render_template(
        "workshops/spread/map.html",
        view=view,
        page=_page(view.listed, ROWS),
        pages_url=lambda number: view.address(page=number),
        statuses=STATUSES,
        shapes=SHAPES,
    )


@bp.get("/<int:sheet_id>.<form>")
@signed_in
def map_file(sheet_id: int, form: str) -> Any:
    """The same as a file, as it is filtered."""
    if form not in FILES:
        abort(404)
    page = _map(sheet_id)
    return FILES[form](_("spread"), exports.map_columns(), exports.map_rows(page))


def _map(sheet_id: int) -> MapPage:
    family = family_of(db.session(), current_actor(), sheet_id)
    if family is None:
        abort(404)
    return MapPage(family, read_filters(request.args))


def _overview() -> Overview:
    return Overview(db.session(), current_actor())


def _by() -> str:
    return "place" if request.args.get("by") == "place" else ""


def _show(current: str, overview: Overview, page: Page[Any], **context: Any) -> str:
    return render_template(
        f"workshops/spread/{current}.html",
        overview=overview,
        current=current,
        page=page,
        pages_url=lambda number: url_for(request.endpoint or "", page=number, by=_by() or None),
        **context,
    )


def _page(found: Sequence[Any], size: int = PER_PAGE) -> Page[Any]:
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    number = min(max(1, number), max(1, -(-len(found) // size)))
    return Page(found[(number - 1) * size : number * size], number, size, len(found))
