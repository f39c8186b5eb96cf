"""Synonyms, names after kind: and the like, and what was searched in vain."""

import datetime as dt
import io
from dataclasses import replace

import pytest

from portal.access.actors import SYSTEM
from portal.database import now
from portal.errors import PortalError
from portal.runtime import portal
from portal.search import misses, synonyms
from portal.search.models import SearchMissMark, SynonymSet


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
    synonyms.save(session, SYSTEM, ["tømrer", "snedkermester"])
    session.commit()
    html = person.page("/search?q=snedkermester")
    assert "Bo Tømrer" in html.replace("<mark>", "").replace("</mark>", "")


def test_a_synonym_does_not_reveal_what_one_may_not_see(carpenter, session, make, work, sign_in):
    from portal.accounts.models import User
    from portal.accounts.services import set_active

    hidden = session.query(User).filter_by(name="Bo Tømrer").one()
    set_active(session, SYSTEM, hidden, False)
    synonyms.save(session, SYSTEM, ["tømrer", "snedkermester"])
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
        synonyms.save(session, SYSTEM, words)


def test_the_same_words_stand_there_once(session, app):
    with app.test_request_context():
        synonyms.save(session, SYSTEM, ["alfa", "beta"])
        with pytest.raises(PortalError):
            synonyms.save(session, SYSTEM, ["Beta", "alfa"])


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


def test_every_change_of_the_words_is_in_the_trail(session, sign_in):
    from portal.audit.models import AuditEntry

    editor = sign_in("editor")
    editor.post("/search/words/new", {"words": "alfa\nbeta"})
    one = next(one for one in session.query(SynonymSet) if "alfa" in one.words)
    number = one.id
    editor.post(f"/search/words/{number}", {"words": "alfa\ngamma"})
    editor.post(f"/search/words/{number}", {"words": "alfa\ngamma"})  # nothing new
    editor.post(f"/search/words/{number}/delete", {})
    entries = session.query(AuditEntry).filter_by(kind="synonyms", object_id=number)
    assert [(entry.action, entry.actor_id) for entry in entries.order_by(AuditEntry.id)] == [
        ("synonyms.added", editor.id),
        ("synonyms.changed", editor.id),
        ("synonyms.deleted", editor.id),
    ]


def test_words_count_from_the_next_search(carpenter, session, sign_in):
    person = sign_in()
    for words, is_found in ((["tømrer", "bødker"], True), (["tømrer", "smed"], False)):
        known = next((s for s in session.query(SynonymSet) if "tømrer" in s.words), None)
        synonyms.save(session, SYSTEM, words, known)
        session.commit()
        html = person.page("/search?q=b%C3%B8dker").replace("<mark>", "")
        assert ("Bo Tømrer" in html) is is_found


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
    synonyms.save(session, SYSTEM, ["=formel", "alfa", "beta"])
    session.commit()
    before = {tuple(words) for words in session.scalars(synonyms.select(SynonymSet.words))}
    text = sign_in("editor").client.get("/search/words.csv").data.decode("utf-8-sig")
    session.query(SynonymSet).delete()
    with app.test_request_context():
        added, problems = synonyms.import_csv(session, SYSTEM, text)
    assert (added, problems) == (len(before), [])
    after = {tuple(words) for words in session.scalars(synonyms.select(SynonymSet.words))}
    assert after == before


def test_a_broken_line_of_a_file_costs_only_itself(session, app):
    with app.test_request_context():
        added, problems = synonyms.import_csv(
            session, SYSTEM, "alfa;beta\nalene\n;;\ngamma;delta\n"
        )
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

DAY = now().date()


def test_below_three_people_nothing_is_shown(carpenter, session):
    for person in (1, 2, 2, 1):
        misses.count(session, "robotstøvsuger", person, DAY)
    assert misses.missed(session) == []
    misses.count(session, "robotstøvsuger", 3, DAY)
    assert misses.missed(session) == [misses.Missed("robotstøvsuger", 3, DAY)]


def test_one_person_on_three_days_is_one_person(carpenter, session):
    for days in range(3):
        misses.count(session, "robotstøvsuger", 1, DAY - dt.timedelta(days=days))
    assert misses.missed(session) == []


def test_three_people_within_the_window_count_and_later_ones_begin_anew(carpenter, session):
    long_ago = DAY - dt.timedelta(days=89)
    misses.count(session, "robotstøvsuger", 1, long_ago)
    misses.count(session, "robotstøvsuger", 2, DAY - dt.timedelta(days=30))
    misses.count(session, "robotstøvsuger", 3, DAY)
    assert [one.people for one in misses.missed(session)] == [3]
    tomorrow = DAY + dt.timedelta(days=1)
    assert misses.missed(session, day=tomorrow) == []
    misses.count(session, "andet", 4, tomorrow)
    marks = session.query(SearchMissMark).filter_by(query="robotstøvsuger")
    assert marks.count() == 2  # whoever searched 90 days ago is forgotten


def test_who_searched_cannot_be_told_from_the_database_alone(session, app):
    import hashlib

    misses.count(session, "robotstøvsuger", 1, DAY)
    (mark,) = session.query(SearchMissMark)
    guesses = [f"search\0{user}\0robotstøvsuger" for user in range(50)]
    assert mark.mark not in {hashlib.sha256(guess.encode()).hexdigest() for guess in guesses}
    before = mark.mark
    app.secret_key = "another key of thirty-two letters"
    assert misses._mark("robotstøvsuger", 1) != before


def test_what_is_there_for_others_is_not_counted_and_what_has_come_is_not_shown(
    carpenter, session, sign_in
):
    """Words of what the searcher, or the editor, may not see never come into the report."""
    from portal.search.engine.documents import Document

    hidden = Document("person", "4711", "Kanariefuglen", "/x", audience=frozenset({"user:999"}))
    engine = portal().search.engine
    engine.index([hidden])
    person = sign_in()
    assert "0 results" in person.page("/search?q=kanariefuglen")
    assert session.query(SearchMissMark).count() == 0
    for number in range(3):
        misses.count(session, "papegøje", number, DAY)
    assert len(misses.missed(session)) == 1
    engine.index([replace(hidden, body="Om en papegøje")])
    assert misses.missed(session) == []


def test_what_a_synonym_answers_by_now_is_not_shown(carpenter, session):
    for number in range(3):
        misses.count(session, "snedkermester", number, DAY)
    assert len(misses.missed(session)) == 1
    synonyms.save(session, SYSTEM, ["tømrer", "snedkermester"])
    assert misses.missed(session) == []


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
    assert [one.query for one in session.query(SearchMissMark)] == ["robot støvsuger"]


def test_the_editor_sees_it_and_can_add_words(carpenter, session, sign_in):
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


def test_what_was_searched_in_vain_is_for_those_who_may_see_it(session, make):
    from portal.api import searched_in_vain

    for number in range(3):
        misses.count(session, "robotter i dagtilbud", 7_000 + number, now().date())
    session.commit()
    assert searched_in_vain(session, make.actor("staff")) == []
    for role in ("editor", "organiser"):
        (one,) = searched_in_vain(session, make.actor(role))
        assert (one.query, one.people) == ("robotter i dagtilbud", 3)
