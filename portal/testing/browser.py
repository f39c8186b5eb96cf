"""A real browser for tests: the system's Chromium, computers to open it on, a portal to visit,
and axe. Fixtures for the core's tests and for plugins', loaded with `portal.testing.fixtures`.

A test waits for what it needs (`expect_navigation`, `wait_for`, playwright's `expect`), never for
time to pass.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from portal.testing.sessions import Person

#: How long playwright's `expect` waits, in ms, for what is bound to come: a machine may be slow.
PATIENCE = 20_000
#: WCAG 2.2 AA, as axe calls its parts.
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, started once: a second playwright in one process would refuse to start."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium: CI may not skip the browser tests")
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def device(chromium: Any) -> Iterator[Callable[..., Any]]:
    """`device()`, `device(390)`: a context of the browser, somebody's computer or phone. Further
    keywords are playwright's. What its pages complain of in the console fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def start(width: int = 1280, height: int = 800, **options: Any) -> Any:
        # Without motion: a colour on its way to another is neither to axe.
        settled = {"reduced_motion": "reduce", **options}
        context = chromium.new_context(viewport={"width": width, "height": height}, **settled)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda said: complaints.append(said.text) if bad(said) else None)
        contexts.append(context)
        return context

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


def bad(said: Any) -> bool:
    """Whether a message of the console is a defect of ours: not a 404, nor a network that a test
    took away, also while a service worker was being fetched (one that the server refuses is told
    in other words)."""
    failed_to_load = "Failed to load resource" in said.text and "status of 5" not in said.text
    cut_off = said.text == "An unknown error occurred when fetching the script."
    return said.type == "error" and not failed_to_load and not cut_off


@contextmanager
def serving(app: Flask, port: int = 0) -> Iterator[str]:
    """The address of an application, served by threads of this process for as long as it lasts."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def visit(app: Flask, device: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """`visit(sign_in('staff'), '/factsheets/', width=390)`: that person's browser on a page of the
    application under test; `page.context` opens more. What the test has pending is committed
    first; a test that reads the database ends that transaction (`session.commit()`) before the
    page writes, or the two would wait for each other."""
    from portal.database import db

    with serving(app) as address:

        def go(person: Person | None, path: str = "/", width: int = 1280, **options: Any) -> Any:
            context = device(width, base_url=address, **options)
            cookies = (person.client._cookies or {}).values() if person else ()
            context.add_cookies(
                [{"name": one.key, "value": one.value, "url": address} for one in cookies]
            )
            page = context.new_page()
            db.session.commit()
            page.goto(path)
            return page

        yield go


def press(page: Any, selector: str) -> None:
    """Presses a button that leads to another page, and waits until that one is there."""
    with page.expect_navigation():
        page.locator(selector).click()


def comes_true(page: Any, question: str, seconds: float = 20) -> None:
    """Waits until what a function of the page promises is true: to playwright's
    `wait_for_function` a promise is a yes, whatever comes of it."""
    from playwright.sync_api import Error

    deadline = time.monotonic() + seconds
    while True:
        try:
            if page.evaluate(question):
                return
        except Error as problem:  # the page was on its way to another
            if "context was destroyed" not in problem.message:
                raise
        assert time.monotonic() < deadline, f"not within {seconds} s: {question}"
        page.wait_for_timeout(50)


def violations(page: Any) -> list[str]:
    """What axe finds wrong with a page, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": list(WCAG)}).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {[check['message'] for check in node['any'][:1]]}"
        for rule in found
        for node in rule["nodes"]
    ]
