"""The portal with that plugin, and without its folder."""

import sys

import pytest
from sqlalchemy import text

from portal.database import db
from portal.plugins.leaving.returning import remember
from portal.plugins.modelling import forget_models

from .shed import FIRST, HOOKS, MODELS, put_rows


@pytest.fixture
def shed(workshop, member):
    """A portal with a plugin that has something in each of its tables and in the core's; a
    browser of its administrator."""
    workshop.write(
        "shed",
        HOOKS.replace("\n    ", "\n"),
        **{"models.py": MODELS, "migrations__versions__0001_first.py": FIRST},
    )
    app, client = member(["admin"])
    with app.app_context():
        put_rows()
    return app, client


@pytest.fixture
def without(shed, workshop, member):
    """The same portal, started again without the plugin's folder."""
    import shutil

    app, _client = shed
    with app.app_context():
        remember(db.session)
        db.session.commit()
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM portal_plugin_record WHERE name LIKE 'other%'"))
            connection.execute(text("DELETE FROM portal_plugin_state WHERE name LIKE 'other%'"))
        db.session.remove()
        db.engine.dispose()
    shutil.move(workshop.folder / "shed", workshop.folder.parent / "shed-away")
    for module in [name for name in sys.modules if name.startswith("portal_shed")]:
        del sys.modules[module]
    forget_models("portal_shed")
    return member(["admin"])
