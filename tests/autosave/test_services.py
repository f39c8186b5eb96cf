"""Keeping words and forgetting them: none is written over, none comes back from the dead."""

from __future__ import annotations

import datetime as dt

import pytest
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.access.actors import ANYONE
from portal.autosave import services
from portal.autosave.models import Draft
from portal.autosave.services import (
    DraftProblem,
    Words,
    drop,
    fields_of,
    find_draft,
    forget_draft,
    keep,
    made_before,
    open_drafts,
    pick_up,
    purge,
    read_words,
    take_back,
)
from portal.database import now
from portal.errors import NotAllowed

LOAD, OTHER = "a" * 32, "b" * 32


def words(text="Some words", load=LOAD, count=1, key="sheet:1", **more):
    return Words(key=key, load=load, count=count, fields=(("text", text),), **more)


def said(session, actor, key="sheet:1"):
    return [dict(fields_of(draft))["text"] for draft in open_drafts(session, actor, key)]


def test_later_words_take_the_place_of_earlier_ones(session, make):
    ane = make.actor()
    keep(session, ane, words("One"))
    keep(session, ane, words("Two", count=5))

    assert said(session, ane) == ["Two"]


def test_words_that_were_overtaken_change_nothing(session, make):
    ane = make.actor()
    keep(session, ane, words("New", count=5))
    keep(session, ane, words("Old", count=4))

    assert said(session, ane) == ["New"]


def test_two_openings_of_one_form_keep_both(session, make):
    ane = make.actor()
    keep(session, ane, words("At work"))
    keep(session, ane, words("At home", load=OTHER))
    keep(session, ane, words("At work, more", count=2))

    assert sorted(said(session, ane)) == ["At home", "At work, more"]


def test_nobody_else_sees_them(session, make):
    ane, bo = make.actor(), make.actor("admin")
    draft = keep(session, ane, words())

    assert said(session, bo) == []
    assert find_draft(session, bo, draft.id) is None
    assert drop(session, bo, draft.id) is None
    assert pick_up(session, bo, draft.id) is None
    with pytest.raises(NotAllowed):
        keep(session, ANYONE, words())


def test_saved_words_are_gone_and_do_not_come_back(session, make):
    ane = make.actor()
    keep(session, ane, words("Saved"))
    forget_draft(session, ane, {"autosave": "sheet:1", "autosave-load": LOAD})
    late = keep(session, ane, words("Late", count=9))

    assert late is None
    assert said(session, ane) == []
    assert "Saved" not in str(session.scalars(select(Draft.payload)).all())


def test_a_late_request_changes_nothing_where_none_came_before(session, make):
    ane = make.actor()
    forget_draft(session, ane, {"autosave": "sheet:1", "autosave-load": LOAD})

    assert keep(session, ane, words("Late")) is None
    assert said(session, ane) == []


def test_saving_forgets_the_draft_one_went_on_with_and_no_other(session, make):
    ane = make.actor()
    taken = keep(session, ane, words("Taken up"))
    keep(session, ane, words("Elsewhere", load=OTHER))
    session.flush()
    form = {"autosave": "sheet:1", "autosave-load": "c" * 32, "autosave-adopts": str(taken.id)}
    forget_draft(session, ane, form)

    assert said(session, ane) == ["Elsewhere"]


def test_going_on_with_a_draft_moves_its_words(session, make):
    ane = make.actor()
    first = keep(session, ane, words("Old words"))
    keep(session, ane, words("Old words and new", load=OTHER, adopts=first.id))

    assert said(session, ane) == ["Old words and new"]


def test_a_draft_of_another_form_or_person_is_never_closed(session, make):
    ane, bo = make.actor(), make.actor()
    other = keep(session, ane, words("Another form", key="sheet:2"))
    theirs = keep(session, bo, words("Bo's"))
    for one in (other, theirs):
        keep(session, ane, words(load=OTHER, count=one.id + 10, adopts=one.id))
        form = {"autosave": "sheet:1", "autosave-load": OTHER, "autosave-adopts": str(one.id)}
        forget_draft(session, ane, form)

    assert said(session, ane, "sheet:2") == ["Another form"]
    assert said(session, bo) == ["Bo's"]


