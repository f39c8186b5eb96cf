"""Synonyms, names after kind: and the like, and what was searched in vain."""

import datetime as dt
import io

import pytest

from portal.errors import PortalError
from portal.search import misses, synonyms
from portal.search.models import SearchMiss, SearchMissMark, SearchMissSalt, SynonymSet


@pytest.fixture
def carpenter(make, work):
    unit = make.unit("Tømrerskolen")
    make.user("Ane Skovlund", units=[unit])
    make.user("Bo Tømrer")
    work()
    return unit


def test_words_of_a_set_find_each_other(carpenter, session, sign_in):
    person = sign_in()
    assert "Bo <mark>" not in person.page("/search?q=snedkermester")
    synonyms.save(session, ["tømrer", "snedkermester"])
    session.commit()
    html = person.page("/search?q=snedkermester")
    assert "Bo Tømrer" in html.replace("<mark>", "").replace("</mark>", "")


def test_a_synonym_does_not_reveal_what_one_may_not_see(carpenter, session, make, work, sign_in):
    from portal.access.actors import SYSTEM
    from portal.accounts.models import User
    from portal.accounts.services import set_active

    hidden = session.query(User).filter_by(name="Bo Tømrer").one()
    set_active(session, SYSTEM, hidden, False)
    synonyms.save(session, ["tømrer", "snedkermester"])
    session.commit()
    work()
    html = sign_in().page("/search?q=snedkermester")
    assert "Tømrer<" not in html
    assert "0 results" in html or "Ane Skovlund" in html


@pytest.mark.parametrize(
    "words", [[], ["one"], ["one", " ONE "], ["a", "x" * 81], ["a", "--"], list("abcdefghijklm")]
)
def test_what_will_not_do_is_refused(session, app, words):
    with app.test_request_context(), pytest.raises(PortalError):
        synonyms.save(session, words)


def test_the_same_words_stand_there_once(session, app):
    with app.test_request_context():
        synonyms.save(session, ["alfa", "beta"])
        with pytest.raises(PortalError):
            synonyms.save(session, ["Beta", "alfa"])


def test_an_editor_adds_changes_and_deletes(session, sign_in):
    editor = sign_in("editor")
    editor.post("/search/words/new", {"words": "alfa\nbeta"})
    one = next(one for one in session.query(SynonymSet) if "alfa" in one.words)
    assert one.words == ["alfa", "beta"]
    editor.post(f"/search/words/{one.id}", {"words": "alfa\nbeta\ngamma"})
    session.refresh(one)
    assert one.words == ["alfa", "beta", "gamma"]
    assert "alfa, beta, gamma" in editor.page("/search/words")
    editor.post(f"/search/words/{one.id}/delete", {})
    session.expire_all()
    assert not any("alfa" in one.words for one in session.query(SynonymSet))


def test_what_was_typed_is_not_lost(sign_in):
    answer = sign_in("editor").post("/search/words/new", {"words": "only-one"})
    html = answer if isinstance(answer, str) else answer.text
    assert "only-one" in html
    assert "Write at least two words" in html


def test_only_who_maintains_words_may(sign_in):
    person = sign_in("staff")
    for path in ("/search/words", "/search/words/new", "/search/words.csv"):
        assert person.client.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/search/words/99999999999999999999", "/search/words/abc"])
def test_odd_numbers_are_not_found(sign_in, path):
    assert sign_in("editor").client.get(path).status_code == 404


def test_what_is_exported_can_be_imported(session, sign_in, app):
    synonyms.save(session, ["=formel", "alfa", "beta"])
    session.commit()
    before = {tuple(words) for words in session.scalars(synonyms.select(SynonymSet.words))}
    text = sign_in("editor").client.get("/search/words.csv").data.decode("utf-8-sig")
    session.query(SynonymSet).delete()
    with app.test_request_context():
        added, problems = synonyms.import_csv(session, text)
    assert (added, problems) == (len(before), [])
    after = {tuple(words) for words in session.scalars(synonyms.select(SynonymSet.words))}
    assert after == before


