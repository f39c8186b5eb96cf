"""The floor plan on a phone: it fits, and the nearest stand is as large as a thumb."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.testing.browser import violations

pytestmark = pytest.mark.browser


def test_a_tap_near_a_stand_shows_it_below(
    session: Session, make: Any, bazaar: Any, stand: Any, sign_in: Any, visit: Any
) -> None:
    """No sideways scrolling of page or plan; two that are close are told apart."""
    ane = make.user("Ane")
    one = bazaar(organisers=[ane])
    for number in range(60):
        stand(one, f"Practice {number}", x=50 + 100 * (number % 10), y=80 + 150 * (number // 10))
    page = visit(sign_in(ane), f"/bazaar/{one.id}/plan", width=390)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert page.evaluate(
        "(() => {const one = document.querySelector('.bazaar-floor-scroll');"
        "return one.scrollWidth <= one.clientWidth})()"
    )
    places = page.evaluate(
        "[...document.querySelectorAll('a.bazaar-spot circle')].map(c => {"
        "const b = c.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]})"
    )
    (x, y), (other, _y) = places[11], places[12]
    page.mouse.click(x + 0.4 * (other - x), y)
    link = page.locator("[data-floor-chosen] a")
    assert "Practice 11" in link.inner_text()
    box = link.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    page.mouse.click(x + 0.6 * (other - x), y)
    assert "Practice 12" in link.inner_text()
    assert violations(page) == []
    link.click()
    page.wait_for_url("**/stands/*")
