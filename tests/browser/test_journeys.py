"""The main jobs, as people do them, counting their clicks."""

import re

from portal.testing.browser import press

from ..reliability.live import until


def write_sheet(visitor, title, **more):
    page = visitor.page
    visitor.go("/factsheets/new")
    page.fill("[name=title]", title)
    page.fill("[name=summary]", "Et ark fra en prøve.")
    page.fill("[name=challenge]", "Vi savner et ord.")
    page.fill("[name=hypothesis_if]", "vi skriver det ned,")
    page.fill("[name=hypothesis_then]", "finder andre det.")
    page.fill("[name=actions]", "1. Vi skrev.\n2. Vi søgte.")
    page.check("[name=phase][value='3']", force=True)
    page.check("[name=outcome][value=too_early]", force=True)
    for name, value in more.items():
        page.check(f"[name={name}][value={value}]", force=True)
    page.click(".vb-savebar button[value=publish]")
    page.wait_for_url(re.compile(r"/factsheets/\d+"))
    return page.url


def finds(visitor, word):
    visitor.go(f"/search?q={word}")
    return visitor.page.locator("article.vb-hit").count()


def test_staff_search_open_and_go_back(visitor):
    staff = visitor("staff")
    page = staff.page
    page.keyboard.press("/")
    page.keyboard.type("udgangsbillet")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    assert page.locator("article.vb-hit").count() >= 2
    page.locator("article.vb-hit h2 a").first.click()
    assert page.locator("h1").inner_text().startswith("Udgangsbilletten")
    page.go_back()
    assert page.locator("article.vb-hit").count() >= 2


def test_what_an_ambassador_publishes_others_find_and_what_is_hidden_is_gone(visitor):
    author, reader = visitor("ambassador"), visitor("newcomer")
    address = write_sheet(author, "Kvartsbazaren i gården")
    assert until(lambda: finds(reader, "kvartsbazaren") == 1, 5)
    reader.page.locator("article.vb-hit h2 a").click()
    assert reader.page.locator("h1").inner_text() == "Kvartsbazaren i gården"

    author.go(re.search(r"/factsheets/\d+", address).group(0) + "/edit")
    author.page.check("[name=visibility][value=private]", force=True)
    author.page.click(".vb-savebar button[value=save]")
    author.page.wait_for_url(re.compile(r"/factsheets/\d+(?!.*edit)"))
    assert finds(reader, "kvartsbazaren") == 0
    reader.go("/factsheets/?q=kvartsbazaren")
    assert "Kvartsbazaren i" not in reader.page.content()
    assert reader.go(re.search(r"/factsheets/\d+", address).group(0)).status == 404
    assert until(lambda: finds(author, "kvartsbazaren") == 1, 5), "the author still finds it"


def test_a_dead_worker_hides_nothing_late(visitor, live):
    import os
    import signal

    author, reader = visitor("ambassador"), visitor("staff")
    address = write_sheet(author, "Zinkbazaren i kælderen")
    assert until(lambda: finds(reader, "zinkbazaren") == 1, 5)
    workers = [pid for pid, words in live.family().items() if words.rstrip().endswith("worker")]
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    try:
        author.go(re.search(r"/factsheets/\d+", address).group(0) + "/edit")
        author.page.check("[name=visibility][value=private]", force=True)
        author.page.click(".vb-savebar button[value=save]")
        author.page.wait_for_url(re.compile(r"/factsheets/\d+(?!.*edit)"))
        assert finds(reader, "zinkbazaren") == 0
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)


def test_what_was_typed_survives_a_refusal(visitor):
    author = visitor("ambassador")
    page = author.page
    author.go("/factsheets/new")
    page.fill("[name=actions]", "1. Det her må ikke forsvinde.")
    press(page, ".vb-savebar button[value=publish]")
    assert page.input_value("[name=actions]") == "1. Det her må ikke forsvinde."
    assert page.locator(".vb-errors, [role=alert]").count() >= 1


def test_language_and_theme_are_one_click_and_stay(visitor):
    reader = visitor("newcomer")
    page = reader.page
    before = page.locator("html").get_attribute("lang")
    press(page, "footer button[name=language]")
    after = page.locator("html").get_attribute("lang")
    assert {before, after} == {"da", "en"}
    press(page, "footer button[name=theme]:visible")
    reader.go("/factsheets/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    press(page, "footer button[name=theme]:visible")
    press(page, "footer button[name=language]")
