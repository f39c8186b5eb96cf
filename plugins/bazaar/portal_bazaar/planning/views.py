"""The list of bazaars, one of them, and its organisers' overview."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import select

from portal.api import current_actor, db, may, narrow, paginate, signed_in

from ..areas import gathered
from ..frame import Figure, show
from ..models import Bazaar
from ..permissions import MANAGE, bazaar_or_404, organised_or_404
from ..vocabulary import STATUSES

bp = Blueprint(
    "bazaar",
    __name__,
    url_prefix="/bazaar",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)


@bp.get("/")
@signed_in
def index() -> str:
    """All bazaars, the newest first."""
    session, actor = db.session(), current_actor()
    wanted = narrow(select(Bazaar), actor, Bazaar)
    return render_template(
        "bazaar/planning/list.html",
        page=paginate(session, wanted.order_by(Bazaar.starts_at.desc(), Bazaar.id.desc())),
        may_create=may(session, actor, MANAGE),
        statuses=STATUSES,
    )


@bp.get("/<int:bazaar_id>")
@signed_in
def page(bazaar_id: int) -> str:
    """One bazaar, as visitors see it."""
    bazaar = bazaar_or_404(db.session(), current_actor(), bazaar_id)
    return show("bazaar/planning/page.html", bazaar)


@bp.get("/<int:bazaar_id>/manage")
@signed_in
def overview(bazaar_id: int) -> str:
    """For its organisers: the numbers of all areas, and what waits."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    figures: list[Figure] = gathered("overview", session, actor, bazaar)
    figures.sort(key=lambda figure: figure.order)
    return show("bazaar/planning/overview.html", bazaar, figures=figures)
