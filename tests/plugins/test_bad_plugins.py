"""A plugin that misbehaves costs its own contribution and nothing else."""

import pytest

from portal.database import db
from portal.runtime import portal

VIEW = """
    @hookimpl
    def blueprints(self):
        bp = Blueprint("{name}", __name__)

        @bp.get("/{name}")
        @signed_in
        def page():
            {body}

        return [bp]
"""
BAD = {
    "raises at import": ("raise RuntimeError('no')\n", "cannot be imported"),
    "has no plugin": ("plugin = 3\n", "no instance of portal.api.Plugin"),
    "does not parse": ("def (:\n", "cannot be imported"),
}


def state_of(app, name):
    with app.app_context():
        return portal().states.unavailable.get(name, "")


@pytest.mark.parametrize("code, words", BAD.values(), ids=BAD.keys())
def test_what_cannot_be_loaded_is_named_with_the_reason(workshop, member, code, words):
    package = workshop.write("sinner")
    (package / "__init__.py").write_text(code)
    app, client = member()
    assert words in state_of(app, "sinner")
    assert client.get("/").status_code == 200


def test_an_api_we_do_not_have_is_refused(workshop, member):
    workshop.write("modern", api="9.0")
    app, client = member()
    assert "API 9.0" in state_of(app, "modern")
    assert client.get("/").status_code == 200


def test_a_missing_requirement_takes_its_dependants_along(workshop, member):
    workshop.write("child", requires=("parent",))
    workshop.write("parent", requires=("nowhere",))
    app, _client = member()
    assert "requires nowhere" in state_of(app, "parent")
    assert "requires parent" in state_of(app, "child")


def test_plugins_that_require_each_other_are_refused(workshop, member):
    workshop.write("hen", requires=("egg",))
    workshop.write("egg", requires=("hen",))
    app, client = member()
    assert "requires itself" in state_of(app, "hen")
    assert client.get("/").status_code == 200


def test_a_plugin_may_wish_to_come_after_another(workshop, member):
    for name, after in (("bees", ("honey", "nowhere")), ("honey", ()), ("tea", ("pot",))):
        workshop.write(name, body=f"after = {after!r}")
    workshop.write("pot", body="after = ('tea',)")
    app, _client = member()
    order = app.extensions["portal"].plugins.order()
    assert order.index("honey") < order.index("bees")
    assert {"tea", "pot"} <= set(order)  # both wishes cannot be had, and nobody is refused


def test_one_name_from_two_places_is_refused(workshop, member):
    workshop.write("twice")
    (workshop.folder / "other").mkdir()
    text = (workshop.folder / "twice" / "pyproject.toml").read_text()
    (workshop.folder / "other" / "pyproject.toml").write_text(text)
    (workshop.folder / "other" / "portal_twice").mkdir()
    (workshop.folder / "other" / "portal_twice" / "__init__.py").write_text("")
    app, _client = member()
    assert "claimed from two places" in state_of(app, "twice")


def test_an_unreadable_pyproject_is_one_plugins_problem(workshop, member):
    (workshop.folder / "garbled").mkdir(parents=True)
    (workshop.folder / "garbled" / "pyproject.toml").write_text("= = =")
    app, client = member()
    assert "unreadable" in state_of(app, "garbled")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("hook", ["navigation", "dashboard_cards", "waiting"])
def test_a_hook_that_raises_leaves_the_front_page_up(workshop, member, hook):
    workshop.write("angry", f"@hookimpl\ndef {hook}(self, actor):\n    raise ValueError('no')\n")
    _app, client = member()
    assert client.get("/").status_code == 200


def test_a_hook_that_raises_halfway_through_its_answer_gives_nothing(workshop, member):
    workshop.write(
        "halfway",
        """
        @hookimpl
        def navigation(self, actor):
            yield NavigationItem("Half", "/half", "house")
            raise ValueError
        """,
    )
    _app, client = member()
    assert "/half" not in client.get("/").text


def test_a_hook_nobody_knows_is_refused(workshop, member):
    workshop.write("unknown", "@hookimpl\ndef no_such_hook(self):\n    pass\n")
    app, client = member()
    assert "hooks do not fit" in state_of(app, "unknown")
    assert client.get("/").status_code == 200


def test_a_view_that_raises_answers_500_with_a_number_and_the_rest_works(workshop, member):
    workshop.write("broken", VIEW.format(name="broken", body="raise ValueError('secret detail')"))
    _app, client = member()
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "F-" in answer.text
    assert "secret detail" not in answer.text
    assert client.get("/").status_code == 200


def test_repeated_failures_quarantine_the_plugin_and_say_why(workshop, member):
    workshop.write("angry", "@hookimpl\ndef waiting(self, actor):\n    raise ValueError('no')\n")
    app, client = member(["admin"])
    for _ in range(6):
        assert client.get("/").status_code == 200
    with app.app_context():
        portal().states.forget_cache()
        state = portal().states.get("angry")
        assert not state.on
        assert "5 failures" in state.reason
        portal().states.switch(db.session(), "angry", True)
        db.session.commit()
    client.get("/")
    with app.app_context():
        portal().states.forget_cache()
        assert portal().states.get("angry").on, "trying again gives a new chance"


