"""Small plugins written to a folder, and an application of their own that loads them."""

import os
import textwrap

import pytest

from portal.app import create_app
from portal.plugins.modelling import forget_models
from portal.testing.databases import Databases


class Workshop:
    """Writes plugins into a folder and starts portals with it."""

    def __init__(self, folder, instance, **settings):
        self.folder, self.instance, self.settings = folder, instance, settings
        self.apps = []

    def write(self, name, body="", *, entry=None, requires=(), api="1.0", **files):
        package = self.folder / name / f"portal_{name}"
        package.mkdir(parents=True)
        entry = entry or f"portal_{name}:plugin"
        (self.folder / name / "pyproject.toml").write_text(
            f'[project]\nname = "portal-{name}"\nversion = "0.1"\n'
            f'[project.entry-points."portal.plugins"]\n{name} = "{entry}"\n'
        )
        code = textwrap.dedent(f"""
            from flask import Blueprint
            from portal.api import *

            class P(Plugin):
                name = "{name}"
                title = "The {name}"
                requires = {tuple(requires)!r}
                api = "{api}"
        """) + textwrap.indent(textwrap.dedent(body), "    ")
        (package / "__init__.py").write_text(code + "\nplugin = P()\n")
        for path, text in files.items():
            target = package / path.replace("__", "/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(textwrap.dedent(text))
        return package

    def close(self):
        """Ends the connections of every portal that was started."""
        from portal.database import db

        for app in self.apps:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()

    def start(self):
        from portal.setup import upgrade_all

        app = create_app(
            instance=self.instance, plugin_dirs=(self.folder,), log_level="error", **self.settings
        )
        self.apps.append(app)
        app.config["PROPAGATE_EXCEPTIONS"] = False
        with app.app_context():
            upgrade_all()
        return app


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    import sys

    before = list(sys.path)
    monkeypatch.setattr("portal.config.CHECKOUT_PLUGINS", tmp_path / "none")
    server = os.environ.get("PORTAL_TEST_DATABASE_URL", "")
    databases = Databases(tmp_path, server) if server else None
    more = {"database_url": databases.url} if databases else {}
    made = Workshop(tmp_path / "plugins", tmp_path / "instance", **more)
    yield made
    made.close()
    sys.path[:] = before
    for module in [name for name in sys.modules if name.startswith("portal_")]:
        source = getattr(sys.modules[module], "__file__", "") or ""
        if source.startswith(str(tmp_path)):
            forget_models(module.split(".")[0])
            del sys.modules[module]
    if databases is not None:
        databases.drop()


@pytest.fixture
def member(workshop):
    """Starts the portal and signs somebody in; returns (app, client)."""

    def start(roles=()):
        from portal.database import db
        from portal.testing.factories import Factory

        app = workshop.start()
        with app.app_context():
            session_id = Factory(db.session()).user(roles=roles).get_id()
            db.session.remove()
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = session_id
        return app, client

    return start
