"""Each hook does what docs/hooks.md says of it: one test a hook, named after it."""

import datetime as dt

import pytest

from portal.api import (
    EVERYONE,
    enqueue,
    may,
    notify,
    now,
    resolve,
    saved,
    service,
    wish_outcomes,
    wishes,
)
from portal_books import give_away, plugin
from portal_books.models import Book


@pytest.fixture
def shelve(session):
    """Puts a committed book on the shelf, seen by everyone."""

    def add(title="Digte 1990", **traits):
        book = Book(title=title, **traits)
        session.add(book)
        session.flush()
        saved(session, "book", book.id, {EVERYONE})
        session.commit()
        return book

    return add


def test_kinds_can_be_referred_to_judged_and_found(session, make, sign_in, shelve, work):
    reader = make.user()
    book = shelve(reader_id=reader.id)
    found = resolve(session, make.actor(), [("book", book.id)])["book", book.id]
    assert (found.title, found.url) == ("Digte 1990", f"/books/{book.id}")
    assert may(session, make.actor_of(reader), "edit", book)
    assert not may(session, make.actor(), "edit", book)
    work()
    assert f'href="/books/{book.id}"' in sign_in().page("/search?q=digte")


def test_jobs_are_run_when_they_are_due(session, shelve, work):
    late = shelve(state="lent", taken_at=now() - dt.timedelta(days=40))
    fresh = shelve(state="lent", taken_at=now())
    enqueue(session, "books.collect")
    work()
    session.refresh(late)
    session.refresh(fresh)
    assert (late.state, fresh.state) == ("late", "lent")


def test_schedules_come_round(app):
    (schedule,) = plugin.schedules()
    assert schedule.topic in plugin.jobs()


def test_notice_topics_say_in_words_what_happened(session, make, shelve, sign_in):
    user = make.user()
    book = shelve()
    notify(session, make.actor(), "books.taken", [user], "book", book.id)
    session.commit()
    assert "has it now." in sign_in(user).page("/me/notices")


def test_object_saved_is_part_of_the_change(session, shelve):
    book = shelve()
    assert book.changes == 1
    saved(session, "book", book.id, {EVERYONE})
    session.rollback()
    assert book.changes == 1


def test_object_deleted_tells_of_others_objects(session, make, shelve):
    from portal.api import deleted

    user = make.user()
    book = shelve(reader_id=user.id, state="lent")
    deleted(session, "person", user.id)
    session.refresh(book)
    assert (book.reader_id, book.state) == (None, "shelf")


def test_deleted_books_leave_a_tombstone(session, make, shelve):
    book_id = shelve().id
    give_away(session, book_id)
    session.commit()
    assert resolve(session, make.actor(), [("book", book_id)])["book", book_id].gone


def test_unit_changed_brings_the_search_up_to_date(session, make, sign_in, shelve, work):
    unit = make.unit("Biblioteket")
    shelve(unit_id=unit.id)
    work()
    unit.name = "Medieteket"
    plugin.unit_changed(session, unit.id)
    session.commit()
    work()
    assert "Digte 1990" in sign_in().page("/search?q=medieteket")


def test_facet_words_name_the_values_one_knows(session, make):
    words = plugin.facet_words(session, make.actor(), "tag", frozenset({"crime", "x"}))
    assert words == {"crime": "Crime"}
    assert plugin.facet_words(session, make.actor(), "unit", frozenset({"1"})) is None


def test_services_answer_other_plugins(session, make, shelve):
    shelve()
    assert service("books.shelf").titles(session, make.actor()) == ["Digte 1990"]
    assert service("books.cellar") is None


def test_wishes_are_gathered_from_every_plugin(session, make, shelve):
    reader = make.user()
    book = shelve(reader_id=reader.id, state="lent", taken_at=now())
    shelve("Digte 1991")
    (wish,) = [one for one in wishes(session) if one.key.startswith("books:")]
    assert (wish.key, wish.title, wish.user_id) == (f"books:{book.id}", "Digte 1990", reader.id)


def test_wish_outcomes_say_what_came_of_them(session, shelve):
    back, out = shelve(state="shelf"), shelve(state="lent")
    found = wish_outcomes(session, [f"books:{back.id}", f"books:{out.id}", "hello:1"])
    assert {key: one.state for key, one in found.items()} == {f"books:{back.id}": "held"}


def test_export_user_says_all_that_is_kept(session, make, shelve):
    user = make.user()
    shelve(reader_id=user.id)
    assert plugin.export_user(session, user) == {"books": ["Digte 1990"]}


def test_erase_user_keeps_nothing_of_the_person(session, make, shelve):
    user = make.user()
    book = shelve(reader_id=user.id)
    plugin.erase_user(session, user)
    session.refresh(book)
    assert book.reader_id is None


def test_holdings_are_what_the_person_keeps(session, make, shelve):
    user = make.user()
    book = shelve(reader_id=user.id)
    shelve("Digte 1991", reader_id=make.user().id)
    assert [one.key for one in plugin.holdings(session, user)] == [("book", book.id, "owner")]


def test_hand_over_gives_the_successor_what_is_still_the_persons(session, make, shelve):
    leaver, successor, other = make.user(), make.user(), make.user()
    mine, gone = shelve(reader_id=leaver.id), shelve(reader_id=leaver.id)
    theirs = list(plugin.holdings(session, leaver))
    gone.reader_id = other.id
    plugin.hand_over(session, make.actor(), leaver, successor, theirs)
    assert (mine.reader_id, gone.reader_id) == (successor.id, other.id)


def test_unit_holdings_stand_in_the_unit(session, make, shelve):
    unit = make.unit("Biblioteket")
    book = shelve(unit_id=unit.id)
    shelve("Digte 1991", unit_id=make.unit().id)
    assert [one.id for one in plugin.unit_holdings(session, unit)] == [book.id]


def test_move_unit_things_moves_the_books(session, make, shelve):
    old, new = make.unit("Biblioteket"), make.unit("Medieteket")
    book = shelve(unit_id=old.id)
    plugin.move_unit_things(session, make.actor(), old, new)
    assert book.unit_id == new.id


def test_enabled_and_disabled_are_told_of_switching(session, make, sign_in, shelve, work):
    book = shelve(state="late")
    plugin.disabled(session)
    session.refresh(book)
    assert book.state == "lent"
    plugin.enabled(session)
    session.commit()
    work()
    assert f'href="/books/{book.id}"' in sign_in().page("/search?q=digte")


def test_disabled_comes_before_the_plugin_is_off(session, shelve):
    book = shelve(state="late")
    plugin.disabled(session)
    session.refresh(book)
    assert book.state == "lent"


def test_demo_adds_something_to_look_at(session, make):
    make.unit("Biblioteket")
    plugin.demo(session)
    session.commit()
    assert [book.title for book in session.query(Book)] == ["Digte 1990"]
