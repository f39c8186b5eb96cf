"""Forget: the data of a plugin whose code is gone."""

import pytest
from sqlalchemy import select, text

from portal.access.actors import SYSTEM
from portal.database import db
from portal.errors import PortalError
from portal.plugins.leaving.belongings import belongings, known_plugins
from portal.plugins.leaving.purging import forget, gone, purge
from portal.plugins.leaving.restoring import restore
from portal.plugins.models import PluginFailure, PluginRecord, PluginState
from portal.plugins.switching import overview, switch

from .shed import dump


def test_whoever_switches_or_restores_what_is_gone_is_told_so(shed, request):
    app, _client = shed
    with app.app_context():
        path = purge(SYSTEM, "shed").export
    app, _client = request.getfixturevalue("without")
    with app.app_context():
        with pytest.raises(PortalError, match="The code of shed is not here"):
            restore(SYSTEM, path)
        with pytest.raises(PortalError, match="portal plugin forget"):
            switch(db.session, SYSTEM, "shed", False)


def test_a_plugin_that_is_gone_is_named_and_can_be_forgotten(without):
    app, client = without
    with app.app_context():
        assert gone(db.session) == ["shed"]
        one = {one.name: one for one in overview(db.session)}["shed"]
        assert one.state == "gone" and one.title == "The shed"
        with pytest.raises(PortalError, match="portal plugin forget"):
            purge(SYSTEM, "shed")
        db.session.remove()
        done = forget(SYSTEM, "shed")
        assert done.tables["shed_thing"] == 2 and done.tables["portal_audience"] == 2
        left = dump(db.engine)
        assert not {"shed_thing", "shed_picture", "portal_alembic_shed"} & set(left)
        assert gone(db.session) == []
        for model in (PluginRecord, PluginState):
            assert db.session.get(model, "shed") is None
        assert not db.session.scalars(select(PluginFailure)).all()
        with pytest.raises(PortalError, match="shed"):
            forget(SYSTEM, "shed")
        db.session.remove()
    assert client.get("/plugins").status_code == 200


def test_what_is_there_is_not_forgotten(shed):
    app, _client = shed
    with app.app_context(), pytest.raises(PortalError, match="shed"):
        forget(SYSTEM, "shed")


def test_a_name_that_begins_anothers_takes_nothing_of_it(shed):
    app, _client = shed
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE shed_roof_tile (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE portal_alembic_shed_roof (version_num TEXT)"))
        assert "shed_roof" in known_plugins(connection)
        own = {part.table.name for part in belongings(connection, "shed").parts if part.own}
        assert own == {"shed_thing", "shed_picture", "shed_label"}


@pytest.mark.parametrize("name", ["portal", "portal_user", "core"])
def test_no_plugin_is_called_like_the_portal(name):
    from portal.api import Plugin

    one = type("P", (Plugin,), {"name": name})()
    assert "must not be" in one.problems()[0]
