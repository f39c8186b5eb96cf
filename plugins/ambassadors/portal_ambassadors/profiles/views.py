"""Reading a profile."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, abort, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import undefer

from portal.api import current_actor, db, narrow, signed_in

from ..facts import Facts, facts_of
from ..models import Ambassador, Photo
from .page import ProfilePage
from .people import find_ambassador
from .services import ambassador_of

bp = Blueprint(
    "ambassadors_profile", __name__, url_prefix="/ambassadors", template_folder="../templates"
)
ADDRESS = "/<int:ambassador_id>"
SIZES = ("large", "small")


def find(ambassador_id: int) -> Ambassador:
    """The ambassador, or 404 for who may not see them."""
    ambassador = find_ambassador(db.session(), current_actor(), ambassador_id)
    if ambassador is None:
        abort(404)
    return ambassador


def facts(ambassador_id: int) -> Facts:
    """What the reader may know of the ambassador, or 404."""
    found = facts_of(db.session(), current_actor(), ambassador_id)
    if found is None:
        abort(404)
    return found


@bp.get("/me")
@signed_in
def mine() -> Any:
    """To one's own profile; for who has none, to the list."""
    ambassador = ambassador_of(db.session(), current_actor().user_id)
    if ambassador is None:
        return redirect(url_for("ambassadors.index"))
    return redirect(url_for(".page", ambassador_id=ambassador.id))


@bp.get(ADDRESS)
@signed_in
def page(ambassador_id: int) -> str:
    """One ambassador."""
    ambassador, one = find(ambassador_id), facts(ambassador_id)
    view = ProfilePage(db.session(), current_actor(), ambassador, one)
    crumbs = [(_("Ambassadors"), url_for("ambassadors.index"))]
    return render_template("ambassadors/profiles/page.html", view=view, one=one, crumbs=crumbs)


@bp.get(ADDRESS + "/photo-<mark>-<size>.jpg")
@signed_in
def photo(ambassador_id: int, mark: str, size: str) -> Any:
    """The photo, to who may see it. Browsers may keep it: a new cut has a new address; they ask
    each time, for the owner may have hidden it since."""
    one = facts(ambassador_id)
    if size not in SIZES or not one.photo or one.photo != mark:
        abort(404)
    statement = select(Photo).where(Photo.ambassador_id == one.id)
    allowed = narrow(select(Ambassador.id), current_actor(), Ambassador)
    row = db.session.scalar(
        statement.where(Photo.ambassador_id.in_(allowed)).options(
            undefer(Photo.large if size == "large" else Photo.small)
        )
    )
    if row is None:
        abort(404)
    picture = row.large if size == "large" else row.small
    response = send_file(
        io.BytesIO(picture), mimetype="image/jpeg", etag=f"{mark}-{size}", max_age=None
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response
