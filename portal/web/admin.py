"""The administration's front door: everything one may maintain, on one page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from portal.access.routes import requires, signed_in
from portal.web.context import Frame

bp = Blueprint("admin", __name__)


@bp.get("/admin")
@signed_in
def page() -> str:
    """The entries of the administration that this person may use; 403 without any."""
    entries = Frame().admin_navigation
    if not entries:
        abort(403)
    return render_template("portal/admin.html", entries=entries)


@bp.get("/styleguide")
@requires("plugins.manage")
def styleguide() -> str:
    """Every macro in every state, for who writes pages."""
    from portal.web.styleguide import example

    return render_template("portal/styleguide.html", **example())
