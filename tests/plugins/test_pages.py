"""The administrator's page of plugins and the command `portal plugin`, on plugins of our own."""

import datetime as dt
import json
import sys

import pytest
from sqlalchemy import select

from portal.access.actors import SYSTEM
from portal.database import db
from portal.errors import PortalError
from portal.plugins.models import PluginFailure, PluginState
from portal.plugins.switching import newer_code, overview, switch
from portal.runtime import portal
from portal.testing.sessions import token_of

PAGE = """
    @hookimpl
    def blueprints(self):
        bp = Blueprint("dance", __name__)

        @bp.get("/dance")
        @signed_in
        def page():
            return "dancing"

        return [bp]

    @hookimpl
    def navigation(self, actor):
        return [NavigationItem("Dance", "/dance", "house")]

    @hookimpl
    def enabled(self, session):
        record(session, SYSTEM, "dance.hello")

    @hookimpl
    def disabled(self, session):
        record(session, SYSTEM, "dance.goodbye")
"""


@pytest.fixture
def admin(workshop, member):
    """Starts a portal with the plugins written so far; a browser of its administrator."""

    def start(roles=("admin",)):
        app, client = member(roles)
        client.post_form = lambda address: client.post(
            address, data={"csrf_token": token_of(client.get("/").text)}
        )
        return app, client

    return start


def fail(app, name, count, at=None):
    """Makes a plugin fail so often, as a broken hook would."""
    with app.app_context():
        for number in range(count):
            problem = ValueError(f"no partner {number}")
            portal().states.failed(name, "dashboard_cards", f"F-000{number}", problem)
        portal().states.flush()
        if at is not None:
            for failure in db.session.scalars(select(PluginFailure)):
                failure.at = at
            db.session.commit()
        db.session.remove()


def state_of(app, name):
    with app.app_context():
        portal().states.forget_cache()
        found = {one.name: one for one in overview(db.session)}[name]
        db.session.remove()
        return found


def test_only_those_who_manage_plugins_see_the_page(workshop, admin):
    workshop.write("dance", PAGE)
    _app, client = admin(roles=("editor",))
    assert client.get("/plugins").status_code == 403
    assert client.get("/plugins/dance/failures.txt").status_code == 403
    assert client.post_form("/plugins/dance/disable").status_code == 403
    assert client.get("/dance").text == "dancing"


def test_switching_off_and_on_takes_the_pages_away_and_back(workshop, admin):
    workshop.write("dance", PAGE)
    app, client = admin()
    assert "The dance" in client.get("/plugins").text
    assert client.post_form("/plugins/dance/disable").status_code == 303
    page = client.get("/plugins").text
    answer = client.get("/dance")
    assert answer.status_code == 404
    assert "It belongs to The dance." in answer.text and 'href="/plugins"' in answer.text
    assert "is not there" in client.get("/dances").text
    assert "The dance is off" in page and 'action="/plugins/dance/enable"' in page
    assert state_of(app, "dance").state == "off"
    client.post_form("/plugins/dance/enable")
    assert client.get("/dance").text == "dancing"


def test_switching_is_in_the_trail_and_the_plugin_is_told_once(workshop, admin):
    from portal.audit.models import AuditEntry

    workshop.write("dance", PAGE)
    app, client = admin()
    for way in ("disable", "disable", "enable", "enable"):
        client.post_form(f"/plugins/dance/{way}")
    with app.app_context():
        actions = [
            entry.action
            for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            if entry.action.startswith(("plugin.", "dance."))
        ]
        db.session.remove()
    assert actions == ["dance.goodbye", "plugin.disabled", "dance.hello", "plugin.enabled"]
    assert "Switched a plugin off" in client.get("/audit").text


def test_who_is_needed_stays_on_and_who_needs_comes_after(workshop, admin):
    workshop.write("floor")
    workshop.write("dance", requires=("floor",))
    app, client = admin()
    client.post_form("/plugins/floor/disable")
    assert "is required by dance" in client.get("/plugins").text
    assert state_of(app, "floor").state == "running"
    client.post_form("/plugins/dance/disable")
    client.post_form("/plugins/floor/disable")
    client.post_form("/plugins/dance/enable")
    assert "dance requires floor" in client.get("/plugins").text
    assert state_of(app, "dance").state == "off"


@pytest.mark.parametrize("roles", [("editor",), ()])
def test_who_cannot_switch_it_on_is_not_told_what_there_could_be(workshop, admin, roles):
    workshop.write("dance", PAGE)
    app, client = admin(roles=roles)
    with app.app_context():
        portal().states.switch(db.session, "dance", False)
        db.session.commit()
        portal().states.forget_cache()
    gone, never = client.get("/dance"), client.get("/dances")
    assert (gone.status_code, never.status_code) == (404, 404)
    assert "The dance" not in gone.text
    assert "is not there" in gone.text


