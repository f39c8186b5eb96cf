"""The search page and the suggestions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request

from portal.access.routes import signed_in
from portal.database import db
from portal.runtime import portal
from portal.search import misses
from portal.search.page import SearchPage
from portal.web.requests import current_actor

bp = Blueprint("search", __name__)
MAX_PREFIX = 80


@bp.get("/search")
@signed_in
def page() -> str:
    """What was found, with filters; without a query, what one can search for."""
    actor = current_actor()
    view = SearchPage(db.session, actor, request.args)
    if view.in_vain and actor.user_id is not None:
        misses.note(view.text, actor.user_id)
    return render_template("portal/search/page.html", view=view)


@bp.get("/search/suggest")
@signed_in
def suggest() -> Any:
    """Completions of `q` as JSON: kind, its name, title, address."""
    actor, prefix = current_actor(), request.args.get("q", "")[:MAX_PREFIX]
    kinds = {kind.name: kind for kind in portal().kinds.all()}
    found = portal().search.suggest(db.session, actor, prefix) if prefix.strip() else []
    return jsonify(
        [
            {
                "kind": one.kind,
                "kind_title": str(kinds[one.kind].title),
                "title": one.title,
                "url": kinds[one.kind].url(int(one.id)),
            }
            for one in found
        ]
    )
