"""'My data': complete, readable, and honest about what is missing."""

from __future__ import annotations

import json

import pytest
from flask_babel import force_locale

from portal.access.actors import SYSTEM
from portal.accounts.links import RESET_LINK, make_link
from portal.accounts.own_data import gather
from portal.accounts.services import set_active
from portal.accounts.throttle import SIGN_IN, count_try
from portal.accounts.words import key_words
from portal.audit.trail import record
from portal.runtime import portal

from .conftest import PASSWORD


@pytest.fixture
def ane(make):
    unit = make.unit("Læreruddannelsen")
    return make.user(
        "Ane Holm", email="ane@skole.dk", password=PASSWORD, roles=["staff"], units=[unit]
    )


@pytest.fixture
def lived(session, make, ane):
    """An account to which things have happened."""
    make_link(session, ane, RESET_LINK)
    count_try(session, SIGN_IN, ane.email)
    record(session, make.actor_of(ane), "sheet.published", "factsheet", 7, title="Canary")
    other = make.user("Bo Bak")
    record(session, make.actor_of(other), "account.roles", "person", ane.id, added=["staff"])
    record(session, make.actor_of(other), "sheet.published", "factsheet", 8, title="Others'")
    session.commit()
    return ane


def test_the_core_keeps_this_and_says_so(session, lived):
    with force_locale("en"):
        data = gather(session, lived).parts["accounts"]
    assert data["account"]["email"] == "ane@skole.dk"
    assert data["functions"] == [{"unit": "Læreruddannelsen", "function": "Teacher"}]
    assert data["roles"] == ["Staff"]
    assert [link["purpose"] for link in data["links"]] == ["reset"]
    assert len(data["failed_tries"]) == 1
    trail = [(entry["action"], entry["by"]) for entry in data["trail"]]
    assert trail == [
        ("Changed a person's roles", "Bo Bak"),
        ("Published a fact sheet", "Ane Holm"),
        ("Made an account", ""),
    ]
    assert data["trail"][1]["detail"] == {"Title": "Canary"}


def test_the_file_holds_all_of_it_and_no_secret(sign_in, lived):
    answer = sign_in(lived).get("/me/data.json")
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    data = json.loads(answer.text)
    assert data["person"] == {"name": "Ane Holm", "email": "ane@skole.dk"}
    assert data["data"]["accounts"]["trail"][1]["detail"] == {"Title": "Canary"}
    assert "argon2" not in answer.text and "digest" not in answer.text
    assert "Others'" not in answer.text


def test_the_page_reads_like_a_page(sign_in, lived):
    page = sign_in(lived).page("/me/data")
    for words in ("Account", "Læreruddannelsen", "Canary", "Failed tries with your address"):
        assert words in page
    assert "argon2" not in page and "None" not in page


def test_every_column_of_the_account_is_exported_or_left_out_on_purpose(session, ane):
    from portal.accounts.models import User

    internal = {"id", "password_hash", "session_version"}
    names = {"created_at": "created", "invited_at": "invited", "last_seen_at": "last_here",
             "last_visit_at": "visit_before"}  # fmt: skip
    columns = {column.key for column in User.__table__.columns} - internal
    exported = set(gather(session, ane).parts["accounts"]["account"])
    assert {names.get(column, column) for column in columns} <= exported


@pytest.fixture
def answers(monkeypatch):
    """Lets `stranger`, a plugin that is not there, answer the hook."""
    plugins = portal().plugins
    real_implementing, real_call = plugins.implementing, plugins.call_one

    def install(answer):
        def call(hook, name, arguments):
            if name != "stranger":
                return real_call(hook, name, arguments)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(
            plugins,
            "implementing",
            lambda hook: [*real_implementing(hook), *(["stranger"] * (hook == "export_user"))],
        )
        monkeypatch.setattr(plugins, "call_one", call)

    return install


def test_whatever_a_plugin_answers_can_be_shown(sign_in, ane, answers):
    answers(
        {
            "plain": "<b>Canary</b>",
            "nothing": None,
            "empty": [],
            "list": ["a", "b"],
            "rows": [{"what": "one", "when": True}, {"what": "two"}],
            "large": [{f"field_{n}": "x" * 90 for n in range(9)}],
            "deep": {"deeper": {"deepest": [1, [2, {"three": 3}]]}},
            "many": [{"number": n} for n in range(70)],
            "reviewed_at": 5,
            "written": {
                "day": "2026-10-15",
                "moment": "2026-10-15T12:30:00+00:00",
                "no": "2026-13-45",
            },
        }
    )
    browser = sign_in(ane)
    page = browser.page("/me/data")
    assert "15 October 2026" in page and "2026-10-15" not in page and "2026-13-45" in page
    assert 'aria-label="Rows"' in page
    assert "&lt;b&gt;Canary&lt;/b&gt;" in page and "<b>Canary" not in page
    assert "Reviewed at" in page
    assert "And 20 more in the file." in page
    data = json.loads(browser.page("/me/data.json"))["data"]["stranger"]
    assert len(data["many"]) == 70


def test_what_fails_is_named_and_takes_nothing_down(sign_in, ane, answers):
    answers(RuntimeError("broken"))
    browser = sign_in(ane)
    page = browser.page("/me/data")
    assert "Something is missing" in page and "Stranger" in page
    assert "ane@skole.dk" in page
    assert json.loads(browser.page("/me/data.json"))["missing"] == ["stranger"]


def test_a_key_nobody_knows_becomes_words(app):
    with app.test_request_context():
        assert key_words("started_at") == "Started at"
        assert key_words("email") == "E-mail"
        assert key_words("") == ""


def test_disabling_is_in_the_trail_of_whom_it_befell(session, ane):
    set_active(session, SYSTEM, ane, False)
    session.flush()
    with force_locale("en"):
        trail = gather(session, ane).parts["accounts"]["trail"]
    assert trail[0]["action"] == "Disabled an account"
