"""The search page, with people as the only kind the core brings."""

import json

import pytest


@pytest.fixture
def colleagues(make, work):
    school = make.unit("Skovbakkeskolen")
    make.user("Ane Skovlund", units=[school])
    make.user("Bo Skovgaard", units=[make.unit("Indskolingen", school)])
    make.user("Carl Petersen", units=[make.unit("Administrationen")])
    work()
    return school


def test_a_person_is_found_by_name_and_the_word_is_marked(colleagues, sign_in):
    html = sign_in().page("/search?q=skovlund")
    assert "Ane <mark>Skovlund</mark>" in html
    assert "1 result" in html
    assert "Carl Petersen" not in html


def test_a_unit_filter_takes_in_the_units_below(colleagues, sign_in):
    html = sign_in().page(f"/search?unit={colleagues.id}")
    assert "Ane Skovlund" in html
    assert "Bo Skovgaard" in html
    assert "Carl Petersen" not in html


def test_nothing_found_offers_a_way_on(colleagues, sign_in):
    html = sign_in().page("/search?q=xyzzyqwerty&kind=person")
    assert "Nothing found" in html
    assert "Search without filters" in html


def test_without_a_query_the_page_says_what_one_can_write(sign_in):
    assert "after:2025" in sign_in().page("/search")


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=%22",
        "/search?q=-",
        "/search?q=AND+OR+NOT",
        "/search?q=" + "a" * 5000,
        "/search?q=skov&page=99999999999999999999",
        "/search?q=skov&page=-1",
        "/search?q=skov&page=2",
        "/search?q=skov&unit=abc&unit=99999999999999999999",
        "/search?q=skov&sort=nonsense",
        "/search?q=%00",
        "/search?q=%F0%9F%92%A9+***+%28",
        "/search?kind=nosuch",
        "/search?q=unit%3A",
        "/search?q=after%3A9999-99-99",
    ],
)
def test_no_address_breaks_the_page(colleagues, sign_in, address):
    sign_in().page(address)


def test_suggestions_complete_a_name(colleagues, sign_in):
    found = json.loads(sign_in().page("/search/suggest?q=skov"))
    assert {one["title"] for one in found} == {"Ane Skovlund", "Bo Skovgaard"}
    assert all(one["url"].startswith("/people/") for one in found)


def test_a_disabled_colleague_is_gone_at_once_while_the_worker_sleeps(colleagues, sign_in, session):
    from portal.access.actors import SYSTEM
    from portal.accounts.models import User
    from portal.accounts.services import set_active

    person = sign_in()
    user = session.query(User).filter_by(name="Ane Skovlund").one()
    set_active(session, SYSTEM, user, False)
    session.commit()
    html = person.page("/search?q=skovlund")
    assert "Ane <mark>" not in html
    assert "0 results" in html
    assert json.loads(person.page("/search/suggest?q=skovlund")) == []


def test_strangers_are_sent_to_sign_in(client):
    assert client.get("/search?q=skov").status_code == 302
    assert client.get("/search/suggest?q=skov").status_code == 302


def test_nothing_found_says_what_can_be_left_out_and_how_much_there_is_then(colleagues, sign_in):
    person = sign_in()
    html = person.page(f"/search?q=petersen&unit={colleagues.id}&kind=person")
    assert "Nothing found" in html
    assert "1 result without Skovbakkeskolen" in html
    assert "without People" not in html  # that alone would find nothing
    html = person.page("/search?q=skovlund+petersen+-ane+-carl")
    assert "1 result without -ane" in html
    assert "1 result without -carl" in html
    html = person.page("/search?q=%22skovlund+ane%22")
    assert "1 result without" in html
    assert "/search?q=skovlund+ane" in html


def test_what_can_be_left_out_counts_only_what_one_may_see(colleagues, sign_in, session, work):
    from portal.access.actors import SYSTEM
    from portal.accounts.models import User
    from portal.accounts.services import set_active

    set_active(session, SYSTEM, session.query(User).filter_by(name="Carl Petersen").one(), False)
    session.commit()
    html = sign_in().page(f"/search?q=petersen&unit={colleagues.id}")
    assert "without Skovbakkeskolen" not in html


def test_a_screen_reader_hears_the_number_first(colleagues, sign_in):
    html = sign_in().page("/search?q=skov")
    assert "<title>2 results: skov" in html
    assert 'role="status">2 results' in html


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_example_of_the_help_does_what_it_says(colleagues, sign_in, client, language, app):
    import html as entities
    import re

    from flask_babel import force_locale

    from portal.search.engine.query import parse

    with app.test_request_context(), force_locale(language):
        from flask import render_template

        shown = render_template("portal/search/_help.html")
    examples = [entities.unescape(one) for one in re.findall("<code>(.*?)</code>", shown)]
    queries = [parse(one) for one in examples]
    assert len(examples) == 12
    assert any(term.phrase for query in queries for term in query.terms)
    assert sum(len(query.terms) == 2 and query.terms[0].required for query in queries) == 2
    assert any(query.excluded for query in queries)
    assert {name for query in queries for name in query.fields} >= {"kind", "unit", "tag"}
    assert any(query.fields.get("programme") for query in queries)
    assert any(query.excluded_fields for query in queries)
    assert any(query.after for query in queries)
    assert any(query.before for query in queries)
    person = sign_in()
    for example in examples:
        person.client.get("/search", query_string={"q": example})
