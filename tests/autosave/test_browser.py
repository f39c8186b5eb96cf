"""Typed words in a real browser: closed tabs, dead networks, ended sessions, other devices."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.testing.factories import PASSWORD

from .pad import Pad

pytestmark = pytest.mark.browser
WORDS = "Vi mødes hver fredag, og alle siger én ting."


@pytest.fixture(scope="module")
def _pad(tmp_path_factory: Any) -> Iterator[Pad]:
    folder = tmp_path_factory.mktemp("pad")
    before = list(sys.path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("portal.config.CHECKOUT_PLUGINS", folder / "none")
        made = Pad(folder)
    yield made
    made.stop()
    sys.path[:] = before
    for module in [name for name in sys.modules if name.startswith("portal_pad")]:
        del sys.modules[module]


@pytest.fixture
def pad(_pad: Pad) -> Pad:
    """The portal, with an empty pad and people nobody has written as."""
    _pad.begin()
    return _pad


def sign_in(page: Any, pad: Pad, email: str = "") -> None:
    page.locator("input[name=email]").fill(email or pad.email)
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form button.btn-primary").first.click()


def open_pad(context: Any, pad: Pad) -> Any:
    """The form, signed in."""
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(pad.url + "/pad/")
    if "/login" in page.url:
        sign_in(page, pad)
    assert page.locator("h1").inner_text() == "Pad"
    return page


def said(page: Any) -> Any:
    return page.locator(".vb-savebar [role=status]")


def wait_for(page: Any, words: str) -> None:
    said(page).filter(has_text=words).wait_for()


def wait_for_empty(page: Any) -> None:
    from playwright.sync_api import expect

    expect(said(page)).to_have_text("")


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether `condition` came true in time."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def type_words(page: Any, words: str = WORDS) -> None:
    page.locator("#title").fill("Fredagsmødet")
    page.locator("#text").fill(words)


def go_on(page: Any) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name="Go on with them").first.click()


def stored(page: Any) -> int:
    return page.evaluate(
        "Object.keys(localStorage).filter(k => k.startsWith('portal-words/')).length"
    )


def test_words_wait_on_every_device_once_they_are_kept(device: Any, pad: Pad) -> None:
    work = open_pad(device(), pad)
    type_words(work)
    work.locator("#secret").fill("not for keeping")
    work.locator("#private").fill("nor this")
    wait_for(work, "Saved as a draft at")
    assert stored(work) == 0
    work.close()

    home = open_pad(device(), pad)
    assert home.locator("#text").input_value() == ""
    assert "Fredagsmødet" in home.goto(pad.url + "/").text()
    home.goto(pad.url + "/pad/")
    go_on(home)
    assert home.locator("#text").input_value() == WORDS
    assert home.locator("#secret").input_value() == ""
    assert home.locator("#private").input_value() == ""


def test_saving_ends_the_draft(device: Any, pad: Pad) -> None:
    page = open_pad(device(), pad)
    type_words(page)
    wait_for(page, "Saved as a draft at")
    page.locator("#text").fill(WORDS + " Også i dag.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert until(lambda: stored(page) == 0)

    assert pad.saved["text"] == WORDS + " Også i dag."
    page.goto(pad.url + "/pad/")
    assert page.locator("#text").input_value() == WORDS + " Også i dag."
    assert page.get_by_role("link", name="Go on with them").count() == 0


def test_a_tab_closed_in_the_middle_of_a_word(device: Any, pad: Pad) -> None:
    context = device()
    page = open_pad(context, pad)
    type_words(page)
    page.close(run_before_unload=False)

    again = open_pad(context, pad)
    again.get_by_role("link", name="Go on with them").wait_for()
    go_on(again)
    assert again.locator("#text").input_value() == WORDS


def test_a_dead_network(device: Any, pad: Pad) -> None:
    context = device()
    page = open_pad(context, pad)
    context.set_offline(True)
    type_words(page)
    wait_for(page, "kept on this device")
    assert stored(page) == 1
    page.close()
    context.set_offline(False)

    again = open_pad(context, pad)
    again.get_by_role("link", name="Go on with them").wait_for()
    assert stored(again) == 0
    go_on(again)
    assert again.locator("#text").input_value() == WORDS


@pytest.mark.slow
def test_the_network_comes_back_while_the_page_is_open(device: Any, pad: Pad) -> None:
    context = device()
    page = open_pad(context, pad)
    context.set_offline(True)
    type_words(page)
    wait_for(page, "kept on this device")
    context.set_offline(False)
    wait_for(page, "Saved as a draft at")
    assert stored(page) == 0


@pytest.mark.slow
def test_a_restarted_server(device: Any, pad: Pad) -> None:
    page = open_pad(device(), pad)
    pad.stop()
    type_words(page)
    wait_for(page, "kept on this device")
    pad.start()
    wait_for(page, "Saved as a draft at")


def test_an_ended_session(device: Any, pad: Pad) -> None:
    context = device()
    page = open_pad(context, pad)
    context.clear_cookies()
    type_words(page)
    wait_for(page, "You are signed out")
    page.close()

    again = open_pad(context, pad)
    again.get_by_role("link", name="Go on with them").wait_for()
    go_on(again)
    assert again.locator("#text").input_value() == WORDS
    assert stored(again) == 0


@pytest.mark.slow
def test_signing_in_again_in_another_tab_is_enough(device: Any, pad: Pad) -> None:
    context = device()
    page = open_pad(context, pad)
    context.clear_cookies()
    type_words(page)
    wait_for(page, "You are signed out")
    with context.expect_page() as opened:
        said(page).get_by_role("link").click()
    sign_in(opened.value, pad)
    opened.value.close()
    page.bring_to_front()
    wait_for(page, "Saved as a draft at")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert page.locator("h1").inner_text() == "Done"
    assert pad.saved["text"] == WORDS


def test_words_of_one_person_never_come_to_another(device: Any, pad: Pad) -> None:
    context = device()
    page = open_pad(context, pad)
    context.clear_cookies()
    type_words(page)
    wait_for(page, "You are signed out")
    other = context.new_page()
    other.goto(pad.url + "/login?next=/pad/")
    sign_in(other, pad, pad.other)
    page.locator("#text").fill(WORDS + " Mere.")
    page.bring_to_front()
    wait_for(page, "You are signed out")
    other.goto(pad.url + "/drafts/")

    assert "Everything is saved" in other.content()
    assert "Fredag" not in other.content()
    assert stored(page) == 1


def test_signing_out_asks_before_unsent_words_are_deleted(device: Any, pad: Pad) -> None:
    context = device()
    page = open_pad(context, pad)
    asked: list[str] = []
    context.route("**/drafts/keep", lambda route: route.abort())
    type_words(page)
    wait_for(page, "kept on this device")
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.get_by_label("Your menu").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")

    assert any("not been sent" in text for text in asked)
    assert stored(page) == 0


@pytest.mark.slow
def test_typing_back_what_was_there_leaves_no_draft(device: Any, pad: Pad) -> None:
    context = device()
    page = open_pad(context, pad)
    page.locator("#text").fill("x")
    wait_for(page, "Saved as a draft at")
    page.locator("#text").fill("")
    wait_for_empty(page)
    assert "Everything is saved" in page.goto(pad.url + "/drafts/").text()


@pytest.mark.slow
def test_a_form_with_errors_is_kept_as_it_came_back(device: Any, pad: Pad) -> None:
    page = open_pad(device(), pad)
    page.locator("#text").fill(WORDS)
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert page.locator(".vb-errors").is_visible()
    wait_for(page, "Saved as a draft at")
    page.close()

    home = open_pad(device(), pad)
    go_on(home)
    assert home.locator("#text").input_value() == WORDS
    home.goto(pad.url + "/drafts/")
    assert home.locator(".vb-card").count() == 1


@pytest.mark.slow
def test_without_scripts_the_words_can_be_gone_on_with(device: Any, pad: Pad) -> None:
    page = open_pad(device(), pad)
    type_words(page)
    wait_for(page, "Saved as a draft at")
    plain = open_pad(device(java_script_enabled=False), pad)
    go_on(plain)
    assert plain.locator("#text").input_value() == WORDS
    with plain.expect_navigation():
        plain.get_by_role("button", name="Save", exact=True).click()
    assert plain.goto(pad.url + "/drafts/").text().count("Everything is saved") == 1
