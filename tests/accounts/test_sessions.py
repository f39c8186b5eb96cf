"""Sessions: what is sent when, and that signing out is the end, also for copies of the cookie."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from portal.accounts.models import EndedSession
from portal.web import sessions

from .conftest import PASSWORD, Visitor


@pytest.fixture
def ane(make):
    return make.user("Ane Holm", email="ane@skole.dk", password=PASSWORD)


@pytest.fixture
def inside(visitor, ane):
    visitor.sign_in("ane@skole.dk")
    visitor.get("/")
    return visitor


def cookie(visitor):
    return visitor.client.get_cookie("portal").value


@pytest.mark.parametrize("address", ["/me", "/static/icons/favicon.svg"])
def test_a_young_session_is_not_sent_again(inside, address):
    with inside.get(address) as answer:
        assert "Set-Cookie" not in answer.headers


def test_an_old_one_is_prolonged(inside, monkeypatch):
    monkeypatch.setattr(sessions, "PROLONG_AFTER", dt.timedelta(seconds=-1))
    assert "portal=" in inside.get("/me").headers["Set-Cookie"]


def test_a_copy_of_the_cookie_ends_with_the_session(app, inside, session):
    copied = cookie(inside)
    thief = Visitor(app)
    thief.client.set_cookie("portal", copied)
    assert thief.is_in()

    inside.post("/logout", {})

    assert not inside.is_in()
    thief.client.set_cookie("portal", copied)
    assert not thief.is_in()
    assert session.scalar(select(func.count()).select_from(EndedSession)) == 1


def test_other_sessions_of_the_person_go_on(app, inside):
    other = Visitor(app)
    other.sign_in("ane@skole.dk")
    inside.post("/logout", {})
    assert other.is_in()


def test_signing_out_twice_with_one_cookie(inside):
    copied = cookie(inside)
    inside.post("/logout", {})
    inside.client.set_cookie("portal", copied)
    assert inside.post("/logout", {}).status_code == 303


def test_what_is_kept_of_ended_sessions_goes_when_their_cookies_are_dead(inside, session):
    inside.post("/logout", {})
    kept = session.scalars(select(EndedSession)).one()
    sessions.forget_ended(session)
    assert session.scalar(select(func.count()).select_from(EndedSession)) == 1
    kept.until -= dt.timedelta(days=400)
    session.commit()
    sessions.forget_ended(session)
    assert session.scalar(select(func.count()).select_from(EndedSession)) == 0