def test_dropping_can_be_undone_for_a_day(session, make):
    ane = make.actor()
    draft = keep(session, ane, words("Oops"))
    drop(session, ane, draft.id)
    assert said(session, ane) == []
    assert pick_up(session, ane, draft.id) is draft
    assert said(session, ane) == ["Oops"]


def test_taking_back_leaves_room_for_later_words(session, make):
    ane = make.actor()
    keep(session, ane, words("One"))
    take_back(session, ane, "sheet:1", LOAD)
    assert said(session, ane) == []
    keep(session, ane, words("Two", count=2))
    assert said(session, ane) == ["Two"]


def test_old_ones_and_closed_ones_are_purged(session, make, monkeypatch):
    ane = make.actor()
    keep(session, ane, words("Old"))
    keep(session, ane, words("Dropped", load=OTHER))
    drop(session, ane, open_drafts(session, ane)[0].id)
    session.commit()
    start = now()

    for days, left in [(0, 2), (2, 1), (59, 1), (61, 0)]:
        monkeypatch.setattr(services, "now", lambda days=days: start + dt.timedelta(days=days))
        purge(session)
        assert len(session.scalars(select(Draft)).all()) == left


@pytest.fixture
def in_english(app):
    with force_locale("en"):
        yield


def test_too_long_and_too_many_are_said(session, make, in_english):
    ane = make.actor()
    with pytest.raises(DraftProblem, match="too long") as problem:
        keep(session, ane, words("x" * services.MAX_BYTES))
    assert problem.value.status == 413
    for number in range(services.MAX_DRAFTS):
        keep(session, ane, words(key=f"sheet:{number}"))
    with pytest.raises(DraftProblem, match="50 drafts"):
        keep(session, ane, words(key="sheet:new"))
    assert keep(session, ane, words("More", count=2, key="sheet:3")) is not None


def test_they_go_with_the_account(session, make):
    user = make.user()
    keep(session, make.actor_of(user), words())
    session.delete(user)
    session.commit()

    assert session.scalars(select(Draft)).all() == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
NAMED = st.fixed_dictionaries(
    {},
    optional={
        "key": st.just("sheet:1") | JSON,
        "load": st.just(LOAD) | JSON,
        "count": st.integers() | JSON,
        "fields": st.lists(st.lists(st.text(), min_size=2, max_size=2)) | JSON,
        "version": JSON,
        "page": st.just("//evil.example/") | JSON,
        "title": JSON,
        "adopts": JSON,
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(JSON | NAMED)
def test_whatever_is_sent_is_kept_or_refused(app, body):
    try:
        found = read_words(body)
    except DraftProblem as problem:
        assert problem.status == 400
    else:
        assert "\x00" not in str(found.fields)
        assert all(isinstance(text, str) for pair in found.fields for text in pair)


def test_secrets_of_ours_are_not_kept(app):
    body = {
        "key": "sheet:1",
        "load": LOAD,
        "count": 1,
        "fields": [["csrf_token", "x"], ["text", "y"], ["autosave-load", "z"]],
    }

    assert read_words(body).fields == (("text", "y"),)


def test_one_opening_of_a_form_makes_the_same_once(session, make):
    ane, bo = make.actor(), make.actor()
    posted = {"autosave": "sheet:new", "autosave-load": LOAD, "title": "One", "csrf_token": "x"}
    assert made_before(session, ane, posted) is None
    forget_draft(session, ane, posted, "/sheets/7")

    assert made_before(session, ane, posted | {"csrf_token": "y"}) == "/sheets/7"
    assert made_before(session, ane, posted | {"title": "Another"}) is None
    assert made_before(session, ane, posted | {"autosave-load": OTHER}) is None
    assert made_before(session, bo, posted) is None
    assert made_before(session, ane, {"title": "One"}) is None
    assert pick_up(session, ane, session.query(Draft).one().id) is None
