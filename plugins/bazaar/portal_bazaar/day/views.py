"""Signing in for the day."""

from __future__ import annotations

from flask import abort

from portal.api import db, public

from ..frame import show
from ..models import Bazaar
from ..permissions import is_announced
from .common import bp


@bp.get("/<int:bazaar_id>/in")
@public
def sign_in(bazaar_id: int) -> str:
    """With one's mail or the badge."""
    bazaar = db.session.get(Bazaar, bazaar_id)
    if bazaar is None or not is_announced(bazaar):
        abort(404)
    return show("bazaar/day/sign_in.html", bazaar)
