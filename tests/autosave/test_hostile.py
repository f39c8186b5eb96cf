"""JSON that no script of ours would send."""

import pytest


@pytest.mark.parametrize("address", ["/drafts/keep", "/drafts/take-back"])
@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"key":"a:\\ud800","load":"c"}', "{", "null", "[]", '{"key":3,"load":[]}'],
)
def test_it_is_answered_and_costs_nothing(sign_in, address, body):
    person = sign_in()
    person.page("/")
    from portal.testing.sessions import token_of

    token = token_of(person.page("/"))
    answer = person.client.post(
        address, data=body, headers={"X-CSRFToken": token}, content_type="application/json"
    )
    assert answer.status_code < 500
