"""The page of notices, the bell, and following."""

import re

import pytest

from portal.access.deciding import set_audience
from portal.accounts.models import User
from portal.notices import services
from portal.runtime import portal

pytestmark = pytest.mark.usefixtures("topics")


@pytest.fixture
def tell(session, make):
    def run(users, about, question="Why?", topic="test.asked", by="Ane Holm"):
        who = make.user(by)
        services.notify(
            session,
            make.actor_of(who),
            topic,
            [user.id for user in users],
            "person",
            about.id,
            question=question,
        )
        session.commit()

    return run


def test_an_empty_page_says_what_belongs_there(sign_in):
    page = sign_in("staff").page("/me/notices")
    assert "Nothing yet" in page and "How you are told" in page


def test_the_bell_counts_and_leads_to_the_page(sign_in, make, tell):
    person = sign_in("staff")
    assert "Notices, nothing new" in person.page("/")
    tell([person], make.user(), "One?")
    tell([person], make.user(), "Two?")
    page = person.page("/")
    assert "2 new notices" in page and 'href="/me/notices"' in page


def test_unread_first_marking_and_opening(sign_in, make, tell):
    person, about = sign_in("staff"), make.user("Dorte Dam")
    for question in ("One?", "Two?", "Three?"):
        tell([person], about, question)
    page = person.page("/me/notices")
    assert page.index("Three?") < page.index("Two?") < page.index("One?")
    assert "Dorte Dam" in page and "3 you have not read" in page
    (newest, *_rest) = re.findall(r'name="notice" value="(\d+)"', page)
    person.post("/me/notices/read", {"notice": newest})
    page = person.page("/me/notices")
    assert page.index("Two?") < page.index("One?") < page.index("Three?")
    opened = re.search(r"/me/notices/(\d+)", page).group(0)
    response = person.get(opened)
    assert response.status_code == 303 and response.location == f"/people/{about.id}"
    assert "1 you have not read" in person.page("/me/notices")
    person.post("/me/notices/read")
    assert "You have read it all" in person.page("/me/notices")


def test_one_cannot_read_or_mark_the_notices_of_others(sign_in, make, tell, session):
    person, other = sign_in("staff"), sign_in("staff")
    tell([person], make.user())
    number = re.search(r"/me/notices/(\d+)", person.page("/me/notices")).group(1)
    assert other.get(f"/me/notices/{number}").status_code == 404
    other.post("/me/notices/read", {"notice": number})
    other.post("/me/notices/read")
    assert "1 you have not read" in person.page("/me/notices")


def test_what_one_may_no_longer_see_is_not_shown(sign_in, make, tell, session):
    person, about = sign_in("staff"), make.user("Dorte Dam")
    tell([person], about, "Kanarie?")
    address = re.search(r"/me/notices/\d+", person.page("/me/notices")).group(0)
    set_audience(session, "person", about.id, set())
    page = person.page("/me/notices")
    assert "Kanarie" not in page and "Dorte Dam" not in page and "not read" not in page
    assert person.get(address).status_code == 404
    assert "Notices, nothing new" in person.page("/")


def test_what_was_deleted_is_a_tombstone_without_a_word(sign_in, make, tell, session):
    person, about = sign_in("staff"), make.user("Dorte Dam")
    tell([person], about, "Kanarie?")
    portal().changes.deleted(session, "person", about.id)
    session.delete(session.get(User, about.id))
    page = person.page("/me/notices")
    assert "has been deleted since" in page
    assert "Kanarie" not in page and "Dorte Dam" not in page
    assert "Notices, nothing new" in page


def test_choosing_how(sign_in, make, tell):
    person = sign_in("staff")
    page = person.page("/me/notices")
    assert re.search(r'name="way:test.asked".*?value="mail" selected', page, re.S)
    person.post("/me/notices/ways", {"way:test.asked": "none", "way:not.there": "mail"})
    assert re.search(
        r'name="way:test.asked".*?value="none" selected', person.page("/me/notices"), re.S
    )
    tell([person], make.user())
    assert "Notices, nothing new" in person.page("/")


@pytest.mark.parametrize("value", ["pigeon", "", "x" * 10_000, "\x00"])
def test_ways_that_are_none(sign_in, value):
    person = sign_in("staff")
    assert person.post("/me/notices/ways", {"way:test.asked": value}).status_code == 303
    assert "Choose one of the ways" in person.page("/me/notices")


def test_following_a_page_and_letting_go(sign_in, make, session):
    person, about = sign_in("staff"), make.user("Dorte Dam")
    response = person.post(f"/follow/person/{about.id}", {"next": f"/people/{about.id}"})
    assert response.location == f"/people/{about.id}"
    assert "Dorte Dam" in person.page("/me/notices")
    set_audience(session, "person", about.id, set())
    assert "Dorte Dam" not in person.page("/me/notices")
    assert person.post(f"/follow/person/{about.id}").status_code == 404
    assert person.post(f"/unfollow/person/{about.id}").status_code == 303


def test_following_a_tag(sign_in):
    person = sign_in("staff")
    person.post("/follow/tag", {"tag": " Trivsel "})
    page = person.page("/me/notices")
    assert "trivsel" in page and "Stop following trivsel" in page
    person.post("/unfollow/tag", {"tag": "TRIVSEL"})
    assert "Stop following" not in person.page("/me/notices")


@pytest.mark.parametrize("tag", ["", "  ", "\x00", "x" * 81])
def test_tags_that_are_none(sign_in, tag):
    person = sign_in("staff")
    assert person.post("/follow/tag", {"tag": tag}).status_code == 303
    assert "Stop following" not in person.page("/me/notices")


@pytest.mark.parametrize(
    "address", ["/follow/nothing/1", "/follow/person/999999", "/follow/person/0", "/follow/tag/1"]
)
def test_things_that_are_not_there(sign_in, address):
    assert sign_in("staff").post(address).status_code == 404


@pytest.mark.parametrize("number", ["x", "-1", "99999999999999999999", "1.5", "\x00"])
def test_notices_that_are_none(sign_in, number, make, tell):
    person = sign_in("staff")
    tell([person], make.user())
    assert person.post("/me/notices/read", {"notice": number}).status_code == 303
    assert person.get(f"/me/notices?page={number}").status_code == 200
    assert "1 you have not read" in person.page("/me/notices")


def test_the_buttons(app, sign_in, make):
    from flask import render_template_string
    from flask_login import login_user

    source = (
        "{% from 'portal/notices/_follow.html' import follow_button, follow_tag_button %}"
        "{{ follow_button('person', 7) }}{{ follow_tag_button('Trivsel') }}"
    )
    user = make.user()
    with app.test_request_context("/people/7"):
        login_user(user)
        html = render_template_string(source)
        assert 'action="/follow/person/7"' in html and 'value="/people/7"' in html
        from portal.database import db
        from portal.notices import following

        following.follow(db.session, make.actor_of(user), "person", 7)
        following.follow_tag(db.session, make.actor_of(user), "trivsel")
        html = render_template_string(source)
        assert 'action="/unfollow/person/7"' in html and 'action="/unfollow/tag"' in html


def test_the_page_takes_as_many_queries_for_fifteen_notices_as_for_one(
    sign_in, make, tell, count_queries
):
    person = sign_in("staff")
    tell([person], make.user())
    person.page("/me/notices")
    with count_queries() as few:
        person.page("/me/notices")
    for _ in range(14):
        tell([person], make.user())
    with count_queries() as many:
        person.page("/me/notices")
    assert len(many) <= len(few) + 1  # which plugins are on is asked now and then
