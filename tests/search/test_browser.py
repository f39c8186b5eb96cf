"""The search by keyboard, and what a screen reader is told, in a real browser."""

import re

import pytest


@pytest.fixture
def page(visit, make, work, sign_in):
    school = make.unit("Skovbakkeskolen")
    make.user("Ane Skovlund", units=[school])
    make.user("Bo Skovgaard", units=[make.unit("Indskolingen", school)])
    work()
    return visit(sign_in())


def test_by_keyboard_from_typing_to_a_person(page):
    page.goto("/search")
    page.keyboard.press("/")
    page.keyboard.type("skovl")
    option = page.get_by_role("option", name=re.compile("Ane Skovlund"))
    option.wait_for()
    live = page.locator("[aria-live], [role=status]")
    assert any("1 suggestion" in text for text in live.all_inner_texts())
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/people/\d+"))


def test_the_number_of_results_is_said(page):
    page.goto("/search?q=skov")
    assert page.title().startswith("2 results: skov")
    page.locator("main [role=status]", has_text="2 results").wait_for()
    page.goto("/search?q=skovlund&kind=unknown")
    assert page.title().startswith("0 results")


def test_ways_out_of_an_empty_answer_by_keyboard(page):
    page.goto("/search?q=skovlund+-ane")
    way = page.get_by_role("link", name="1 result without -ane")
    way.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q=skovlund$"))
    assert page.locator("article.vb-hit").count() == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_the_help_and_an_empty_answer_fit(page, width, tmp_path):
    from portal.testing.browser import violations

    page.set_viewport_size({"width": width, "height": 900})
    for number, path in enumerate(("/search", "/search?q=skovlund+-ane&kind=person")):
        page.goto(path)
        page.locator("details.vb-more summary").last.click() if number else None
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=tmp_path / f"{number}-{width}.png", full_page=True)
        assert violations(page) == []
