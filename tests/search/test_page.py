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
