"""Signing in through the page: who comes in, what the others are told, where one lands."""

from __future__ import annotations

import datetime as dt

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from portal.access.actors import SYSTEM
from portal.accounts import passwords
from portal.accounts.models import SignInFailure, User
from portal.accounts.services import find_user, set_active, set_password
from portal.audit.models import AuditEntry

from .conftest import PASSWORD, WRONG


@pytest.fixture
def ane(make):
    return make.user("Ane Holm", email="ane@skole.dk", password=PASSWORD)


def test_the_right_password_lets_in(visitor, ane):
    answer = visitor.sign_in("ane@skole.dk")
    assert (answer.status_code, answer.location) == (303, "/")
    assert visitor.is_in()


@pytest.mark.parametrize("typed", ["ANE@skole.dk", "  ane@skole.dk  "])
def test_the_address_may_be_typed_in_other_ways(visitor, ane, typed):
    assert visitor.sign_in(typed).status_code == 303


def body(answer):
    """The page without what differs by chance or by what was typed."""
    import re

    text = re.sub(r'(csrf[-_]token"[^>]*(?:value|content)=")[^"]*', r"\1", answer.text)
    return re.sub(r'value="[^"]*@[^"]*"', "", text)


def test_no_word_on_whether_there_is_an_account(visitor, ane, make, hashes):
    make.user(email="closed@skole.dk", password=PASSWORD, active=False)
    make.user(email="invited@skole.dk")
    names = ["ane@skole.dk", "nobody@skole.dk", "closed@skole.dk", "invited@skole.dk"]
    answers = [visitor.sign_in(name, "et forkert kodeord") for name in names]
    assert WRONG in answers[0].text
    assert {answer.status_code for answer in answers} == {200}
    assert len({body(answer) for answer in answers}) == 1
    assert hashes == ["et forkert kodeord"] * 4, "the work is the same for each of them"


def test_nor_do_the_queries_differ_up_to_the_pause_and_in_it(app, session, ane, count_queries):
    from portal.accounts.signing_in import judge

    session.commit()
    seen = []
    for name in ("ane@skole.dk", "nobody@skole.dk"):
        with count_queries() as queries:
            verdicts = [judge(name, "et forkert kodeord") for _ in range(6)]
        assert verdicts[-1].until is not None
        seen.append(list(queries))
    assert seen[0] == seen[1]


def test_the_right_password_of_a_disabled_account_is_a_wrong_one(visitor, ane, make):
    make.user(email="closed@skole.dk", password=PASSWORD, active=False)
    assert body(visitor.sign_in("closed@skole.dk")) == body(visitor.sign_in("ane@skole.dk", "no"))
    assert not visitor.is_in()


def test_a_failed_try_is_kept_though_the_page_saves_nothing(visitor, ane, session):
    visitor.sign_in("ane@skole.dk", "forkert")
    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 1


def test_after_five_failures_even_the_right_one_has_to_wait(visitor, ane, clock, hashes):
    clock.at = dt.datetime(2026, 11, 26, 12, 0, 30, tzinfo=dt.UTC)
    for _ in range(4):
        assert WRONG in visitor.sign_in("ane@skole.dk", "forkert").text
    fifth = visitor.sign_in("ane@skole.dk", "forkert")
    assert fifth.status_code == 429
    right = visitor.sign_in("ane@skole.dk")
    assert right.status_code == 429
    assert "Try again at 13:02" in right.text or "Try again at 13.02" in right.text
    assert hashes == ["forkert"] * 5, "during the pause nothing is even compared"
    clock.forward(seconds=61)
    assert visitor.sign_in("ane@skole.dk").status_code == 303


def test_somebody_behind_the_same_address_is_not_stopped(visitor, visitors, ane, make):
    make.user(email="bo@skole.dk", password=PASSWORD)
    for _ in range(6):
        visitor.sign_in("ane@skole.dk", "forkert")
    assert visitors().sign_in("bo@skole.dk").status_code == 303


def test_success_clears_the_count(visitor, visitors, ane, session):
    for _ in range(4):
        visitor.sign_in("ane@skole.dk", "forkert")
    visitor.sign_in("ane@skole.dk")
    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 0


def test_a_pause_is_in_the_trail_of_the_account(visitor, ane, session, work):
    for name in ("ane@skole.dk", "nobody@skole.dk"):
        for _ in range(5):
            visitor.sign_in(name, "forkert")
    work()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "account.paused")).all()
    assert [(entry.kind, entry.object_id, entry.actor_id) for entry in entries] == [
        ("person", ane.id, None)
    ]


