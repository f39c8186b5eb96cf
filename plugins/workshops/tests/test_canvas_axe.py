"""The canvas and the facilitator's pages before axe, at the widths of phones and a laptop."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from playwright.sync_api import expect
from portal_workshops.canvas import store
from portal_workshops.canvas.engine import Author, Operation

from portal.testing.browser import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNFOLD = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_for_the_facilitator(
    visit: Any, sign_in: Any, workshop: Any, session: Any, width: int
) -> None:
    _fill(session, workshop)
    base = f"/workshops/canvas/series/{workshop.series.id}"
    gry = sign_in(workshop.guide)
    gry.post(f"{base}/run/1", {"action": "begin"})
    page = visit(gry, f"{base}/run/1", width=width)
    for name in ("run/1", "run/2", "run/1/edit", "groups"):
        page.goto(f"{base}/{name}")
        assert violations(page) == [], (name, width)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (name, width, wide)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing(
    visit: Any, sign_in: Any, workshop: Any, session: Any, width: int
) -> None:
    _fill(session, workshop)
    page = visit(sign_in(workshop.leader), f"{workshop.base}/", width=width)
    for name in (
        *("", "arena?view=picture", "arena?view=list", "words", "redesign", "pitch"),
        *("track", "present", "design", "paper", "history"),
    ):
        page.goto(f"{workshop.base}/{name}")
        if page.locator("[data-canvas]").count():
            expect(page.locator("[data-canvas][data-state=saved]")).to_be_attached()
        page.evaluate(UNFOLD)
        assert violations(page) == [], (name, width)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (name, width, wide)


def _fill(session: Any, workshop: Any) -> None:
    canvas = store.locked_canvas(session, workshop.part)
    lea, tea = Author(workshop.leader.id, "a"), Author(workshop.teacher.id, "b")

    def operation(do: str, item: str, kind: str = "", **fields: Any) -> Operation:
        return Operation(str(uuid.uuid4()), do, item, kind, fields)

    long = "Et_meget_langt_ord_uden_mellemrum_" * 3
    store.perform(
        session,
        canvas,
        lea,
        [
            operation("add", "s1", "stakeholder", name=long[:80], sees=long * 3),
            operation("add", "w1", "word", text="Ro", chosen=True, codex="Vi venter"),
            operation("add", "w2", "word", text=long[:60]),
            operation("set", "pitch", text=f"Ro til {long}"),
            operation("set", f"answer-{workshop.leader.id}", value=4, why=long),
            operation("set", "settings", dots=5),
            operation("add", "p1", "step", what=long, who=long),
            operation("add", "g1", "sign", text=long, how="Ser"),
            operation("add", "e1", "element", text=long, choice="new"),
            operation("set", "final", title=long[:150], review="2027-03-01"),
            operation("set", "help", wanted=True),
        ],
    )
    store.perform(session, canvas, tea, [operation("set", "pitch", text="En anden tale")])
    session.commit()
