"""Without a mouse: the way from a search to its first hit is short."""

from portal.testing.browser import press


def focused(page):
    return page.evaluate(
        "() => (document.activeElement.innerText || document.activeElement.id || '').trim()"
    )


def tabs_to(page, words, most=40):
    for number in range(1, most):
        page.keyboard.press("Tab")
        if focused(page).startswith(words):
            return number
    raise AssertionError(f"{words} is not within {most} tabs")


def test_from_the_search_over_the_filters_to_the_first_hit(visitor):
    page = visitor("staff").page
    page.keyboard.press("/")
    page.keyboard.type("vejledning")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    first = page.locator("article.vb-hit h2 a").first.inner_text()
    tabs_to(page, "Spring filtrene over", 15)
    page.keyboard.press("Enter")
    assert focused(page) == "after-filters"
    assert tabs_to(page, first) <= 4
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == first


def test_a_part_that_waits_opens_on_a_phone_when_it_is_asked_for(visitor):
    author = visitor("ambassador", width=390)
    page = author.page
    author.go("/factsheets/new")
    assert not page.locator("[name=findings]").is_visible()
    page.locator("a[href='#part-found']").click()
    assert page.locator("[name=findings]").is_visible()
    page.fill("[name=title]", "Et foldet ark")
    page.fill("[name=findings]", "Det virkede.")
    press(page, ".vb-savebar button[value=save]")
    assert "Hvad fandt I" in page.locator("#part-found summary").first.inner_text()
    assert page.input_value("[name=findings]") == "Det virkede."
