"""Two people wrote at once: what the second is shown, and what comes of the choice."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import get_template_attribute
from flask_babel import force_locale
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest

from portal.history.races import race, settle
from portal.history.recording import latest_number

from .conftest import KIND


@pytest.fixture
def ane_and_bo(session, make, charters):
    """Ane began with version 1; meanwhile Bo saved version 2."""
    ane, bo = make.user("Ane Berg"), make.user("Bo Dahl")
    charters.editors |= {ane.id, bo.id}
    actors = make.actor_of(ane), make.actor_of(bo)
    charter = charters.make(
        actors[0], name="Charter", text="We meet on Mondays.\nAll come.", permissions=["a.b"]
    )
    charters.change(actors[1], charter, text="We meet on Mondays.\nMost come.", name="Bo's")
    return *actors, charter


MINE = {
    "name": "Charter",
    "text": "We meet on Fridays.\r\nAll come.",
    "permissions": ["a.b", "c.d"],
    "keeper": None,
}


def posted(shown, **choices):
    """What the browser sends from the page, with these radio buttons and texts."""
    with_choices = {f"merge-choice-{part.name}": part.suggested for part in shown.parts}
    with_choices |= {f"merge-choice-{name}": value for name, value in choices.items()}
    texts = {f"merge-text-{p.name}": p.together for p in shown.parts if p.prose and p.together}
    return dict(shown.hidden) | texts | with_choices


def test_each_field_says_who_changed_it(session, ane_and_bo):
    ane, _bo, charter = ane_and_bo
    shown = race(session, ane, KIND, charter, 1, MINE)

    assert shown.by == "Bo Dahl"
    assert [(p.name, p.changed_by, p.suggested) for p in shown.parts] == [
        ("name", "theirs", "theirs"),
        ("text", "both", "together"),
        ("permissions", "mine", "mine"),
    ]
    (text,) = shown.disputed
    assert text.together == "We meet on Fridays.\nMost come."


def test_taking_what_is_suggested_keeps_the_work_of_both(session, ane_and_bo):
    ane, _bo, charter = ane_and_bo
    settled = settle(
        session, ane, KIND, charter, posted(race(session, ane, KIND, charter, 1, MINE))
    )

    assert settled.race is None
    assert settled.data == {
        "name": "Bo's",
        "text": "We meet on Fridays.\nMost come.",
        "permissions": ["a.b", "c.d"],
        "keeper": None,
    }


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        ("mine", "We meet on Fridays.\nAll come."),
        ("theirs", "We meet on Mondays.\nMost come."),
        ("together", "By hand"),
        ("nonsense", "We meet on Fridays.\nAll come."),
    ],
)
def test_the_choice_decides(session, ane_and_bo, choice, text):
    ane, _bo, charter = ane_and_bo
    shown = race(session, ane, KIND, charter, 1, MINE)
    form = posted(shown, text=choice) | {"merge-text-text": "By\x00 hand"}

    assert settle(session, ane, KIND, charter, form).data["text"] == text


def test_a_second_race_while_choosing_begins_where_the_first_ended(session, ane_and_bo, charters):
    ane, bo, charter = ane_and_bo
    form = posted(race(session, ane, KIND, charter, 1, MINE), name="mine")
    charters.change(bo, charter, permissions=["x.y"])
    again = settle(session, ane, KIND, charter, form).race

    assert [(p.name, p.changed_by) for p in again.parts] == [
        ("name", "mine"),
        ("text", "mine"),
        ("permissions", "both"),
    ]
    settled = settle(session, ane, KIND, charter, posted(again))
    assert settled.race is None
    assert settled.data == {
        "name": "Charter",
        "text": "We meet on Fridays.\nMost come.",
        "permissions": ["c.d", "x.y"],
        "keeper": None,
    }


@pytest.mark.parametrize("base", [None, 0, "", "x", 99, "99999999999999999999", "\x00"])
def test_without_a_base_everything_that_differs_is_asked_about(session, ane_and_bo, base):
    ane, _bo, charter = ane_and_bo
    shown = race(session, ane, KIND, charter, base, MINE)

    assert {part.name for part in shown.disputed} == {"name", "text", "permissions"}


def test_a_field_one_may_not_see_stays_theirs_and_unseen(session, make, ane_and_bo, charters):
    ane, bo, charter = ane_and_bo
    charters.change(bo, charter, keeper=bo.user_id)
    charters.editors.discard(ane.user_id)
    shown = race(session, ane, KIND, charter, 1, {**MINE, "keeper": ane.user_id})

    assert "keeper" not in {part.name for part in shown.parts}
    assert settle(session, ane, KIND, charter, posted(shown)).data["keeper"] == bo.user_id


def test_a_seal_that_is_not_ours_is_refused(session, ane_and_bo, charters):
    ane, _bo, charter = ane_and_bo
    other = charters.make(ane, keeper=5)
    shown = race(session, ane, KIND, charter, 1, MINE)
    form = posted(shown)

    assert settle(session, ane, KIND, charter, {"text": "x"}) is None
    for seal, obj in [("nonsense", charter), (form["merge-mine"] + "x", charter)]:
        with pytest.raises(BadRequest):
            settle(session, ane, KIND, obj, {**form, "merge-mine": seal})
    with pytest.raises(BadRequest):
        settle(session, ane, KIND, other, form)


def test_the_page_carries_everything_and_suggests(app, session, ane_and_bo):
    ane, _bo, charter = ane_and_bo
    shown = race(session, ane, KIND, charter, 1, {**MINE, "name": "<b>Ane's</b>"})
    with app.test_request_context(), force_locale("en"):
        macro = get_template_attribute("portal/merge/form.html", "merge_form")
        html = str(macro(shown, back="/back", hidden=[("autosave", "x:1")], caller=lambda: ""))

    assert "While you wrote, Bo Dahl saved changes too" in html
    assert "You both changed 2 parts" in html
    assert "<b>Ane" not in html
    checked = re.findall(r'name="merge-choice-(\w+)" value="(\w+)" checked', html)
    assert checked == [("name", "mine"), ("text", "together"), ("permissions", "mine")]
    box = re.search(r'name="merge-text-text"[^>]*>\n(.*?)</textarea>', html, re.S)
    assert unescape(box.group(1)) == "We meet on Fridays.\nMost come."
    assert 'name="autosave" value="x:1"' in html


def test_the_number_of_the_newest_version(session: Session, ane_and_bo):
    _ane, _bo, charter = ane_and_bo
    assert latest_number(session, KIND, charter.id) == 2
    assert latest_number(session, KIND, 4711) == 0
