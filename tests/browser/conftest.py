"""A real portal with its demo, and Chromium before it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from ..reliability.live import PASSWORD, LivePortal


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    portal = LivePortal(tmp_path_factory.mktemp("browser") / "instance")
    portal.start()
    portal.run("index", "wait")
    yield portal
    portal.end()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium: CI may not skip the browser tests")
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """A person at a browser; remembers what the console complained of and what was fetched."""

    def __init__(self, live: LivePortal, context: Any) -> None:
        self.url, self.context, self.page = live.url, context, context.new_page()
        self.complaints: list[str] = []
        self.fetched: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.fetched.append(request.url))

    def _heard(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> Any:
        """Opens a page and returns the answer."""
        return self.page.goto(self.url + path)

    def sign_in(self, who: str) -> Visitor:
        """Signs in as a demo account."""
        self.go("/login")
        self.page.fill("main [name=email]", f"{who}@demo.example")
        self.page.fill("main [name=password]", PASSWORD)
        self.page.press("main [name=password]", "Enter")
        self.page.wait_for_url(self.url + "/")
        return self


@pytest.fixture
def visitor(live: LivePortal, chromium: Any) -> Iterator[Any]:
    """`visitor('staff')`, `visitor('admin', width=320)`: a signed-in browser of its own."""
    open_contexts: list[Any] = []
    visitors: list[Visitor] = []

    def start(who: str | None = None, width: int = 1280, **options: Any) -> Visitor:
        size = {"width": width, "height": 800}
        context = chromium.new_context(viewport=size, locale="da-DK", **options)
        open_contexts.append(context)
        one = Visitor(live, context)
        visitors.append(one)
        return one.sign_in(who) if who else one

    yield start
    for context in open_contexts:
        context.close()
    assert [text for one in visitors for text in one.complaints] == []
