"""The search page and the suggestions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request

from portal.access.routes import signed_in
from portal.database import db
from portal.runtime import portal
from portal.search.service import FACETS, Query
from portal.web.paging import asked_page
from portal.web.requests import current_actor

bp = Blueprint("search", __name__)


@bp.get("/search")
@signed_in
def page() -> str:
    """What was found, with filters."""
    text = request.args.get("q", "").strip()
    filters = {name: frozenset(request.args.getlist(name)) for name in ("kind", *FACETS)}
    query = Query(text, filters, offset=(asked_page() - 1) * 10)
    result = portal().search.search(db.session, current_actor(), query)
    return render_template("portal/search/page.html", text=text, result=result)


@bp.get("/search/suggest")
@signed_in
def suggest() -> Any:
    """Completions as JSON."""
    found = portal().search.suggest(db.session, current_actor(), request.args.get("q", ""))
    return jsonify([{"kind": one.kind, "title": one.title} for one in found])
