"""Series: the list, and one of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import select

from portal.api import current_actor, db, narrow, paginate, signed_in

from ..frame import show
from ..models import Series
from ..permissions import participation_or_404, plans, series_or_404

bp = Blueprint(
    "workshops",
    __name__,
    url_prefix="/workshops",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)


@bp.get("/")
@signed_in
def index() -> str:
    """All series one may see."""
    session, actor = db.session(), current_actor()
    wanted = narrow(select(Series), actor, Series).order_by(Series.id.desc())
    return render_template(
        "workshops/series/list.html", page=paginate(session, wanted), plans=plans(actor)
    )


@bp.get("/<int:series_id>")
@signed_in
def page(series_id: int) -> Any:
    """One series."""
    return show(
        "workshops/series/page.html", series_or_404(db.session(), current_actor(), series_id)
    )


@bp.get("/education/<int:participation_id>")
@signed_in
def education(participation_id: int) -> Any:
    """One education in a series: the way to its work."""
    found = participation_or_404(db.session(), current_actor(), participation_id)
    return show("workshops/series/education.html", found.series, found)
