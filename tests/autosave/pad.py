"""A portal with a plugin that is one form: what is typed there is kept before it is saved."""

from __future__ import annotations

import logging
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from portal.app import create_app
from portal.database import db
from portal.setup import upgrade_all
from portal.testing.factories import PASSWORD, Factory

CODE = """
    from flask import Blueprint, redirect, render_template, request
    from wtforms import PasswordField, StringField, TextAreaField
    from wtforms.validators import DataRequired

    from portal.api import (
        Form, Plugin, current_actor, db, forget_draft, form_draft, hookimpl, signed_in
    )

    SAVED = {}
    bp = Blueprint("pad", __name__, url_prefix="/pad", template_folder="templates")


    class PadForm(Form):
        title = StringField("Title", [DataRequired()])
        text = TextAreaField("Text")
        elements = StringField("Elements")
        secret = PasswordField("Secret")
        private = StringField("Private", render_kw={"data-no-autosave": True})


    @bp.route("/", methods=["GET", "POST"])
    @signed_in
    def page():
        draft = form_draft(db.session(), current_actor(), "pad", 1, version=1)
        form = PadForm(formdata=draft.fields) if draft.fields else PadForm(data=SAVED)
        if request.method == "POST":
            form = PadForm()
            if form.validate_on_submit():
                SAVED.update(title=form.title.data, text=form.text.data)
                forget_draft(db.session(), current_actor(), request.form)
                db.session.commit()
                return redirect("/pad/done", 303)
        return render_template("pad/form.html", form=form, draft=draft)


    @bp.get("/done")
    @signed_in
    def done():
        return render_template("pad/done.html")


    class Pad(Plugin):
        name = "pad"
        title = "Pad"

        @hookimpl
        def blueprints(self):
            return [bp]


    plugin = Pad()
"""
FORM = """
    {% extends 'portal/base.html' %}
    {% import 'portal/_macros/forms.html' as forms %}
    {% block title %}Pad{% endblock %}
    {% block content %}<h1>Pad</h1>
    {% call forms.form(form, guard=true, draft=draft) %}
    {{ forms.field(form.title) }}{{ forms.field(form.text) }}{{ forms.field(form.elements) }}
    {{ forms.field(form.secret) }}{{ forms.field(form.private) }}
    {% call forms.savebar() %}
    <button class="btn btn-primary" name="action" value="save">Save</button>
    {% endcall %}
    {% endcall %}{% endblock %}
"""
DONE = """
    {% extends 'portal/base.html' %}
    {% block title %}Done{% endblock %}
    {% block content %}<h1>Done</h1>{% endblock %}
"""


class Pad:
    """The portal, served on a port that stays the same; it can be taken away and brought back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._write()
        self.app = create_app(
            instance=folder / "instance", plugin_dirs=(folder / "plugins",), log_level="error"
        )
        with self.app.app_context():
            upgrade_all()
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
        self.port = 0
        self.start()
        self.url = f"http://127.0.0.1:{self.port}"

    def begin(self) -> None:
        """An empty pad, and two people nobody has written as."""
        self.saved.clear()
        with self.app.app_context():
            make = Factory(db.session())
            self.email = make.user("Ane Berg", password=PASSWORD).email
            self.other = make.user("Bo Dahl", password=PASSWORD).email
            db.session.remove()

    def _write(self) -> None:
        root = self._folder / "plugins" / "pad"
        templates = root / "portal_pad" / "templates" / "pad"
        templates.mkdir(parents=True)
        (root / "pyproject.toml").write_text(
            '[project]\nname = "portal-pad"\nversion = "0.1"\n'
            '[project.entry-points."portal.plugins"]\npad = "portal_pad:plugin"\n'
        )
        (root / "portal_pad" / "__init__.py").write_text(textwrap.dedent(CODE))
        (templates / "form.html").write_text(textwrap.dedent(FORM).lstrip())
        (templates / "done.html").write_text(textwrap.dedent(DONE).lstrip())

    def start(self) -> None:
        """Serves it."""
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self.server.port
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        """Takes it away."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def saved(self) -> dict[str, Any]:
        """What was saved last."""
        return sys.modules["portal_pad"].SAVED
