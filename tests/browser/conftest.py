"""A real portal with its demo, and people before it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
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
def content(live: LivePortal) -> list[str]:
    """Fills the pages that are empty at first; the addresses worth a look."""
    script = str(Path(__file__).with_name("content.py"))
    done = subprocess.run(
        [sys.executable, script], env=live.environ, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-3000:]
    live.run("index", "wait")
    return done.stdout.split()


class Visitor:
    """A person at a browser; remembers what was fetched."""

    def __init__(self, live: LivePortal, context: Any) -> None:
        self.url, self.context, self.page = live.url, context, context.new_page()
        self.fetched: list[str] = []
        self.page.on("request", lambda request: self.fetched.append(request.url))

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
def visitor(live: LivePortal, device: Any) -> Any:
    """`visitor('staff')`, `visitor('admin', width=320)`: a signed-in browser of its own."""

    def start(who: str | None = None, width: int = 1280, **options: Any) -> Visitor:
        one = Visitor(live, device(width, locale="da-DK", **options))
        return one.sign_in(who) if who else one

    return start
