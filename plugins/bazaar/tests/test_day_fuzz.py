"""Whatever is sent to the pages of attendance and of the day, none of them breaks."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from portal.api import now

pytestmark = pytest.mark.slow

NASTY = (
    "",
    "\x00",
    "-1",
    "99999999999999999999",
    "=2+5",
    "x" * 5000,
    "'\"><script>",
    "2026-13-45",
    "9999-12-31",
    "0001-01-01",
    "²",
    "\U0001f600",
)
FIELDS = [
    "units",
    "text",
    "answer_by",
    "answer",
    "leaders",
    "teachers",
    "others",
    "asks",
    "reason",
    "seen",
    "delegate",
    "education",
    "function",
    "stands",
    "shares_name",
    "user",
    "name",
    "email",
    "organisation",
    "language",
    "on",
    "wave",
    "guest_months",
    "q",
    "number",
    "second",
    "next",
    "badge",
    "code",
]


@pytest.fixture
def rules(app: Any, bazaar: Any, education: Any, visitor: Any, make: Any, sign_in: Any) -> Any:
    """Every address of the two areas with ids that are there, and its organiser."""
    organiser = make.user()
    fair = bazaar(organisers=[organiser])
    invited = education(fair)
    one = visitor(fair, name="Bo Guest", email="bo@guest.example", education=invited)
    values: dict[str, Any] = {
        "bazaar_id": fair.id,
        "education_id": invited.id,
        "visitor_id": one.id,
        "device_id": 1,
        "kind": "csv",
        "what": "yes",
        "date": "nonsense",
        "token": "x" * 20,
        "secret": "y" * 43,
    }
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith(("bazaar_attendance.", "bazaar_day.")):
                address = rule.build({name: values[name] for name in rule.arguments})[1]
                found.append((address, "POST" in (rule.methods or ())))
    assert len(found) > 45
    return found, sign_in(organiser)


def test_no_form_breaks_whatever_is_sent(rules: Any, app: Any) -> None:
    found, person = rules
    for (address, posts), nasty in product(found, NASTY):
        if posts:
            data = dict.fromkeys(FIELDS, nasty)
            answer = person.client.post(
                address, data={**data, "csrf_token": _token(person)}, base_url="http://localhost"
            )
            assert answer.status_code < 500, (address, nasty[:20])


def test_no_address_breaks_whatever_is_asked(rules: Any) -> None:
    found, person = rules
    names = ("q", "show", "as", "state", "sort", "page", "education", "badge", "next")
    for (address, posts), nasty in product(found, NASTY):
        if not posts or address.endswith(("/new", "/remind", "/invite", "/codes", "/register")):
            answer = person.client.get(address, query_string=dict.fromkeys(names, nasty))
            assert answer.status_code < 500, (address, nasty[:20])


_tokens: dict[int, str] = {}


def _token(person: Any) -> str:
    from portal.testing.sessions import token_of

    if id(person) not in _tokens:
        _tokens[id(person)] = token_of(person.client.get("/").text)
    return _tokens[id(person)]


def test_a_day_that_is_long_over_is_closed(app: Any, bazaar: Any, visitor: Any) -> None:
    import datetime as dt

    fair = bazaar(starts_at=now() - dt.timedelta(days=40), status="held")
    visitor(fair, name="Bo Guest")
    client = app.test_client()
    assert client.get(f"/bazaar/{fair.id}/in").status_code == 404
    assert client.get(f"/bazaar/{fair.id}/door").status_code == 404
