"""What was typed when the session had ended: it comes along through the sign-in, and one click
sends it. Nothing of it is stored; the browser carries it, sealed.

Only for forms of our own pages: a stranger's page must not have a form sent in somebody's name,
and so the browser has to say where it comes from, and the person has to press the button.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from flask import current_app, render_template, request
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer

from portal.web.safe_redirect import is_local

MAX_CHARACTERS = 1_000_000
MAX_AGE_SECONDS = 24 * 3600
#: Never carried along; the names passwords have in our own forms.
NOT_KEPT = {"csrf_token", "password", "present"}


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields of a form and where they were going."""

    to: str
    fields: tuple[tuple[str, str], ...]


def page_of_form() -> str | None:
    """The page of ours that the request's form stood on, as far as the browser says."""
    referrer = _parts(request.referrer)
    page = referrer.path + (f"?{referrer.query}" if referrer.query else "")
    return page if referrer.netloc == request.host and is_local(page) else None


def worth_keeping() -> bool:
    """Whether this request is a form from one of our pages with something in it."""
    if request.files or not _from_our_page():
        return False
    return 0 < sum(len(value) for _name, value in _fields()) <= MAX_CHARACTERS


def seal(to: str) -> str:
    """The form of this request on its way to `to`, for a hidden field; '' if it may not be kept."""
    if not worth_keeping() or not is_local(to):
        return ""
    return _serializer().dumps({"to": to, "fields": list(_fields())})


def unseal(text: str | None) -> Kept | None:
    """What `seal` made, if it is whole and not too old."""
    try:
        found = _serializer().loads(text or "", max_age=MAX_AGE_SECONDS)
        return Kept(found["to"], tuple((name, value) for name, value in found["fields"]))
    except (BadData, KeyError, TypeError, ValueError):
        return None


def again() -> str | None:
    """A page that offers to send this request's form once more, with a token that holds: its own
    was of a session before this one. None where it is not ours to offer."""
    if not current_user.is_authenticated or request.method != "POST" or not worth_keeping():
        return None
    kept = Kept(request.full_path.rstrip("?"), tuple(_fields()))
    return offer(kept, page_of_form())


def offer(kept: Kept, page: str | None) -> str:
    """The page with the button."""
    back = page if is_local(page) else None
    return render_template("portal/accounts/resume.html", kept=kept, back=back)


def _fields() -> Iterable[tuple[str, str]]:
    for name, value in request.form.items(multi=True):
        if name not in NOT_KEPT:
            yield name, value


def _from_our_page() -> bool:
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    return _parts(request.headers.get("Origin")).netloc == request.host


def _parts(address: str | None) -> SplitResult:
    """An address of which the browser, or whoever poses as one, says anything at all."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return urlsplit("")


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="accounts.resume")
