"""The addresses of the script, the page of drafts, and a form that keeps its words."""

from __future__ import annotations

import json

import pytest
from flask import get_template_attribute, request
from flask_babel import force_locale
from sqlalchemy import select

from portal.access.actors import Actor
from portal.autosave.forms import form_draft
from portal.autosave.models import Draft
from portal.autosave.services import fields_of
from portal.testing.sessions import token_of

LOAD = "a" * 32


def keep(person, token=None, **changes):
    body = {
        "user": person.id,
        "key": "sheet:1",
        "load": LOAD,
        "count": 1,
        "fields": [["title", "Canary words"]],
        "page": "/feedback?page=/",
        "title": "My title",
        **changes,
    }
    token = token if token is not None else token_of(person.page("/"))
    return person.client.post("/drafts/keep", data=json.dumps(body), headers=headers(token))


def headers(token):
    return {"X-CSRFToken": token, "Content-Type": "application/json"}


def test_words_are_kept_and_the_time_is_said(session, sign_in):
    answer = keep(sign_in())

    assert answer.status_code == 200
    assert answer.json["said"].startswith("Saved as a draft at ")
    assert fields_of(session.scalars(select(Draft)).one()) == (("title", "Canary words"),)


def test_without_a_token_a_session_or_the_right_person_nothing_is_kept(session, sign_in, client):
    person, other = sign_in(), sign_in()

    assert keep(person, token="wrong").status_code == 400
    assert keep(person, user=other.id).status_code == 403
    assert client.post("/drafts/keep", json={}).status_code in (302, 303, 400)
    assert session.scalars(select(Draft)).all() == []


@pytest.mark.parametrize(
    "changes",
    [{"key": "x"}, {"fields": "x"}, {"fields": [["a"]]}, {"load": "../x"}, {"page": 7}],
)
def test_nonsense_is_refused_in_words(sign_in, changes):
    answer = keep(sign_in(), **changes)

    assert answer.status_code == 400
    assert answer.json["said"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"\xff\xfe", b'{"user": 1}'])
def test_bodies_that_are_none(sign_in, body):
    person = sign_in()
    token = token_of(person.page("/"))
    for path in ("/drafts/keep", "/drafts/take-back"):
        answer = person.client.post(path, data=body, headers=headers(token))
        assert answer.status_code in (200, 400, 403)


def test_too_long_is_413(sign_in):
    answer = keep(sign_in(), fields=[["text", "x" * 600_000]])
    assert answer.status_code == 413
    assert "too long" in answer.json["said"]
    assert keep(sign_in(), fields=[["text", "x" * 3_000_000]]).status_code == 413


def test_the_state_names_the_person_and_a_token_that_holds(sign_in, client):
    person = sign_in()
    state = person.get("/drafts/state").json

    assert state["user"] == person.id
    assert keep(person, token=state["csrf"]).status_code == 200
    assert client.get("/drafts/state").status_code == 302


def test_the_note_and_the_page_show_ones_own_words_only(sign_in):
    ane, bo = sign_in(), sign_in("admin")
    keep(ane)
    note = ane.page("/drafts/note?key=sheet:1")

    assert "that are not saved" in note
    assert "/feedback?page=/&amp;draft=1" in note
    assert "that are not saved" not in ane.page(f"/drafts/note?key=sheet:1&load={LOAD}")
    assert "that are not saved" not in bo.page("/drafts/note?key=sheet:1")
    assert "Canary words" in ane.page("/drafts/")
    assert "My title" in ane.page("/")
    for page in ("/drafts/", "/"):
        assert "Canary" not in bo.page(page)
        assert "My title" not in bo.page(page)
    assert ane.get("/drafts/note").status_code == 200


def test_dropping_and_bringing_back(sign_in):
    ane, bo = sign_in(), sign_in()
    keep(ane)

    assert bo.post("/drafts/1/drop").status_code == 404
    assert ane.post("/drafts/1/drop", {"next": "//evil.example"}).location == "/drafts/"
    page = ane.page("/drafts/")
    assert "Everything is saved" in page
    assert "The words are dropped." in page
    assert bo.post("/drafts/1/pick-up").status_code == 404
    assert ane.post("/drafts/1/pick-up").location == "/feedback?page=/&draft=1"
    assert "Canary words" in ane.page("/drafts/")
    assert ane.post("/drafts/99999999999999999999/drop").status_code == 404


