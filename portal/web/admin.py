"""The administration's front door: everything one may maintain, on one page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from portal.access.routes import requires, signed_in
from portal.web.context import Frame
from portal.web.markdown import render_markdown

bp = Blueprint("admin", __name__)


@bp.get("/admin")
@signed_in
def page() -> str:
    """The entries of the administration that this person may use; 403 without any."""
    entries = Frame().admin_navigation
    if not entries:
        abort(403)
    return render_template("portal/admin.html", entries=entries)


@bp.route("/styleguide", methods=["GET", "POST"])
@requires("plugins.manage")
def styleguide() -> str:
    """Every macro in every state, for who writes pages; sending its form shows the errors."""
    from portal.web.styleguide import example

    shown = example()
    if request.method == "POST":
        shown["form"].process(request.form)
        shown["form"].validate()
    return render_template("portal/styleguide.html", **shown)


@bp.post("/styleguide/preview")
@requires("plugins.manage")
def preview() -> str:
    """The style guide's Markdown, shown."""
    return render_markdown(request.form.get("text", ""))
