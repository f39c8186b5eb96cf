"""What somebody wrote and the canvas does not take is never gone."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from portal_workshops.canvas import engine, store
from portal_workshops.canvas.engine import Author, Operation

FULL = 3


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A canvas of three things is full."""
    monkeypatch.setattr(engine, "ITEMS_MAX", FULL)


def fill(person: Any, base: str) -> None:
    """Writes signs until nothing more goes in."""
    for number in range(FULL):
        sent = {"do": "add", "type": "sign", "f.text": f"Tegn {number}", "next": f"{base}/design"}
        assert person.post(f"{base}/edit", sent).status_code == 303


def test_without_a_script_the_words_are_said_back(sign_in: Any, workshop: Any, small: None) -> None:
    lea = sign_in(workshop.leader)
    fill(lea, workshop.base)
    words = "Et ord, der ikke er <b>plads</b> til"
    sent = {"do": "add", "type": "word", "f.text": words, "next": f"{workshop.base}/words"}
    page = lea.page(lea.post(f"{workshop.base}/edit", sent).location)
    assert "The canvas is full. Remove something first." in page
    assert "You wrote: Et ord, der ikke er &lt;b&gt;plads&lt;/b&gt; til" in page


def test_a_long_history_has_pages(session: Any, sign_in: Any, workshop: Any) -> None:
    author = Author(workshop.leader.id, str(uuid.uuid4()))
    signs = [
        Operation(str(uuid.uuid4()), "add", str(uuid.uuid4()), "sign", {"text": f"Tegn {one:03}"})
        for one in range(120)
    ]
    store.perform(session, store.locked_canvas(session, workshop.part), author, signs)
    session.commit()
    lea = sign_in(workshop.leader)
    first = lea.page(f"{workshop.base}/history")
    assert "Tegn 119" in first and "Tegn 000" not in first
    assert f"{workshop.base}/history?page=2" in first
    assert "Tegn 000" in lea.page(f"{workshop.base}/history?page=99")


@pytest.mark.browser
@pytest.mark.slow
def test_words_that_were_not_taken_stay_until_one_has_seen_to_them(
    visit: Callable[..., Any], sign_in: Any, workshop: Any, small: None
) -> None:
    person = sign_in(workshop.leader)
    fill(person, workshop.base)
    lea = visit(person, f"{workshop.base}/words", width=390)
    expect(lea.locator("[data-canvas][data-state=saved]")).to_be_attached(timeout=15_000)
    note = lea.locator("[data-not-taken]")
    expect(note).to_be_hidden()
    for word in ("Tillid", "Ro"):
        lea.fill("#new-word", word)
        lea.press("#new-word", "Enter")
    expect(note).to_contain_text("The canvas is full. Remove something first.")
    expect(note.locator(".text")).to_have_text(["Tillid", "Ro"])
    # Another page, and the page loaded again, have them still.
    lea.goto(f"{workshop.base}/design")
    expect(note.locator(".text")).to_have_text(["Tillid", "Ro"])
    note.get_by_role("button", name="Throw it away").first.click()
    expect(note.locator(".text")).to_have_text(["Ro"])
    # There is room again: it is tried once more, and is there.
    engine.ITEMS_MAX = FULL + 1
    note.get_by_role("button", name="Try again").click()
    expect(note).to_be_hidden()
    expect(lea.locator("[data-canvas][data-state=saved][data-pending='0']")).to_be_attached()
    lea.goto(f"{workshop.base}/words")
    expect(lea.locator(".canvas-word [data-field=text]")).to_have_value("Ro")
    expect(note).to_be_hidden()
