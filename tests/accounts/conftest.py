"""A browser that signs in through the page, and a clock that can be turned."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.test import TestResponse

from portal.testing.sessions import token_of

PASSWORD = "et langt kodeord"
WRONG = "The address and the password do not belong together."


class Visitor:
    """A browser that is nobody's yet."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.client.set_cookie("portal_language", "en")

    def get(self, address: str, **arguments: Any) -> TestResponse:
        """Opens a page."""
        return self.client.get(address, **arguments)

    def post(self, address: str, data: dict[str, Any], **arguments: Any) -> TestResponse:
        """Sends a form with the token of this browser's session."""
        token = token_of(self.client.get("/forgot/sent").text)
        return self.client.post(address, data={**data, "csrf_token": token}, **arguments)

    def sign_in(self, email: str, password: str = PASSWORD, next: str = "") -> TestResponse:
        """Fills in the sign-in page."""
        address = "/login" + (f"?next={next}" if next else "")
        return self.post(address, {"email": email, "password": password})

    def is_in(self) -> bool:
        """Whether the browser is signed in."""
        return self.client.get("/me").status_code == 200


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser that is not signed in."""
    return Visitor(app)


@pytest.fixture
def visitors(app: Flask) -> Callable[[], Visitor]:
    """More of them."""
    return lambda: Visitor(app)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing that costs next to nothing; the rules around it are what is tested."""
    from argon2 import PasswordHasher

    from portal.accounts import passwords

    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    monkeypatch.setattr(passwords, "_NOBODY", passwords.hash_password("of nobody"))


@pytest.fixture(autouse=True)
def english(app: Flask) -> Iterator[None]:
    """Sentences as the code says them, whatever the catalogue holds by now."""
    with force_locale("en"):
        yield


class Clock:
    """The time that the accounts see."""

    def __init__(self) -> None:
        self.at = dt.datetime.now(dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.at

    def forward(self, **duration: float) -> None:
        """Lets time pass."""
        self.at += dt.timedelta(**duration)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands still until it is turned."""
    turned = Clock()
    for module in ("throttle", "links", "own_data"):
        monkeypatch.setattr(f"portal.accounts.{module}.now", turned)
    return turned


@pytest.fixture
def hashes(cheap: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was hashed to be compared, in order."""
    from portal.accounts import passwords

    seen: list[str] = []
    real = passwords._hasher

    class Counting:
        def verify(self, stored: str, password: bytes) -> bool:
            seen.append(password.decode())
            return real.verify(stored, password)

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    return seen


@pytest.fixture
def new_mail(mails: Callable[[], list[str]]) -> Callable[[], str]:
    """The one mail that came since the last call: several of one moment have no order."""
    seen: list[str] = []

    def read() -> str:
        come = [mail for mail in mails() if mail not in seen]
        seen.extend(come)
        assert len(come) == 1, come
        return come[0]

    return read


@pytest.fixture
def link_in() -> Callable[[str], str]:
    """The path of the link in a mail."""

    def find(mail: str) -> str:
        found = re.search(r"https?://[^/\s]+(/\S+)", mail)
        assert found, mail
        return found.group(1)

    return find


@pytest.fixture
def register(make: Any, session: Any) -> Callable[..., Any]:
    """`register('helper', 'accounts.manage')`: a role with these permissions and an actor with
    the role; `register(..., user=True)` gives the person."""
    from portal.access.models import Role, RolePermission

    def add(key: str, *permissions: str, user: bool = False) -> Any:
        role = Role(key=key, name=key.capitalize())
        role.permissions = [RolePermission(permission=name) for name in permissions]
        session.add(role)
        session.commit()
        person = make.user(roles=[key])
        return person if user else make.actor_of(person)

    return add
