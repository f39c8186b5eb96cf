"""The administrator's page of plugins."""

from __future__ import annotations

import platform
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

import portal as package
from portal.access.routes import requires
from portal.database import db
from portal.errors import PortalError
from portal.plugins.leaving.returning import bring_back
from portal.plugins.leaving.views import leaving_page
from portal.plugins.states import WITHIN
from portal.plugins.switching import Overview, failures, newer_code, overview, switch, troubles
from portal.runtime import portal
from portal.web.flashes import flash_undo
from portal.web.requests import current_actor

MANAGE = "plugins.manage"
#: Failures in a report for who wrote the plugin.
REPORTED = 20

bp = Blueprint("plugins", __name__)


@bp.get("/plugins")
@requires(MANAGE)
def index() -> str:
    """What needs help first, then every plugin that was found."""
    found = overview(db.session)
    changed = newer_code()
    return render_template(
        "portal/plugins/index.html",
        plugins=found,
        running=sum(one.state == "running" for one in found),
        troubles=troubles(db.session, found),
        minutes=WITHIN.seconds // 60,
        behind=portal().states.behind,
        slowest=[one for one in portal().dispatch.paces.slowest() if one.longest_ms >= 20],
        changed=changed,
        waiting={name for name, running, there in changed if running and there},
    )


@bp.post("/plugins/<name>/enable")
@requires(MANAGE)
def enable(name: str) -> Any:
    """Switches a plugin on, or lets one out of quarantine."""
    return _switch(name, True)


@bp.post("/plugins/<name>/disable")
@requires(MANAGE)
def disable(name: str) -> Any:
    """Switches a plugin off; its data stays."""
    return _switch(name, False)


@bp.route("/plugins/<name>/delete", methods=["GET", "POST"])
@requires(MANAGE)
def leave(name: str) -> Any:
    """Deletes the data of a plugin that is off, or whose code is gone."""
    return leaving_page(name)


@bp.get("/plugins/<name>/failures.txt")
@requires(MANAGE)
def report(name: str) -> Response:
    """The last failures with their traces, for who wrote the plugin."""
    one = _find(name)
    parts = [
        f"{one.name} {one.version} ({one.source})",
        f"portal {package.__version__}, Python {platform.python_version()}",
        f"{one.state}: {one.reason}" if one.reason else one.state,
    ]
    for failure in failures(db.session, name, REPORTED):
        at = failure.at.isoformat(" ", "seconds")
        parts.append(f"\n{failure.error_id}  {at}  {failure.place}\n{failure.trace}")
    response = Response("\n".join(parts) + "\n", mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}-failures.txt")
    return response


def _switch(name: str, enabled: bool) -> Any:
    one, actor = _find(name), current_actor()
    try:
        again = False
        if enabled:
            db.session.rollback()  # migrations run in a transaction of their own
            again = bring_back(name)
        switch(db.session, actor, name, enabled, again=again)
    except PortalError as problem:
        db.session.rollback()
        flash(str(problem), "error")
        return redirect(url_for("plugins.index"), 303)
    db.session.commit()
    if enabled:
        flash(_("%(plugin)s is on.", plugin=one.title), "success")
    else:
        undo = url_for("plugins.enable", name=name)
        text = _("%(plugin)s is off. Its data stays.", plugin=one.title)
        flash_undo(text, undo, _("Switch it on again"))
    return redirect(url_for("plugins.index"), 303)


def _find(name: str) -> Overview:
    for one in overview(db.session):
        if one.name == name:
            return one
    abort(404)