def test_a_hash_of_weaker_parameters_is_renewed(visitor, ane, session):
    ane.password_hash = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    session.commit()
    weak, version = ane.password_hash, ane.session_version
    assert visitor.sign_in("ane@skole.dk").status_code == 303
    user = session.get(User, ane.id)
    assert user.password_hash != weak
    assert not passwords.needs_rehash(user.password_hash)
    assert user.session_version == version, "nobody is signed out by that"
    assert visitor.sign_in("ane@skole.dk").status_code == 303


@pytest.mark.parametrize(
    ("wanted", "landed"),
    [
        ("/me/settings", "/me/settings"),
        ("/search?q=a%26b", "/search?q=a%26b"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/%09/evil.example", "/%09/evil.example"),
        ("\t//evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_one_lands_where_one_was_and_only_in_the_portal(visitor, ane, wanted, landed):
    from urllib.parse import quote

    answer = visitor.sign_in("ane@skole.dk", next=quote(wanted))
    from urllib.parse import unquote

    assert unquote(answer.location) == unquote(landed)


def test_a_closed_door_leads_to_the_sign_in_and_back(visitor, ane):
    answer = visitor.get("/me/settings?x=1")
    assert answer.location == "/login?next=/me/settings?x%3D1"
    assert visitor.post(answer.location, {"email": ane.email, "password": PASSWORD}).location == (
        "/me/settings?x=1"
    )


def test_a_form_without_its_token_signs_nobody_in(visitor, ane):
    answer = visitor.client.post("/login", data={"email": ane.email, "password": PASSWORD})
    assert answer.status_code == 400
    assert "Send it once more" in answer.text and 'value="ane@skole.dk"' in answer.text
    assert not visitor.is_in()


@pytest.mark.parametrize("address", ["/forgot", "/me/password", "/me/settings", "/me/sessions"])
def test_no_other_form_goes_without_its_token_either(visitor, ane, address):
    visitor.sign_in("ane@skole.dk")
    answer = visitor.client.post(address, data={"email": ane.email, "name": "Somebody else"})
    assert answer.status_code == 400
    assert visitor.is_in()


def test_nothing_of_the_session_before_survives(visitor, ane, app):
    with visitor.client.session_transaction() as before:
        before["planted"] = "by a stranger"
    assert visitor.sign_in("ane@skole.dk").status_code == 303
    with visitor.client.session_transaction() as after:
        assert "planted" not in after
        assert after["_user_id"] == ane.get_id()
        assert "csrf_token" not in after


def test_the_session_ends_after_idling_and_every_request_prolongs_it(visitor, ane, app):
    answer = visitor.sign_in("ane@skole.dk")
    hours = app.permanent_session_lifetime
    assert hours == dt.timedelta(hours=12)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("portal="))
    assert "Expires=" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    later = visitor.get("/me")
    assert any(c.startswith("portal=") for c in later.headers.getlist("Set-Cookie"))


def test_a_session_too_old_is_nobodys(visitor, ane, app, monkeypatch):
    visitor.sign_in("ane@skole.dk")
    monkeypatch.setitem(app.config, "PERMANENT_SESSION_LIFETIME", dt.timedelta(seconds=-1))
    assert not visitor.is_in()


def test_a_new_password_ends_every_session(visitor, visitors, ane, session):
    other = visitors()
    visitor.sign_in("ane@skole.dk")
    other.sign_in("ane@skole.dk")
    set_password(session, SYSTEM, find_user(session, "ane@skole.dk"), "et helt andet kodeord")
    session.commit()
    assert not visitor.is_in() and not other.is_in()


def test_disabling_ends_them_too_and_enabling_revives_none(visitor, ane, session):
    visitor.sign_in("ane@skole.dk")
    user = find_user(session, "ane@skole.dk")
    set_active(session, SYSTEM, user, False)
    session.commit()
    assert not visitor.is_in()
    set_active(session, SYSTEM, user, True)
    session.commit()
    assert not visitor.is_in()


def test_signing_out_leaves_nothing_and_needs_the_token(visitor, ane):
    visitor.sign_in("ane@skole.dk")
    assert visitor.client.post("/logout").status_code == 400
    assert visitor.is_in()
    assert visitor.post("/logout", {}).location == "/login"
    assert not visitor.is_in()


def test_signing_out_twice_is_no_error(visitor):
    assert visitor.client.post("/logout").location == "/login"


def test_signing_in_over_somebody_elses_session_makes_it_ones_own(visitor, ane, make):
    make.user("Bo Bak", email="bo@skole.dk", password=PASSWORD)
    visitor.sign_in("ane@skole.dk")
    visitor.sign_in("bo@skole.dk")
    assert "Bo Bak" in visitor.get("/me").text


def test_who_is_in_already_goes_on(visitor, ane):
    visitor.sign_in("ane@skole.dk")
    assert visitor.get("/login?next=/me").location == "/me"


def test_the_password_is_never_sent_back(visitor, ane):
    assert "et forkert kodeord" not in visitor.sign_in("ane@skole.dk", "et forkert kodeord").text
