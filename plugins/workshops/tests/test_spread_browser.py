"""The map in a real browser: walking by keys, looking back in time, phones, axe; a wish and an
answer by mouse."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import expect
from portal_workshops.models import Adoption, AdoptionAction, AdoptionChange, PracticeWish

from portal.api import now
from portal.testing.browser import press, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def grown(session: Any, make: Any, sheet: Any) -> Any:
    """An origin, two that took it home, one after the first of them."""
    top = make.unit("UC Fjordby")
    made = []
    for index, (name, parent, days) in enumerate(
        [("Lærer", None, 700), ("Pædagog", 0, 500), ("Radiograf", 0, 300), ("Ergoterapeut", 1, 40)]
    ):
        unit = make.unit(name, parent=top)
        origin = made[parent].id if parent is not None else None
        one = sheet(f"Vejledning {index}", unit_id=unit.id, builds_on_id=origin)
        one.published_at = now() - dt.timedelta(days=days)
        if origin:
            begun = one.published_at
            adoption = Adoption(
                sheet_id=one.id, origin_id=origin, unit_id=unit.id, title=one.title, status="in_use"
            )
            adoption.created_at = begun
            adoption.changes = [
                AdoptionChange(status="trying", at=begun),
                AdoptionChange(status="in_use", at=begun + dt.timedelta(days=35)),
            ]
            session.add(adoption)
        made.append(one)
    session.commit()
    return made


def focused(page: Any) -> str:
    """The practice on which the keys stand."""
    return page.evaluate("document.activeElement.getAttribute('aria-label') || ''")


def test_walking_by_keys_and_back_in_time(visit: Any, sign_in: Any, grown: Any) -> None:
    page = visit(sign_in(), f"/workshops/spread/{grown[0].id}")
    page.locator(".spread-node").first.focus()
    assert "Lærer" in focused(page)
    for key, place in (
        ("ArrowRight", "Pædagog"),
        ("ArrowDown", "Radiograf"),
        ("ArrowUp", "Pædagog"),
        ("ArrowRight", "Ergoterapeut"),
        ("ArrowLeft", "Pædagog"),
        ("Home", "Lærer"),
    ):
        page.keyboard.press(key)
        assert place in focused(page), key
    assert page.locator(".spread-node[tabindex='0']").count() == 1
    before = page.locator(".spread-fig").bounding_box()["width"]
    page.get_by_role("button", name="Larger").click()
    assert page.locator(".spread-fig").bounding_box()["width"] > before
    slider = page.locator("[data-slider]")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator(".spread-node:not(.spread-later)")).to_have_count(1)
    page.keyboard.press("End")
    expect(page.locator(".spread-node:not(.spread-later)")).to_have_count(4)
    assert page.locator(".spread-node rect.s-green").count() == 3
    page.keyboard.press("ArrowLeft")
    assert page.locator(".spread-node rect.s-amber").count() <= 1
    press(page, ".spread-time button")
    assert "month=" in page.url
    page.locator(".spread-node").nth(1).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/factsheets/{grown[1].id}")


@pytest.fixture
def large(session: Any, make: Any, sheet: Any) -> Any:
    """A family of 61 over four generations, of which one in the second is hidden; its origin."""
    top = make.unit("UC Fjordby")
    made: list[Any] = []
    for index in range(61):
        one = sheet(
            f"Praksis {index}",
            unit_id=make.unit(f"Sted {index}", parent=top).id,
            builds_on_id=made[(index - 1) // 4].id if made else None,
            visibility="private" if index == 7 else "everyone",
        )
        one.published_at = now() - dt.timedelta(days=3700 - 60 * index)
        made.append(one)
    session.commit()
    return made


def shown(page: Any) -> list[str]:
    """The practices one can see."""
    labels = page.locator(".spread-node:visible").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-label'))"
    )
    return [one.split(",")[0] for one in labels]


def branch(page: Any, number: int) -> Any:
    """The button that folds and unfolds what grew from a place."""
    return page.locator(f".spread-fold[aria-label*='Sted {number},']")


@pytest.mark.slow
def test_branches_fold_and_unfold(visit: Any, sign_in: Any, large: Any) -> None:
    page = visit(sign_in(), f"/workshops/spread/{large[0].id}")
    told = page.locator("[role=status][data-shown]")
    # The origin, 4, and the 16 and two after them: one hidden, its own hang one nearer.
    expect(told).to_have_text("24 of 60 shown")
    assert "Sted 7" not in page.content() and "Praksis 7" not in page.content()
    one = branch(page, 5)
    expect(one).to_have_attribute("aria-expanded", "false")
    assert "Sted 21" not in shown(page)
    one.click()
    expect(one).to_have_attribute("aria-expanded", "true")
    assert {"Sted 21", "Sted 22", "Sted 23", "Sted 24"} <= set(shown(page))
    expect(told).to_have_text("28 of 60 shown")
    # By keys: the practice says its state itself.
    node = page.locator(".spread-node[aria-label^='Sted 5,']")
    node.focus()
    expect(node).to_have_attribute("aria-expanded", "true")
    page.keyboard.press(" ")
    expect(node).to_have_attribute("aria-expanded", "false")
    assert "Sted 5" in focused(page) and "Sted 21" not in shown(page)
    page.keyboard.press("ArrowRight")
    expect(node).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    assert "Sted 21" in focused(page)
    # Folding a branch takes the keys along that stood in it.
    branch(page, 1).click()
    expect(told).to_have_text("17 of 60 shown")
    assert page.locator(".spread-node[tabindex='0']:visible").count() == 1
    page.get_by_role("button", name="Unfold everything").click()
    expect(told).to_have_text("60 of 60 shown")
    # Nothing lies on anything else.
    boxes = page.locator(".spread-node:visible rect").evaluate_all(
        "all => all.map((one) => { const r = one.getBoundingClientRect(); return [r.x, r.y] })"
    )
    assert len({(round(x), round(y)) for x, y in boxes}) == 60
    page.get_by_role("button", name="Fold everything", exact=True).click()
    expect(told).to_have_text("5 of 60 shown")
    assert violations(page) == []


@pytest.mark.slow
def test_time_filters_and_fingers_on_what_is_folded(visit: Any, sign_in: Any, large: Any) -> None:
    address = f"/workshops/spread/{large[0].id}"
    page = visit(sign_in(), address, width=390, has_touch=True)
    told = page.locator("[role=status][data-shown]")
    branch(page, 5).tap()
    expect(told).to_have_text("28 of 60 shown")
    slider = page.locator("[data-slider]")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator(".spread-node:visible")).to_have_count(1)
    expect(page.locator(".spread-fold:visible")).to_have_count(0)
    page.keyboard.press("End")
    expect(told).to_have_text("28 of 60 shown")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # The list of phones folds by itself.
    steps = page.locator(".spread-list details")
    assert steps.first.get_attribute("open") is not None
    assert steps.nth(1).get_attribute("open") is None
    steps.nth(1).locator("summary").first.tap()
    expect(
        page.locator(".spread-list").get_by_role("link", name="Sted 5", exact=True)
    ).to_be_visible()
    # What is asked for is unfolded: the ways to it are there.
    page.goto(f"{address}?status=unsaid")
    expect(page.locator("[role=status][data-shown]")).to_have_text("60 of 60 shown")
    page.goto(f"{address}?status=in_use")
    assert page.locator("[role=status][data-shown]").inner_text().startswith("5 of")


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_of_mine_under_axe(
    visit: Any, sign_in: Any, make: Any, session: Any, grown: Any, width: int, language: str
) -> None:
    planner = make.user(roles=["organiser"], language=language)
    adoption = session.query(Adoption).first()
    adoption.actions = [AdoptionAction(what="Danne grupper", user_id=planner.id)]
    session.add(PracticeWish(user_id=planner.id, sheet_id=grown[0].id))
    session.commit()
    page = visit(sign_in(planner), "/workshops/wishes/", width=width)
    found = {}
    for path in (
        "/workshops/wishes/",
        "/workshops/wishes/all",
        "/workshops/wishes/all?by=unit",
        "/workshops/wishes/demand",
        f"/workshops/wishes/practice/s{grown[0].id}",
        "/workshops/adoptions/",
        f"/workshops/adoptions/{adoption.id}",
        "/workshops/spread/",
        "/workshops/spread/flows",
        "/workshops/spread/stops",
        f"/workshops/spread/{grown[0].id}",
        f"/workshops/spread/{grown[0].id}?status=in_use",
        f"/factsheets/{grown[0].id}",
        "/workshops/adoptions/answer/forged",
    ):
        page.goto(path)
        wrong = violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append("scrolls sideways")
        if wrong:
            found[path] = wrong
    assert found == {}


def test_a_wish_and_an_answer_by_mouse(
    visit: Any, sign_in: Any, make: Any, session: Any, grown: Any
) -> None:
    person = make.user(roles=["staff"], units=[make.unit("Socialrådgiver")])
    page = visit(sign_in(person), f"/factsheets/{grown[0].id}", width=390)
    with page.expect_navigation():
        page.get_by_role("button", name="I want to take it home").click()
    expect(page.get_by_text("You wish for it")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="I want to take it home")).to_be_visible()
    adoption = session.query(Adoption).first()
    adoption.responsible_id = person.id
    address = f"/workshops/adoptions/{adoption.id}"
    session.commit()
    page.goto(address)
    page.locator("label:has-text('Developed further')").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_text("Your answer is on the map")).to_be_visible()
    session.expire_all()
    assert session.query(Adoption).first().status == "developed"


def test_the_pages_of_the_mails_without_signing_in(
    visit: Any, make: Any, session: Any, grown: Any
) -> None:
    from portal_workshops.adoption.tokens import action_token, review_token
    from portal_workshops.models import AdoptionReview

    person = make.user(roles=["staff"])
    adoption = session.query(Adoption).first()
    adoption.responsible_id = person.id
    review = AdoptionReview(due_on=now().date(), asked_id=person.id, asked_at=now())
    adoption.reviews.append(review)
    action = AdoptionAction(what="Danne grupper", user_id=person.id)
    adoption.actions.append(action)
    session.commit()
    ask = f"/workshops/adoptions/answer/{review_token(review)}"
    done = f"/workshops/adoptions/done/{action_token(action)}"
    session.commit()
    page = visit(None, f"{ask}?status=trying", width=390)
    assert violations(page) == []
    press(page, "main button")
    assert violations(page) == []
    page.goto(f"{ask}?change=1")
    assert violations(page) == []
    assert page.locator("main button").count() == 5
    page.goto(done)
    assert violations(page) == []
    press(page, "main button")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    session.expire_all()
    assert session.get_one(Adoption, adoption.id).status == "trying"


def test_the_buttons_of_a_small_family_stand_beside_their_practice(
    visit: Any, sign_in: Any, grown: Any
) -> None:
    page = visit(sign_in(), f"/workshops/spread/{grown[0].id}")
    buttons = page.locator(".spread-fold:visible")
    expect(buttons).to_have_count(2)
    for number in range(2):
        button = buttons.nth(number)
        name = button.get_attribute("data-of")
        box = page.locator(f"[data-node='{name}'] rect").bounding_box()
        seen = button.locator("rect:not(.reach)").bounding_box()
        assert 0 <= seen["x"] - (box["x"] + box["width"]) < 20
        assert box["y"] < seen["y"] + seen["height"] / 2 < box["y"] + box["height"]


@pytest.mark.slow
def test_what_one_looks_at_stays_when_the_map_grows_and_paper_has_all_of_it(
    visit: Any, sign_in: Any, large: Any
) -> None:
    page = visit(sign_in(), f"/workshops/spread/{large[0].id}")
    scroll = page.locator("[data-scroll]")
    page.get_by_role("button", name="Unfold everything").click()
    middle = "one => (one.scrollTop + one.clientHeight / 2) / one.querySelector('svg').clientHeight"
    scroll.evaluate("one => one.scrollTo(0, one.scrollHeight / 2)")
    before = scroll.evaluate(middle)
    page.get_by_role("button", name="Larger").click()
    assert abs(scroll.evaluate(middle) - before) < 0.02
    page.get_by_role("button", name="Show all of it").click()
    expect(page.locator(".spread-far")).to_have_count(1)
    expect(page.locator(".spread-node text").first).to_be_hidden()
    page.get_by_role("button", name="Larger").click(click_count=9)
    expect(page.locator(".spread-far")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.locator("[data-tools]")).to_be_hidden()
    assert scroll.evaluate("one => one.scrollHeight <= one.clientHeight + 1")
    assert scroll.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