def test_a_quarantined_plugin_comes_first_with_what_one_needs_to_know(workshop, admin):
    workshop.write("dance", PAGE)
    app, client = admin()
    fail(app, "dance", 5)
    assert client.get("/dance").status_code == 404
    page = client.get("/plugins").text
    assert page.index("Needs your help") < page.index("All plugins")
    for words in (
        "It failed 5 times within 10 minutes",
        "dashboard_cards",
        "F-0004",
        "no partner 4",
    ):
        assert words in page
    assert "<details" in page.split("no partner 4")[0].rsplit("</details>", 1)[-1]
    client.post_form("/plugins/dance/enable")
    assert "Needs your help" not in client.get("/plugins").text
    assert client.get("/dance").text == "dancing"


def test_a_quarantined_plugin_can_be_switched_off(workshop, admin):
    workshop.write("dance", PAGE)
    app, client = admin()
    fail(app, "dance", 5)
    client.post_form("/plugins/dance/disable")
    assert state_of(app, "dance").state == "off"
    assert "Needs your help" not in client.get("/plugins").text


def test_the_report_has_the_traces(workshop, admin):
    workshop.write("dance", PAGE)
    app, client = admin()
    fail(app, "dance", 2)
    response = client.get("/plugins/dance/failures.txt")
    assert response.headers["Content-Disposition"] == "attachment; filename=dance-failures.txt"
    assert "ValueError: no partner 1" in response.text
    assert response.text.startswith("dance 0.1 (folder)")


def test_failures_are_counted_for_a_day(workshop, admin):
    workshop.write("dance", PAGE)
    app, _client = admin()
    fail(app, "dance", 2, at=dt.datetime.now(dt.UTC) - dt.timedelta(hours=25))
    fail(app, "dance", 1)
    assert state_of(app, "dance").failures == 1


def test_a_plugin_that_cannot_start_is_named_with_the_reason(workshop, admin):
    package = workshop.write("dance")
    (package / "__init__.py").write_text("raise RuntimeError('no <floor>')")
    app, client = admin()
    page = client.get("/plugins").text
    assert "Cannot run" in page and "RuntimeError: no &lt;floor&gt;" in page
    assert 'action="/plugins/dance/enable"' not in page
    # Off and on again: nothing falls over, and it is as broken as before.
    for way in ("disable", "enable"):
        assert client.post_form(f"/plugins/dance/{way}").status_code == 303
    assert state_of(app, "dance").state == "unavailable"


@pytest.mark.parametrize("name", ["nobody", "core:web", "%00", "..%2f.."])
def test_names_of_no_plugin_are_404(workshop, admin, name):
    workshop.write("dance")
    _app, client = admin()
    assert client.post_form(f"/plugins/{name}/enable").status_code == 404
    assert client.get(f"/plugins/{name}/failures.txt").status_code == 404


def test_new_code_waits_for_a_restart_and_the_page_says_so(workshop, admin):
    workshop.write("dance", PAGE)
    app, client = admin()
    assert "Switching on and off counts at once" in client.get("/plugins").text
    project = workshop.folder / "dance" / "pyproject.toml"
    project.write_text(project.read_text().replace('"0.1"', '"0.2"'))
    workshop.write("song")
    page = client.get("/plugins").text
    assert "Waits for a restart" in page
    assert "dance is 0.2 on the disk" in page
    assert "song was installed since" in page
    with app.app_context():
        assert newer_code() == [("dance", "0.1", "0.2"), ("song", "", "0.1")]


def test_without_plugins_the_page_says_how_to_get_some(workshop, admin):
    _app, client = admin()
    assert "No plugins yet" in client.get("/plugins").text


def test_the_service_refuses_names_of_no_plugin(session):
    with pytest.raises(PortalError, match="nobody"):
        switch(session, SYSTEM, "nobody", True)


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def command(app, monkeypatch, capsys):
    """Runs `portal plugin ...` in this process; returns (status, out, err)."""

    def run(*words):
        from portal.cli import main

        monkeypatch.setattr("portal.cli.context.application", lambda: app)
        monkeypatch.setattr("portal.cli.main.application", lambda: app, raising=False)
        monkeypatch.setattr(sys, "argv", ["portal", "plugin", *words])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return end.value.code, said.out, said.err

    return run


@pytest.fixture
def factsheets(app):
    """Some plugin that is loaded here, whichever it is."""
    names = sorted(portal().plugins.loaded)
    if not names:
        pytest.skip("no plugin is bundled")
    return names[0]


@pytest.mark.parametrize("way", ["enable", "disable"])
def test_the_command_knows_no_other_names(command, way):
    status, out, err = command(way, "nobody")
    assert (status, out) == (2, "")
    assert err.startswith("Error: ") and "nobody" in err
    assert "Traceback" not in err


def test_the_command_lists_as_json(command, factsheets):
    status, out, _err = command("list", "--json")
    assert status == 0
    one = {row["name"]: row for row in json.loads(out)}[factsheets]
    assert one["state"] in ("running", "unavailable")
    assert {"title", "version", "reason", "since", "failures", "last_error"} <= set(one)
    assert factsheets in command("list")[1]


def test_the_command_switches(session, command, factsheets):
    assert command("disable", factsheets)[:2] == (0, f"{factsheets} is off.\n")
    assert not session.get(PluginState, factsheets).enabled
    session.commit()
    assert command("enable", factsheets)[:2] == (0, f"{factsheets} is on.\n")
    session.expire_all()
    assert session.get(PluginState, factsheets).enabled