def test_a_broken_line_of_a_file_costs_only_itself(session, app):
    with app.test_request_context():
        added, problems = synonyms.import_csv(session, "alfa;beta\nalene\n;;\ngamma;delta\n")
    assert added == 2
    assert len(problems) == 1


def test_the_list_that_comes_with_the_portal_is_there_and_comes_only_once(session):
    words = {word for found in session.scalars(synonyms.select(SynonymSet.words)) for word in found}
    assert {"lærer", "underviser", "elev", "studerende"} <= words
    session.query(SynonymSet).delete()
    synonyms.load_defaults(session)
    assert session.query(SynonymSet).count() == 0


# Names after a colon


@pytest.mark.parametrize("query", ["kind:person", "slags:personer", "kind:people", "slags:Person"])
def test_kinds_by_their_name_in_both_languages(carpenter, sign_in, query):
    html = sign_in().page("/search?q=" + query.replace(":", "%3A"))
    assert "Bo Tømrer" in html


def test_units_by_their_name(carpenter, sign_in):
    html = sign_in().page("/search?q=unit%3At%C3%B8mrerskolen")
    assert "Ane Skovlund" in html
    assert "Bo Tømrer" not in html


# What was searched in vain

DAY = dt.date(2026, 3, 2)


def test_below_three_people_nothing_is_shown(session):
    for person in (1, 2, 2, 1):
        misses.count(session, "robotstøvsuger", person, DAY)
    assert misses.missed(session) == []
    misses.count(session, "robotstøvsuger", 3, DAY)
    assert misses.missed(session) == [misses.Missed("robotstøvsuger", 3, DAY)]


def test_one_person_on_three_days_is_one_person(session):
    for days in range(3):
        misses.count(session, "robotstøvsuger", 1, DAY + dt.timedelta(days=days))
    assert misses.missed(session) == []


def test_by_whom_is_forgotten_when_the_day_is_over(session):
    misses.count(session, "robotstøvsuger", 1, DAY)
    misses.count(session, "andet", 1, DAY + dt.timedelta(days=1))
    assert {mark.day for mark in session.query(SearchMissMark)} == {DAY + dt.timedelta(days=1)}
    assert {salt.day for salt in session.query(SearchMissSalt)} == {DAY + dt.timedelta(days=1)}


@pytest.mark.parametrize(
    "text",
    [
        "ane@skole.example",
        "010203-1234",
        "010203 1234 karakter",
        "0102031234",
        "ring 12 34 56 78",
        "https://x.example/a",
        "12345",
        "x" * 81,
        "unit:7 noget",
    ],
)
def test_nothing_is_kept_of_what_may_be_personal(text):
    assert misses.normalised(text) == ""


def test_a_search_in_vain_is_counted_once_and_a_found_one_not(carpenter, session, sign_in):
    person = sign_in()
    for _ in range(2):
        person.page("/search?q=Robot++st%C3%B8vsuger")
    person.page("/search?q=skovlund")
    person.page("/search?q=xyzzy&kind=person")
    found = [(one.query, one.people) for one in session.query(SearchMiss)]
    assert found == [("robot støvsuger", 1)]


def test_the_editor_sees_it_and_can_add_words(session, sign_in):
    for person in (1, 2, 3):
        misses.count(session, "robotstøvsuger", person, DAY)
    session.commit()
    html = sign_in("editor").page("/search/words")
    assert "robotstøvsuger" in html
    assert "robotst" in sign_in("editor").page("/search/words/new?word=robotst%C3%B8vsuger")


def test_import_through_the_page(session, sign_in):
    editor = sign_in("editor")
    file = (io.BytesIO(b"alfa;beta\nnul\n"), "words.csv")
    editor.post("/search/words/import", {"file": file})
    assert any("alfa" in words for words in session.scalars(synonyms.select(SynonymSet.words)))
