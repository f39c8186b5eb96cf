"""Deleting a plugin's data, from the administrator's page."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from portal.database import db
from portal.errors import PortalError
from portal.plugins.leaving.purging import forget, gone, preview, purge
from portal.runtime import portal
from portal.web.forms import Form
from portal.web.requests import current_actor


class NameForm(Form):
    """The name, typed: nobody deletes this by a slip of the hand."""

    name = StringField(_l("The plugin's name"))


def leaving_page(name: str) -> Any:
    """What would go, and after the name was typed: deletes it."""
    actor, core = current_actor(), portal()
    entry = core.plugins.loaded.get(name)
    is_gone = entry is None
    if is_gone and name not in gone(db.session):
        abort(404)
    core.states.forget_cache()
    if not is_gone and core.states.get(name).enabled:
        flash(_("%(name)s is on. Switch it off first.", name=name), "error")
        return redirect(url_for("plugins.index"), 303)
    title = (entry.plugin.title if entry and entry.plugin else "") or name
    form = NameForm()
    problem = ""
    if request.method == "POST":
        if (form.name.data or "").strip() == name:
            db.session.rollback()  # what follows has a transaction of its own
            try:
                done = (forget if is_gone else purge)(actor, name)
            except PortalError as refused:
                problem = str(refused)
            else:
                text = _(
                    "The data of %(plugin)s is deleted. The export lies on the server: %(path)s",
                    plugin=title,
                    path=done.export,
                )
                flash(text, "success")
                return redirect(url_for("plugins.index"), 303)
        else:
            form.name.errors = [_("Type %(name)s, as it stands above.", name=name)]
    db.session.rollback()
    return render_template(
        "portal/plugins/leave.html",
        form=form,
        name=name,
        plugin_title=title,
        is_gone=is_gone,
        problem=problem,
        going=preview(name),
    ), (422 if form.name.errors or problem else 200)
