"""A button pressed twice makes one thing: whatever makes something, with the same words, once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from portal_bazaar.models import Bazaar, Lesson, PlanTask, ProgrammePart, Stand, Theme
from sqlalchemy import func, select
from sqlalchemy.orm import Session

BAZAAR = {
    "title": "Twice",
    "day": "2030-05-01",
    "starts": "12:00",
    "ends": "16:00",
    "place": "Hall",
    "visibility": "everyone",
    "follow_up_months": "3",
}
PART = {"kind": "break", "title": "Coffee", "starts": "13:00", "ends": "13:15"}


def hidden(page: str) -> dict[str, str]:
    """The fields that say which opening of the form it was."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name.group(1).startswith("autosave"):
            found[name.group(1)] = value.group(1) if value else ""
    return found


@pytest.fixture
def me(make: Any, sign_in: Any) -> Any:
    """An organiser who is signed in, and their account."""
    ane = make.user("Ane", roles=["organiser"])
    return sign_in(ane), ane


@pytest.mark.parametrize(
    ("path", "model", "words"),
    [
        ("new", Bazaar, BAZAAR),
        ("{id}/manage/copy", Bazaar, {"title": "Next", "day": "2031-05-01"}),
        ("{id}/manage/tasks/new", PlanTask, {"title": "Order coffee", "due_on": "2030-01-01"}),
        ("{id}/manage/lessons/new", Lesson, {"text": "More coffee"}),
        ("{id}/manage/programme/new", ProgrammePart, PART),
        ("{id}/stands/propose", Stand, {"title": "A stand", "summary": "What it is about"}),
        ("{id}/manage/stands/new", Stand, {"how": "add", "title": "A stand"}),
        (
            "{id}/manage/stands/new",
            Stand,
            {"how": "invite", "title": "A stand", "guests": "Gry <gry@gaest.example>"},
        ),
    ],
    ids=["bazaar", "copy", "task", "lesson", "part", "proposal", "stand", "invitation"],
)
def test_once(
    session: Session,
    me: Any,
    bazaar: Any,
    mails: Any,
    work: Any,
    path: str,
    model: Any,
    words: dict[str, str],
) -> None:
    """The second press leads to where the first did; other words make another; one mail each."""
    person, ane = me
    one = bazaar("Fair", organisers=[ane], status="planned")
    address = f"/bazaar/{path.format(id=one.id)}"
    sent = {**words, **hidden(person.page(address))}
    assert "autosave-load" in sent, "the form does not know itself again"
    before = session.scalar(select(func.count()).select_from(model)) or 0
    first = person.post(address, sent)
    assert first.status_code == 303, first.text
    made = _count(session, model)
    written = len(mails())
    second = person.post(address, sent)
    assert (second.status_code, second.location) == (303, first.location)
    assert _count(session, model) == made > before
    assert len(mails()) == written
    again = person.post(address, {**words, **hidden(person.page(address))})
    assert again.status_code == 303
    assert _count(session, model) > made, "a fresh form makes another one"


def test_themes_bear_their_names_once(session: Session, me: Any, bazaar: Any) -> None:
    """Here the name says it: no form is needed for that."""
    person, ane = me
    one = bazaar(organisers=[ane], themes=[])
    for _number in range(2):
        person.post(f"/bazaar/{one.id}/manage/themes", {"name": "Feedback"})
    assert _count(session, Theme) == 1


def _count(session: Session, model: Any) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_name_and_a_day_are_enough_to_begin(session: Session, me: Any) -> None:
    """The times are those of a usual day; an empty bazaar says what saves the most work."""
    person, _ane = me
    page = person.page("/bazaar/new")
    times = dict(re.findall(r'name="(starts|ends)"[^>]*value="([^"]*)"', page))
    times |= {
        name: value
        for value, name in re.findall(r'value="([\d:]+)"[^>]*name="(starts|ends)"', page)
    }
    assert set(times) == {"starts", "ends"}
    sent = {"title": "Fair", "day": "2030-05-01", **times, "follow_up_months": "3"}
    made = person.post("/bazaar/new", {**sent, "visibility": "everyone"})
    assert made.status_code == 303, made.text
    assert "Have you a spreadsheet?" in person.page(made.location)
