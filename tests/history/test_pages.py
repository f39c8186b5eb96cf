"""The pages of the history: who sees what, comparing, bringing back."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from portal.history.models import Revision
from portal.history.recording import latest_number

from .conftest import KIND


def plain_text(html):
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def sent(person, address):
    """Where one ends after a button was pressed."""
    answer = person.post(address)
    assert answer.status_code == 303
    return person.get(answer.location)


@pytest.fixture
def story(session, make, charters):
    """A charter in three versions; Ane may edit it."""
    ane = make.user("Ane Berg")
    charters.editors.add(ane.id)
    actor = make.actor_of(ane)
    charter = charters.make(actor, name="First", text="We meet on Mondays.", permissions=["a.b"])
    charters.change(actor, charter, text="We meet on Fridays.", keeper=ane.id)
    charters.change(actor, charter, name="Third", permissions=["a.b", "c.d"])
    return ane, charter


def test_the_list_names_who_and_what(sign_in, story):
    ane, charter = story
    page = sign_in(ane).page(f"/history/{KIND}/{charter.id}/")

    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")
    assert "Ane Berg" in page
    assert "Changed: Text, Keeper" in plain_text(page)
    assert "Changed: Name, May" in plain_text(page)


def test_a_comparison_marks_the_words(sign_in, story):
    ane, charter = story
    person = sign_in(ane)
    page = person.page(f"/history/{KIND}/{charter.id}/compare?to=2")

    assert re.search(r"<del>.*Mondays.*</del><ins>.*Fridays.*</ins>", page)
    assert "Third" not in page.split("<main")[1].split("<h1")[1].split("</h1>")[0]
    assert "removed:" in page
    assert "Ane Berg" in plain_text(page)
    both = plain_text(person.page(f"/history/{KIND}/{charter.id}/compare?from=3&to=1"))
    assert both == plain_text(person.page(f"/history/{KIND}/{charter.id}/compare?from=1&to=3"))
    assert "bake" in both and "c.d" in both


def test_an_older_version_comes_back_and_can_be_undone(session, sign_in, story):
    ane, charter = story
    person = sign_in(ane)
    answer = sent(person, f"/history/{KIND}/{charter.id}/1/restore?seen=3")

    assert "Version 1 is back." in answer.text
    assert "Brought back version 1" in answer.text
    assert (charter.name, charter.description) == ("First", "We meet on Mondays.")
    undo = re.search(r'action="(/history/[^"]+/3/restore\?seen=4)"', answer.text).group(1)
    person.post(undo)
    assert (charter.name, charter.description) == ("Third", "We meet on Fridays.")
    assert latest_number(session, KIND, charter.id) == 5


def test_bringing_back_over_a_newer_change_is_refused(session, sign_in, story, charters, make):
    ane, charter = story
    charters.change(make.actor(), charter, name="Fourth")
    answer = sent(sign_in(ane), f"/history/{KIND}/{charter.id}/1/restore?seen=3")

    assert "Somebody changed it meanwhile" in answer.text
    assert charter.name == "Fourth"


@pytest.mark.parametrize("name", ["refused", "broken"])
def test_rules_that_refuse_or_break_leave_everything_as_it_is(session, sign_in, story, name):
    ane, charter = story
    version = session.scalar(select(Revision).where(Revision.number == 1))
    version.data = {**version.data, "name": name}
    answer = sent(sign_in(ane), f"/history/{KIND}/{charter.id}/1/restore")

    assert answer.status_code == 200
    assert ("The name is taken." if name == "refused" else "could not be brought") in answer.text
    assert charter.name == "Third"
    assert latest_number(session, KIND, charter.id) == 3


def test_only_those_who_may_edit_or_hold_the_permission_see_it(sign_in, story):
    _ane, charter = story
    address = f"/history/{KIND}/{charter.id}"

    assert sign_in("editor").get(f"{address}/").status_code == 200
    for who in ("staff", None):
        person = sign_in(who)
        for path in ("/", "/compare"):
            assert person.get(address + path).status_code == 404
        assert person.post(f"{address}/1/restore").status_code == 404


def test_who_reads_but_may_not_edit_is_offered_nothing_and_refused(sign_in, story):
    _ane, charter = story
    editor = sign_in("editor")
    page = editor.page(f"/history/{KIND}/{charter.id}/compare?to=1")

    assert "Bring back" not in page
    assert editor.post(f"/history/{KIND}/{charter.id}/1/restore").status_code == 403


def test_what_one_may_not_see_has_no_history_either(sign_in, story, charters, make):
    ane, charter = story
    charters.change(make.actor_of(ane), charter, audience=[f"user:{ane.id}"], name="Canary")
    for who in ("editor", "admin"):
        answer = sign_in(who).get(f"/history/{KIND}/{charter.id}/")
        assert answer.status_code == 404
        assert "Canary" not in answer.text


def test_a_field_one_may_not_see_is_not_shown_nor_brought_back(session, sign_in, story, make):
    ane, charter = story
    editor = sign_in("editor")
    listing = editor.page(f"/history/{KIND}/{charter.id}/")
    change = editor.page(f"/history/{KIND}/{charter.id}/compare?to=2")

    assert "Keeper" not in listing + change
    assert "Keeper" in sign_in(ane).page(f"/history/{KIND}/{charter.id}/compare?to=2")


def test_a_keeper_one_may_not_see_is_not_named(session, sign_in, story, make, charters):
    ane, charter = story
    hidden = make.user("Canary Person", active=False)
    charters.change(make.actor_of(ane), charter, keeper=hidden.id)
    page = sign_in(ane).page(f"/history/{KIND}/{charter.id}/compare")

    assert "Canary" not in page
    assert "not shared with you" in page


@pytest.mark.parametrize(
    "path",
    [
        f"/history/{KIND}/99999999999999999999/",
        f"/history/{KIND}/0/",
        "/history/nothing/1/",
        "/history/person/1/",
        "/history/%00/1/",
    ],
)
def test_addresses_that_lead_nowhere(sign_in, story, path):
    ane, _charter = story
    assert sign_in(ane).get(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?to=99999999999999999999", 200),
        ("?to=77", 404),
        ("?from=-1&to=2", 200),
        ("?from=x&to=y", 200),
        ("?from=2&to=2", 200),
        ("?from=%00", 200),
    ],
)
def test_numbers_that_are_none(sign_in, story, query, status):
    ane, charter = story
    person = sign_in(ane)
    assert person.get(f"/history/{KIND}/{charter.id}/compare{query}").status_code == status
    assert (
        person.get(f"/history/{KIND}/{charter.id}/{query.replace('to', 'page')}").status_code == 200
    )


def test_the_list_costs_the_same_whatever_its_length(sign_in, story, charters, make, count_queries):
    ane, charter = story
    person = sign_in(ane)
    person.page(f"/history/{KIND}/{charter.id}/")
    with count_queries() as few:
        person.page(f"/history/{KIND}/{charter.id}/")
    for number in range(30):
        charters.change(make.actor(), charter, name=f"Name {number}")
    with count_queries() as many:
        page = person.page(f"/history/{KIND}/{charter.id}/")

    assert "Name" in page
    assert len(many) <= len(few) + 1
    assert "1-20 of 33" in page
    assert person.get(f"/history/{KIND}/{charter.id}/?page=2").status_code == 200


def test_every_text_is_escaped(sign_in, story, charters, make):
    ane, charter = story
    charters.change(make.actor_of(ane), charter, name="<script>x</script>", text="<b>y</b> *z*")
    person = sign_in(ane)

    for path in ("/", "/compare", "/compare?from=1&to=4"):
        page = person.page(f"/history/{KIND}/{charter.id}{path}")
        assert "<script>x" not in page
