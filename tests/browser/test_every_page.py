"""Every page: under axe, without sideways scrolling, and nothing fetched from outside."""

import pytest

from portal.access.routes import declared
from portal.testing.browser import press, violations


def addresses(app):
    """Every address that answers GET with a page, with 1 for what it asks for."""
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or declared(app.view_functions[rule.endpoint]) is None:
            continue
        values = dict.fromkeys(rule.arguments, 1)
        try:
            path = rule.build(values, append_unknown=False)[1]
        except (TypeError, ValueError, KeyError):
            continue
        found.add(path)
    return sorted(found)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_can_be_used_by_everyone(app, visitor, content, language, width):
    admin = visitor("admin", width=width)
    page = admin.page
    if page.locator("html").get_attribute("lang") != language:
        press(page, "footer button[name=language]")
    found, visited = {}, 0
    for address in [*addresses(app), *content, "/search?q=studerende", "/search?q=xyz", "/nowhere"]:
        answer = admin.context.request.get(admin.url + address)
        # Files, and parts of pages that a script fetches, are no pages.
        if not answer.text().lstrip().lower().startswith("<!doctype"):
            continue
        admin.go(address)
        visited += 1
        assert answer.status < 500, address
        assert page.locator("html").get_attribute("lang") == language, address
        wrong = violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append("scrolls sideways")
        if wrong:
            found[address] = wrong
    if language == "en":
        admin.go("/")
        press(page, "footer button[name=language]")
    assert visited > 25 + len(content)
    assert found == {}


def test_nothing_is_fetched_from_outside(visitor):
    staff = visitor("staff")
    for path in ("/", "/factsheets/", "/factsheets/1", "/factsheets/new", "/search?q=vejledning"):
        staff.go(path)
        staff.page.wait_for_load_state("networkidle")
    assert len(staff.fetched) > 20
    outside = [url for url in staff.fetched if not url.startswith((staff.url, "data:"))]
    assert outside == []
