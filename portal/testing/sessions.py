"""A signed-in browser for tests."""

from __future__ import annotations

from contextvars import Context
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts.models import User
from portal.database import db


class PortalClient(FlaskClient):
    """A browser that first ends the test's own transaction, as if it were another process: an
    open one would hold the lock of the database and see none of the request's changes."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Commits what the test has pending, then makes the request."""
        db.session.commit()
        try:
            # In the test's own context the request would share its session, its `g` and with
            # that the actor of whoever made a request before.
            return Context().run(super().open, *args, **kwargs)
        finally:
            db.session.expire_all()


class Person:
    """A test client that is signed in as `user` and sends the CSRF token with every form."""

    def __init__(self, app: Flask, user: User) -> None:
        self.id, self.email, self.name = user.id, user.email, user.name
        self.client = app.test_client()
        session_id = user.get_id()
        with self.client.session_transaction() as session:
            # What flask_login.login_user would have left there.
            session["_user_id"] = session_id
            session["_fresh"] = True

    def get(self, address: str, **arguments: Any) -> TestResponse:
        """Opens a page."""
        return self.client.get(address, **arguments)

    def page(self, address: str, status: int = 200) -> str:
        """The text of a page that must answer with `status`."""
        response = self.client.get(address)
        assert response.status_code == status, (address, response.status_code, response.text[:400])
        return response.text

    def post(
        self, address: str, data: dict[str, Any] | None = None, **arguments: Any
    ) -> TestResponse:
        """Sends a form, with a valid token."""
        token = token_of(self.client.get("/").text)
        return self.client.post(address, data={**(data or {}), "csrf_token": token}, **arguments)


def token_of(html: str) -> str:
    """The CSRF token of a page."""
    finder = _TokenFinder()
    finder.feed(html)
    return finder.token


class _TokenFinder(HTMLParser):
    token = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "meta" and found.get("name") == "csrf-token":
            self.token = found.get("content") or ""
