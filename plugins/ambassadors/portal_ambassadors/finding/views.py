"""The list of ambassadors."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.api import current_actor, db, may, signed_in

from ..facts import visible
from ..folding import danish_order
from ..permissions import COORDINATE
from ..places import Places
from ..vocabulary import ROLES

bp = Blueprint(
    "ambassadors",
    __name__,
    url_prefix="/ambassadors",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)


@bp.get("/")
@signed_in
def index() -> str:
    """The ambassadors the reader may see."""
    session, actor = db.session(), current_actor()
    found = sorted(visible(session, actor), key=lambda one: danish_order(one.name))
    return render_template(
        "ambassadors/finding/list.html",
        found=found,
        places=Places(session),
        roles=ROLES,
        coordinates=may(session, actor, COORDINATE),
    )
