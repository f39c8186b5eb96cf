"""Small plugins written to a folder, and an application of their own that loads them."""

import textwrap

import pytest

from portal.app import create_app
from portal.plugins.modelling import forget_models


class Workshop:
    """Writes plugins into a folder and starts portals with it."""

    def __init__(self, folder, instance):
        self.folder, self.instance = folder, instance

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

    def start(self):
        from portal.setup import upgrade_all

        app = create_app(instance=self.instance, plugin_dirs=(self.folder,), log_level="error")
        app.config["PROPAGATE_EXCEPTIONS"] = False
        with app.app_context():
            upgrade_all()
        return app


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    import sys

    before = list(sys.path)
    monkeypatch.setattr("portal.config.CHECKOUT_PLUGINS", tmp_path / "none")
    yield Workshop(tmp_path / "plugins", tmp_path / "instance")
    sys.path[:] = before
    for module in [name for name in sys.modules if name.startswith("portal_")]:
        source = getattr(sys.modules[module], "__file__", "") or ""
        if source.startswith(str(tmp_path)):
            forget_models(module.split(".")[0])
            del sys.modules[module]


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
