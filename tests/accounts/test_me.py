"""One's own page and settings."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.accounts.services import find_user
from portal.audit.models import AuditEntry
from portal.jobs.models import IndexEntry

from .conftest import PASSWORD

NEW = "et helt andet kodeord"
PROFILE = {
    "name": "Ane Holm Bak",
    "title": "Lektor",
    "phone": "12 34 56 78",
    "language": "en",
    "theme": "dark",
}


@pytest.fixture
def ane(make):
    unit = make.unit("Læreruddannelsen")
    return make.user(
        "Ane Holm",
        email="ane@skole.dk",
        password=PASSWORD,
        roles=["staff"],
        units=[unit],
        function="leader",
    )


def test_the_page_says_who_one_is_here(sign_in, ane):
    page = sign_in(ane).page("/me")
    for words in ("Ane Holm", "ane@skole.dk", "Læreruddannelsen", "Leader", "Staff"):
        assert words in page
    assert "Works here: reads, writes and shares." in page
    assert 'id="messages"' in page
    assert 'href="/me/settings"' in page


def test_a_newcomer_without_anything_has_a_page_too(sign_in):
    page = sign_in().page("/me")
    assert "No function in any unit yet" in page
    assert "You read what everyone signed in may see." in page


def test_settings_are_saved_and_take_effect(sign_in, ane, session):
    browser = sign_in(ane)
    answer = browser.post("/me/settings", PROFILE)
    assert (answer.status_code, answer.location) == (303, "/me/settings")
    user = find_user(session, "ane@skole.dk")
    assert {key: getattr(user, key) for key in PROFILE} == PROFILE
    page = browser.page("/me/settings")
    assert 'data-bs-theme="dark"' in page and 'value="Ane Holm Bak"' in page


def test_a_new_name_is_in_the_search_and_in_the_trail(sign_in, ane, session):
    browser = sign_in(ane)
    session.query(IndexEntry).delete()
    browser.post("/me/settings", PROFILE)
    assert session.scalars(select(IndexEntry.object_id)).all() == [ane.id]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.detail) == (
        "account.changed",
        {"fields": ["name", "phone", "title"]},
    )


def test_another_theme_alone_tells_nobody(sign_in, ane, session):
    browser = sign_in(ane)
    session.query(IndexEntry).delete()
    same = {"name": ane.name, "title": "", "phone": "", "language": "en", "theme": "light"}
    browser.post("/me/settings", same)
    assert session.scalars(select(IndexEntry)).all() == []
    assert find_user(session, "ane@skole.dk").theme == "light"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Write your name."),
        ("name", "   ", "Write your name."),
        ("name", "x" * 121, "Write at most 120 characters."),
        ("title", "x" * 121, "Write at most 120 characters."),
        ("phone", "1" * 41, "Write at most 40 characters."),
        ("language", "tlh", "is-invalid"),
        ("theme", "pink", "is-invalid"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_typed_is_lost(
    sign_in, ane, session, field, value, words
):
    answer = sign_in(ane).post("/me/settings", {**PROFILE, field: value})
    assert answer.status_code == 200
    assert words in answer.text
    kept = "Lektor" if field != "title" else "12 34 56 78"
    assert kept in answer.text
    assert find_user(session, "ane@skole.dk").title == ""


def test_missing_fields_change_nothing(sign_in, ane, session):
    assert sign_in(ane).post("/me/settings", {}).status_code == 303
    assert find_user(session, "ane@skole.dk").name == "Ane Holm"


def test_the_address_cannot_be_changed_here(sign_in, ane, session):
    sign_in(ane).post("/me/settings", {**PROFILE, "email": "evil@skole.dk", "roles": "admin"})
    user = find_user(session, "ane@skole.dk")
    assert user is not None and [role.key for role in user.roles] == ["staff"]


def test_a_new_password_needs_the_present_one(sign_in, ane, session, visitors):
    browser = sign_in(ane)
    answer = browser.post("/me/password", {"present": "forkert", "password": NEW})
    assert answer.status_code == 200
    assert "That is not your present password." in answer.text
    assert NEW not in answer.text
    assert visitors().sign_in("ane@skole.dk").status_code == 303


def test_it_ends_the_other_sessions_and_keeps_this_one(sign_in, ane, visitors, new_mail):
    browser, elsewhere = sign_in(ane), visitors()
    elsewhere.sign_in("ane@skole.dk")
    answer = browser.post("/me/password", {"present": PASSWORD, "password": NEW})
    assert (answer.status_code, answer.location) == (303, "/me/settings")
    assert "You are signed out everywhere else." in browser.page("/me/settings")
    assert not elsewhere.is_in()
    assert elsewhere.sign_in("ane@skole.dk", NEW).status_code == 303
    assert "Your password for Videnbazar was changed" in new_mail()


def test_guessing_the_present_one_has_to_wait_too(sign_in, ane, visitors):
    browser = sign_in(ane)
    for _ in range(5):
        browser.post("/me/password", {"present": "forkert", "password": NEW})
    right = browser.post("/me/password", {"present": PASSWORD, "password": NEW})
    assert "That was wrong several times." in right.text
    assert visitors().sign_in("ane@skole.dk").status_code == 303, "signing in is counted apart"


@pytest.mark.parametrize("weak", ["kort", "password1234", "ane holm", "Videnbazar"])
def test_a_weak_one_is_refused_before_anything_is_compared(sign_in, ane, weak, hashes):
    answer = sign_in(ane).post("/me/password", {"present": PASSWORD, "password": weak})
    assert answer.status_code == 200 and "is-invalid" in answer.text
    assert hashes == []


def test_signing_out_everywhere_means_here_too(sign_in, ane, visitors):
    browser, elsewhere = sign_in(ane), visitors()
    elsewhere.sign_in("ane@skole.dk")
    assert browser.post("/me/sessions").location == "/login"
    assert not elsewhere.is_in()
    assert browser.get("/me").status_code == 302


@pytest.mark.parametrize("address", ["/me", "/me/settings", "/me/data", "/me/data.json"])
def test_strangers_are_sent_to_the_sign_in(visitor, address):
    assert visitor.get(address).location == f"/login?next={address}"


def test_a_role_given_now_counts_at_the_next_request(sign_in, ane, session):
    from portal.accounts.services import set_roles

    browser = sign_in(ane)
    browser.page("/admin/accounts", 403)
    set_roles(session, find_user(session, "ane@skole.dk"), ["admin"])
    session.commit()
    browser.page("/admin/accounts")
