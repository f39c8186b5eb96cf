"""A form whose session had ended: nothing typed is lost, and no stranger can use it."""

from __future__ import annotations

import html
import re

import pytest

from portal.accounts.resume import unseal
from portal.accounts.services import find_user

from .conftest import PASSWORD

OURS = {"Origin": "http://localhost", "Referer": "http://localhost/me/settings"}
PROFILE = {"name": "Ane Bak", "title": "Lektor", "phone": "", "language": "en", "theme": "auto"}


@pytest.fixture
def ane(make):
    return make.user("Ane Holm", email="ane@skole.dk", password=PASSWORD)


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(found.group(1)) if found else ""


def send_when_signed_out(visitor, headers=OURS, data=PROFILE):
    """The form goes where the door is closed, and on to the sign-in as browsers do with 307."""
    first = visitor.client.post("/me/settings", data={**data, "csrf_token": "x"}, headers=headers)
    if first.status_code != 307:
        return first
    return visitor.client.post(first.location, data={**data, "csrf_token": "x"}, headers=headers)


def test_it_comes_along_through_the_sign_in_and_one_click_sends_it(visitor, ane, session):
    page = send_when_signed_out(visitor).text
    assert "send what you wrote" in page
    form = {"email": "ane@skole.dk", "password": "forkert", "kept": hidden(page, "kept")}
    page = visitor.post("/login?next=/me/settings", form).text
    assert "do not belong together" in page and hidden(page, "kept") == form["kept"]
    form["password"] = PASSWORD
    page = visitor.post("/login?next=/me/settings", form).text
    assert 'action="/me/settings"' in page and hidden(page, "title") == "Lektor"
    assert find_user(session, "ane@skole.dk").name == "Ane Holm", "nothing before the click"
    sent = {**PROFILE, "csrf_token": hidden(page, "csrf_token")}
    assert visitor.client.post("/me/settings", data=sent).status_code == 303
    assert find_user(session, "ane@skole.dk").name == "Ane Bak"


def test_a_password_is_never_carried(visitor):
    data = {"present": "hemmeligt kodeord", "password": "et nyt kodeord", "name": "x"}
    kept = unseal(hidden(send_when_signed_out(visitor, data=data).text, "kept"))
    assert kept is not None and kept.fields == (("name", "x"),)


def test_a_button_alone_leads_back_to_its_page(visitor, ane):
    answer = visitor.client.post("/me/sessions", data={"csrf_token": "x"}, headers=OURS)
    assert (answer.status_code, answer.location) == (302, "/login?next=/me/settings")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[", "Referer": "http://[::1"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Referer": "http://localhost/me"},
    ],
)
def test_a_strangers_form_is_not_kept(visitor, headers):
    answer = send_when_signed_out(visitor, headers)
    assert answer.status_code == 302
    direct = visitor.client.post("/login?send=/me/settings", data=PROFILE, headers=headers)
    assert hidden(direct.text, "kept") == ""


def test_the_seal_cannot_be_forged(visitor, ane):
    form = {"email": "ane@skole.dk", "password": PASSWORD, "kept": "eyJ0byI6Ii8ifQ.forged"}
    assert visitor.post("/login", form).location == "/"


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", ""])
def test_it_is_sent_nowhere_else(visitor, to):
    answer = visitor.client.post(f"/login?send={to}", data=PROFILE, headers=OURS)
    assert answer.status_code == 200 and hidden(answer.text, "kept") == ""


def test_signed_in_again_in_another_tab_it_is_offered_once_more(visitor, ane, session):
    visitor.sign_in("ane@skole.dk")
    stale = {**PROFILE, "csrf_token": "of the session before"}
    answer = visitor.client.post("/me/settings", data=stale, headers=OURS)
    assert answer.status_code == 400, "nothing is done by it"
    assert find_user(session, "ane@skole.dk").name == "Ane Holm"
    sent = {**PROFILE, "csrf_token": hidden(answer.text, "csrf_token")}
    assert visitor.client.post("/me/settings", data=sent).status_code == 303


def test_a_strangers_form_is_not_offered(visitor, ane):
    visitor.sign_in("ane@skole.dk")
    evil = {"Origin": "https://evil.example"}
    answer = visitor.client.post("/me/settings", data=PROFILE, headers=evil)
    assert answer.status_code == 400
    assert "Send it now" not in answer.text and "Lektor" not in answer.text


def test_a_page_that_is_only_read_leads_back_to_itself(visitor):
    assert visitor.get("/search?q=hest").location == "/login?next=/search?q%3Dhest"