def test_a_page_of_another_host_is_not_kept(session, sign_in):
    keep(sign_in(), page="https://evil.example/")
    assert session.scalars(select(Draft.page)).all() == [""]


def test_own_data_holds_the_words_and_erasing_takes_them(session, sign_in, make):
    from portal.accounts.models import User
    from portal.autosave.feature import feature

    person = sign_in()
    keep(person)
    user = session.get(User, person.id)

    assert feature.export_user(session, user)["drafts"][0]["words"] == [["title", "Canary words"]]
    feature.erase_user(session, user)
    assert feature.export_user(session, user) == {"drafts": []}


class TestForm:
    """What a view gets for its form."""

    def actor(self, person):
        return Actor(person.id, "", frozenset(), frozenset())

    def state(self, app, session, person, path="/feedback", **sent):
        method = "POST" if sent else "GET"
        sending = app.test_request_context(path, method=method, data=sent)
        with sending, force_locale("en"):
            found = form_draft(session, self.actor(person), "sheet", 1, version=3)
            assert request.method == method
            note = get_template_attribute("portal/autosave/macros.html", "draft_note")
            attributes = get_template_attribute("portal/autosave/macros.html", "draft_attributes")
            return found, str(note(found)), str(attributes(found))

    def test_a_fresh_form_has_an_opening_of_its_own(self, app, session, sign_in):
        ane = sign_in()
        first, note, attributes = self.state(app, session, ane, "/feedback?page=%2F&draft=7")
        second, *_rest = self.state(app, session, ane)

        assert first.load != second.load
        assert "words from" not in note
        assert 'data-autosave="sheet:1"' in attributes
        assert 'data-version="3"' in attributes
        assert 'data-page="/feedback?page=%2F"' in attributes
        assert "data-chosen" not in attributes

    def test_words_that_wait_are_offered_and_chosen(self, app, session, sign_in):
        ane = sign_in()
        keep(ane, version="2")
        waiting, note, _attributes = self.state(app, session, ane)
        assert waiting.fields is None
        assert "words from" in note
        chosen, note, attributes = self.state(app, session, ane, "/feedback?draft=1")

        assert list(chosen.fields.items(multi=True)) == [("title", "Canary words")]
        assert chosen.version == "2"
        assert "words from" not in note
        assert 'data-adopts="1"' in attributes
        assert "data-chosen data-unsaved" in attributes

    def test_nobody_elses_and_no_other_forms_words_can_be_chosen(self, app, session, sign_in):
        ane, bo = sign_in(), sign_in()
        keep(ane)
        keep(bo, key="sheet:2")

        for path in ("/feedback?draft=1", "/feedback?draft=2", "/feedback?draft=x%00"):
            assert self.state(app, session, bo, path)[0].fields is None

    def test_a_form_with_errors_goes_on_with_its_opening(self, app, session, sign_in):
        ane = sign_in()
        keep(ane)
        sent = {"autosave": "sheet:1", "autosave-load": LOAD, "autosave-adopts": "4"}
        found, note, _attributes = self.state(app, session, ane, **sent)

        assert (found.load, found.adopts) == (LOAD, "4")
        assert "words from" not in note


def test_two_drafts_of_one_title_are_told_apart_by_kind_and_place(sign_in, make):
    unit = make.unit("Sygeplejerskeuddannelsen")
    person = sign_in("staff")
    fields = [["title", "Shorter meetings"], ["unit_id", str(unit.id)]]
    keep(person, key="factsheet:new", title="Shorter meetings", fields=fields)
    keep(person, key="person:1", load="b" * 32, title="Shorter meetings")
    keep(person, key="nobody.knows:1", load="c" * 32, fields=[["unit", "9" * 30]])
    for address in ("/", "/drafts/"):
        page = person.page(address)
        assert "New: Fact sheet, Sygeplejerskeuddannelsen. Typed at" in page
        assert "Person. Typed at" in page
