"""The visitor's way in on a phone, and the organiser's morning on a tablet, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from portal_bazaar.card.codes import badge_address, badge_token
from portal_bazaar.day.links import make_code
from portal_bazaar.models import Visitor
from sqlalchemy.orm import Session

from portal.api import now
from portal.testing.browser import press, violations

pytestmark = pytest.mark.browser

#: What a thumb has to hit and is too small; links within a sentence may be as high as its lines.
SMALL = """() => [..."a button input select summary".split(" ")]
  .flatMap((tag) => [...document.querySelectorAll(`main ${tag}`)])
  .filter((one) => one.offsetParent && one.type !== "hidden" && !one.closest("p, .vb-crumbs"))
  .map((one) => [one, (one.closest("label, .form-check") ?? one).getBoundingClientRect()])
  .filter(([one, box]) => box.height < 43.5 && !one.matches(".visually-hidden-focusable"))
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${Math.round(box.height)}`)"""


def fits(page: Any) -> None:
    """No sideways scrolling, and every target is high enough."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide, page.url
    assert page.evaluate(SMALL) == [], page.url


@pytest.fixture
def fair(
    session: Session, bazaar: Any, make: Any, education: Any, stand: Any, visitor: Any, sign_in: Any
) -> Any:
    """A bazaar that has begun, with people and stands; in plain values, for a row that is read
    would open a transaction that the pages wait for."""
    organiser = make.user()
    it = bazaar(organisers=[organiser], starts_at=now())
    nursing = education(it, make.unit("Nursing"))
    bo = visitor(it, name="Bo Guest", email="bo@guest.example", education=nursing)
    ida = visitor(it, make.user("Ida Ærø"), education=nursing, function="teacher")
    stand(it, "Shorter meetings", short_code="1234")

    class Fair:
        person = sign_in(organiser)
        id, nursing_id, bo_id, ida_id, number = it.id, nursing.id, bo.id, ida.id, str(bo.badge)
        token, address, code = badge_token(bo), badge_address(bo), make_code(session, bo)

    session.commit()
    return Fair


def is_here(session: Session, visitor_id: int) -> bool:
    """Whether somebody is checked in."""
    session.expire_all()
    found = session.get_one(Visitor, visitor_id).checked_in_at is not None
    session.commit()
    return found


def test_a_guest_signs_in_with_the_badge_on_a_phone(fair: Any, visit: Any) -> None:
    page = visit(None, f"/bazaar/{fair.id}/in", width=390, service_workers="block")
    fits(page)
    assert violations(page) == []
    page.goto(f"/bazaar/b/{fair.token}")
    fits(page)
    assert violations(page) == []
    press(page, "main form .btn-primary")
    assert page.url.endswith(f"/bazaar/{fair.id}/card")
    page.goto(f"/bazaar/{fair.id}/register")
    assert "Bo Guest" in page.text_content("main")
    fits(page)
    assert violations(page) == []


def test_a_guest_types_the_number_and_the_code(fair: Any, visit: Any) -> None:
    page = visit(None, f"/bazaar/{fair.id}/in", width=390, service_workers="block")
    page.fill("#number", fair.number)
    page.fill("#second", "wrong")
    press(page, "form[action$='/in/badge'] button")
    assert page.input_value("#number") == fair.number
    assert violations(page) == []
    page.fill("#second", fair.code.lower())
    press(page, "form[action$='/in/badge'] button")
    assert page.url.endswith("/card")


def test_the_organisers_morning_on_a_tablet(session: Session, fair: Any, visit: Any) -> None:
    page = visit(fair.person, f"/bazaar/{fair.id}/door", width=768)
    fits(page)
    assert violations(page) == []
    # A few letters, without a button; the answer comes while one types.
    page.fill("#q", "")
    page.type("#q", "aer")
    button = page.locator("[data-door-found] .btn-primary")
    button.wait_for()
    assert button.count() == 1
    assert violations(page) == []
    press(page, "[data-door-found] .btn-primary")
    assert is_here(session, fair.ida_id)
    assert re.search(r"1 \D+ 2", page.text_content("[data-door-count]") or "")
    # The toast takes it back.
    press(page, ".toast form button")
    assert not is_here(session, fair.ida_id)
    # A code that was told to one is gone as soon as the next is looked for.
    page.goto(f"/bazaar/{fair.id}/door/new")
    page.fill("#name", "New Guest")
    press(page, "main form .btn-primary")
    assert "New Guest" in page.text_content(".vb-note")
    page.type("#q", "aer")
    page.wait_for_selector(".vb-note", state="detached")
    page.fill("#q", "")
    # A scanner types the whole address and ends with Enter.
    with page.expect_navigation():
        page.type("#q", fair.address)
        page.press("#q", "Enter")
    assert is_here(session, fair.bo_id)
    for path in ("door/new", "door/codes", "manage/day", "manage/day/list"):
        page.goto(f"/bazaar/{fair.id}/{path}")
        assert violations(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, path


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
def test_the_board_and_the_lists_keep_the_rules(width: int, fair: Any, visit: Any) -> None:
    page = visit(fair.person, f"/bazaar/{fair.id}/manage/attendance", width=width)
    education = fair.nursing_id
    for path in (
        "manage/attendance",
        "manage/attendance?as=table",
        "manage/attendance/invite",
        "manage/attendance/remind",
        f"manage/attendance/{education}",
        "manage/visitors",
        "manage/visitors/new",
        f"manage/visitors/{fair.bo_id}",
        f"manage/visitors/{fair.bo_id}/substitute",
        f"education/{education}",
        "register",
    ):
        page.goto(f"/bazaar/{fair.id}/{path}")
        assert violations(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, path
