"""Nonsense sent to every address of the accounts: an answer, never a trace."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from portal.testing.sessions import token_of

NASTY = [
    "",
    "\x00",
    " \t\n ",
    "99999999999999999999",
    "-1",
    "x" * 5000,
    "æøå 🐎 \u202e",
    "<script>alert(1)</script>",
    "'; DROP TABLE portal_user; --",
    "{}",
    "%s%n%(name)s",
]
FIELDS = [
    "email", "password", "present", "name", "title", "phone", "language", "theme", "roles",
    "people", "unit", "function", "seen", "kept", "next", "send",
]  # fmt: skip
STRAIGHT = {"Origin": "http://localhost"}


def addresses(app: Flask) -> list[str]:
    found = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("accounts."):
            values = {"user_id": 1, "secret": "nonsense", "form": "csv"}
            wanted = {key: values[key] for key in rule.arguments}
            found.add(app.url_map.bind("").build(rule.endpoint, wanted))
    assert len(found) > 15
    return sorted(found)


@pytest.fixture
def admin(sign_in, make):
    make.user(roles=["admin"])
    return sign_in("admin")


@pytest.mark.parametrize("nasty", NASTY)
def test_in_forms(app, admin, visitor, nasty):
    data = dict.fromkeys(FIELDS, nasty)
    for address in addresses(app):
        for browser in (admin, visitor):
            answer = browser.post(address, data, headers=STRAIGHT)
            assert answer.status_code < 500, (address, nasty)
            assert "<script>alert" not in answer.text


@pytest.mark.parametrize("nasty", NASTY)
def test_in_addresses(app, admin, visitor, nasty):
    for address in addresses(app):
        for browser in (admin, visitor):
            answer = browser.get(address, query_string=dict.fromkeys(FIELDS, nasty))
            assert answer.status_code < 500, (address, nasty)
            assert "<script>alert" not in answer.text


def test_lists_and_files_where_words_belong(app, admin):
    for address in addresses(app):
        lists = {field: ["a", "b"] for field in FIELDS}
        files = {field: (io.BytesIO(b"\xff\x00"), "x.txt") for field in FIELDS}
        for data in (lists, files):
            assert admin.post(address, data).status_code < 500, address


def test_methods_that_are_not_there(app, admin):
    for address in addresses(app):
        for method in ("put", "delete", "patch"):
            assert getattr(admin.client, method)(address).status_code in (400, 405), address


@pytest.mark.parametrize("body", ["[1]", '{"name": 5, "email": ["x"]}', "null", "nonsense", "5"])
def test_json_where_a_form_belongs(app, admin, body):
    headers = {"X-CSRFToken": token_of(admin.page("/"))}
    for address in addresses(app):
        answer = admin.client.post(
            address, data=body, content_type="application/json", headers=headers
        )
        assert answer.status_code < 500, address