def test_only_who_has_an_account_can_wear_a_plugin_out_by_its_pages(workshop, member):
    body = VIEW.format(name="worn", body="raise ValueError('no')")
    workshop.write("worn", body.replace("@signed_in\n", "@public\n"))
    app, client = member()
    stranger = app.test_client()
    for _ in range(6):
        assert stranger.get("/worn").status_code == 500
    with app.app_context():
        portal().states.forget_cache()
        assert portal().states.get("worn").on
        assert failures_of("worn") == 6, "they are kept and shown all the same"
    for _ in range(5):
        assert client.get("/worn").status_code == 500
    with app.app_context():
        portal().states.forget_cache()
        assert not portal().states.get("worn").on


def test_a_failing_permission_hook_denies(workshop, member):
    workshop.write(
        "guard", "@hookimpl\ndef allowed(self, actor, action, obj):\n    raise ValueError('no')\n"
    )
    _app, client = member(["admin"])
    assert client.get("/styleguide").status_code == 403


def test_a_route_that_says_nothing_is_closed(workshop, member):
    workshop.write(
        "silent", VIEW.format(name="silent", body="return 'open'").replace("@signed_in\n", "\n")
    )
    _app, client = member(["admin"])
    assert client.get("/silent").status_code == 403


def test_a_route_of_the_cores_cannot_be_taken(workshop, member):
    workshop.write(
        "thief",
        VIEW.format(name="thief", body="return 'stolen'").replace('"/thief"', '"/healthz"'),
    )
    _app, client = member()
    assert client.get("/healthz").json["status"] == "ok"


def test_switching_off_makes_the_page_disappear_and_on_brings_it_back(workshop, member):
    from portal.access.actors import SYSTEM
    from portal.database import db
    from portal.plugins.switching import switch

    workshop.write("plain", VIEW.format(name="plain", body="return 'here I am'"))
    app, client = member()
    assert client.get("/plain").text == "here I am"
    for on, status in ((False, 404), (True, 200)):
        with app.app_context():
            switch(db.session(), SYSTEM, "plain", on)
            db.session.commit()
            portal().states.forget_cache()
        assert client.get("/plain").status_code == status


@pytest.mark.parametrize(
    "hook, answer",
    [
        ("navigation", "['a text']"),
        ("navigation", "3"),
        ("navigation", "[NavigationItem('A', '/a', 'house', order='first')]"),
        ("dashboard_cards", "[{'template': 'x.html'}]"),
        ("waiting", "[('a', 'b')]"),
    ],
)
def test_a_hook_that_answers_nonsense_leaves_the_front_page_up(workshop, member, hook, answer):
    workshop.write("odd", f"@hookimpl\ndef {hook}(self, actor):\n    return {answer}\n")
    app, client = member()
    assert client.get("/").status_code == 200
    with app.app_context():
        portal().states.forget_cache()
        assert failures_of("odd") == 1


def failures_of(name):
    from sqlalchemy import func, select

    from portal.database import db
    from portal.plugins.models import PluginFailure

    return db.session.scalar(
        select(func.count()).select_from(PluginFailure).where(PluginFailure.plugin == name)
    )


@pytest.mark.parametrize("hook", ["kinds", "jobs", "schedules", "permissions", "blueprints"])
@pytest.mark.parametrize("answer", ["raise ValueError", "return 3", "return ['x']"])
def test_what_is_asked_at_the_start_cannot_stop_it(workshop, member, hook, answer):
    workshop.write("early", f"@hookimpl\ndef {hook}(self):\n    {answer}\n")
    _app, client = member()
    assert client.get("/").status_code == 200


def test_an_address_of_the_portals_takes_the_plugin_out_and_says_why(workshop, member):
    workshop.write(
        "thief",
        VIEW.format(name="thief", body="return 'stolen'").replace('"/thief"', '"/search"'),
    )
    app, client = member()
    assert "its address /search belongs to the portal" in state_of(app, "thief")
    assert "stolen" not in client.get("/search").text


def test_of_two_plugins_with_one_address_the_first_keeps_it(workshop, member):
    workshop.write("alpha", VIEW.format(name="alpha", body="return 'first'"))
    workshop.write(
        "beta", VIEW.format(name="beta", body="return 'second'").replace('"/beta"', '"/alpha"')
    )
    app, client = member()
    assert client.get("/alpha").text == "first"
    assert "belongs to the plugin alpha" in state_of(app, "beta")


@pytest.mark.parametrize(
    "ending", ["commit()", "rollback()", "close()", "remove()", "reset()", "expunge_all()"]
)
def test_a_hook_cannot_end_the_transaction_of_the_request(workshop, member, ending):
    """Else the person is gone from the page, and the plugin that comes next is blamed."""
    workshop.write(
        "sinner",
        f"""
        @hookimpl
        def dashboard_cards(self, actor):
            db.session.{ending}
            return []
        """,
    )
    app, client = member()
    for _ in range(3):
        assert client.get("/").status_code == 200
    with app.app_context():
        from portal.plugins.models import PluginFailure

        assert {one.plugin for one in db.session.query(PluginFailure)} == {"sinner"}
