"""A visitor's whole fair on a phone of 390 px, step by step: no pinch, no dead end, and nothing to
tap that is smaller than a fingertip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from portal_bazaar.card import codes
from portal_bazaar.models import CardEntry, Visitor
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import now
from portal.testing.browser import serving, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: What is wrong with a page for a thumb: too wide, a field that makes the phone zoom in, something
#: to tap that is smaller than 44 px. A link within a sentence may be as small as its words.
CLUMSY = """() => {
  const wrong = [];
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth) wrong.push(`the page is ${page.scrollWidth} px wide`);
  const viewport = document.querySelector("meta[name=viewport]").content;
  if (/user-scalable=no|maximum-scale/.test(viewport)) wrong.push(viewport);
  const parts = ["a", "button", "input:not([type=hidden])", "select", "textarea", "summary"];
  const wanted = parts.map((part) => `main ${part}, .vb-bottom ${part}`).join();
  const style = (one, part) => getComputedStyle(one, part);
  for (const one of document.querySelectorAll(wanted)) {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.closest("[hidden]")) continue;
    const words = one.getAttribute("aria-label") || one.textContent || one.name;
    const name = `${one.tagName} ${words.trim().slice(0, 40)}`;
    const ticked = one.matches("[type=checkbox], [type=radio]");
    const typed = one.matches("input, select, textarea") && !ticked;
    if (typed && parseFloat(style(one).fontSize) < 16) wrong.push(`${name}: the phone zooms in`);
    const around = one.parentElement.textContent.trim();
    const sentence = one.matches("a") && style(one).display === "inline";
    if (sentence && around !== one.textContent.trim()) continue;
    const label = ticked && (one.closest("label") || one.labels[0]);
    // A card that is a link as a whole.
    const whole = one.matches("a") && style(one, "::after").position === "absolute";
    const area = label || (whole && one.closest("article, li")) || one;
    const { width, height } = area.getBoundingClientRect();
    if (width > 1 && height < 43.5) wrong.push(`${name}: ${Math.round(height)} px high`);
  }
  return wrong;
}"""


@pytest.fixture
def fair(bazaar: Any, stand: Any, sign_in: Any, make: Any, education: Any, session: Session) -> Any:
    """A bazaar tomorrow, and a teacher of an invited education."""

    class Fair:
        pass

    fair: Any = Fair()
    unit = make.unit("Nursing")
    fair.bazaar = bazaar(starts_at=now() + dt.timedelta(days=1))
    education(fair.bazaar, unit)
    stands = [stand(fair.bazaar, f"Practice {number}") for number in range(1, 13)]
    for one in stands:
        one.short_code = None
        codes.give_short_code(session, one)
        session.flush()
    fair.person = sign_in(units=[unit])
    fair.codes = [codes.stand_path(one) for one in stands]
    fair.shorts = [one.short_code for one in stands]
    fair.id = fair.bazaar.id
    session.commit()
    return fair


@pytest.fixture
def step(app: Flask, device: Callable[..., Any], session: Session) -> Any:
    """`step(page, 'name')` says whether a page can be used with a thumb."""
    wrong: list[str] = []

    def look(page: Any, name: str, axe: bool = False) -> None:
        wrong.extend(f"{name}: {one}" for one in page.evaluate(CLUMSY))
        if axe:
            # Where the bar with the buttons lies over nothing.
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            wrong.extend(f"{name}: {one}" for one in violations(page))

    look.wrong = wrong  # type: ignore[attr-defined]
    return look


def test_a_visitors_whole_fair(
    app: Flask, fair: Any, step: Any, device: Callable[..., Any], session: Session
) -> None:
    with serving(app) as address:
        context = device(390, base_url=address, has_touch=True)
        for cookie in (fair.person.client._cookies or {}).values():
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page = context.new_page()

        # Weeks before: from the front page to the bazaar, and registered.
        page.goto("/bazaar/")
        step(page, "bazaars")
        page.get_by_role("link", name="Bazaar 1").first.click()
        step(page, "the bazaar")
        page.goto(f"/bazaar/{fair.id}/register")
        step(page, "register")
        page.get_by_role("button", name="Register me").click()
        page.wait_for_load_state()
        step(page, "registered")
        visitor = session.scalars(select(Visitor)).one()
        badge, me = codes.badge_token(visitor), visitor.id
        session.commit()

        # On the day: another phone, and the badge.
        phone = device(390, base_url=address, has_touch=True)
        phone.add_cookies([{"name": "portal_language", "value": "en", "url": address}])
        page = phone.new_page()
        page.goto(f"/bazaar/{fair.id}/card")
        step(page, "how to sign in")
        page.goto(f"/bazaar/b/{badge}")
        step(page, "the badge")
        page.get_by_role("button", name="sign me in").click()
        page.wait_for_selector("html.bazaar-dance-kept")
        assert page.url.endswith(f"/bazaar/{fair.id}/card")
        assert page.get_by_text("Nothing on your card yet").is_visible()
        step(page, "an empty card", axe=True)

        # Scan, say what one thinks of it, write.
        page.goto(fair.codes[0])
        page.locator("[data-line] [data-sent]").wait_for()
        line = page.locator("[data-line]").first
        line.locator("label", has_text="We will").click()
        line.locator("textarea[name=expectation]").fill("Try it after Christmas")
        line.get_by_label("We would like a workshop on it").check()
        line.locator("summary", has_text="Note").click()
        line.locator("textarea[name=note]").fill("Ask Ane")
        step(page, "a line", axe=True)

        # The camera sees nothing here: the code is typed, wrongly at first.
        page.get_by_role("link", name="Code").click()
        slip = str((int(fair.shorts[1]) + 1) % 10000).zfill(4)
        page.locator("#short").fill(slip)
        page.keyboard.press("Enter")
        assert "A digit is wrong" in page.locator("[data-type-error]").inner_text()
        page.locator("#short").fill(fair.shorts[1])
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Practice 2").wait_for()
        page.locator("#choose").select_option(label="3 · Practice 3")
        page.locator("[data-choose-form] button").click()
        page.get_by_role("heading", name="Practice 3").wait_for()
        page.get_by_role("link", name="Scan a stand").click()
        assert "Open the camera" in page.get_by_role("dialog").inner_text()
        step(page, "how to scan")
        page.get_by_role("button", name="Close").click()
        for code in fair.codes[3:]:
            page.goto(code)
            page.wait_for_selector("html.bazaar-dance-kept")
        page.get_by_role("button", name="Show 6 earlier stands").click()
        page.wait_for_selector("[data-net]", state="hidden")
        step(page, "a full card", axe=True)

        # Hand in; then the card afterwards.
        page.get_by_role("link", name="Hand the card in").click()
        step(page, "hand in?")
        page.get_by_role("dialog").get_by_role("button", name="Hand the card in").click()
        page.get_by_text("Your card is handed in.").wait_for()
        step(page, "my card afterwards", axe=True)
        page.locator("dd:visible", has_text="Try it after Christmas").wait_for()
        assert page.locator("main textarea:visible").count() == 0
        page.goto(fair.codes[0])
        page.get_by_text("Your card is handed in.").wait_for()

        # And from the portal, with the account.
        page = context.new_page()
        page.goto(f"/bazaar/{fair.id}/card")
        page.locator("dd:visible", has_text="Try it after Christmas").wait_for()
        kept = session.scalars(select(CardEntry.expectation).where(CardEntry.visitor_id == me))
        assert sorted(kept) == [""] * 11 + ["Try it after Christmas"]
        session.rollback()
    assert step.wrong == []
