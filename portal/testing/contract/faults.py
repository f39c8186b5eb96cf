"""Injected faults: whichever hook fails, the portal's own pages stay up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import delete

from portal.database import db
from portal.plugins.manager import PluginManager
from portal.plugins.models import PluginFailure, PluginState
from portal.testing.contract.findings import Finding
from portal.testing.contract.hooks import hook_names
from portal.testing.contract.pages import exceptions
from portal.testing.contract.people import person
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject
from portal.testing.sessions import PortalClient

PAGES = ("/", "/search?q=a", "/healthz")
#: Asked once, when the application is built: the fault must be there then.
AT_START = ("ready", "blueprints", "permissions", "kinds", "jobs", "schedules")


class InjectedFault(Exception):
    """What the contract makes a hook raise."""


@rule("F1", "X1", stage="on")
def a_failing_hook_takes_nothing_along(subject: Subject) -> Iterator[Finding]:
    """Every hook of the plugin is made to raise, in turn; front page, search and health answer."""
    browser = person(subject, "admin")
    for page in PAGES:
        if browser.get(page).status_code != 200:
            text = f"{page.split('?')[0]} fails without an injected fault, so none was tried"
            yield subject.finding("X1", text)
            return
    for hook in hook_names():
        if not subject.core.plugins.has(hook, subject.name):
            continue
        with fault(subject, hook):
            if hook in AT_START:
                yield from _start_again(subject, hook)
            else:
                yield from _answers(subject, hook, browser)
        _forget_failures(subject)


def _answers(subject: Subject, hook: str, browser: Any) -> Iterator[Finding]:
    for page in PAGES:
        with exceptions(subject) as raised:
            status = browser.get(page).status_code
        if status != 200:
            reason = f" ({type(raised[-1]).__name__}: {raised[-1]})" if raised else ""
            text = f"{page.split('?')[0]} answers {status} when the hook {hook} fails{reason}"
            yield subject.finding("F1", text, subject.root / "__init__.py")


def _start_again(subject: Subject, hook: str) -> Iterator[Finding]:
    from portal.app import create_app

    assert subject.app is not None
    try:
        app = create_app(subject.core.settings)
    except Exception as problem:
        text = f"the portal does not start when the hook {hook} fails: {problem}"
        yield subject.finding("F1", text, subject.root / "__init__.py")
        return
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.jinja_env.bytecode_cache = subject.app.jinja_env.bytecode_cache
    app.test_client_class = PortalClient
    started = Subject(name=subject.name, candidate=subject.candidate, app=app)
    yield from _answers(started, hook, person(started, "admin"))
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def fault(subject: Subject, hook: str) -> Iterator[None]:
    """Inside, the plugin's implementation of `hook` raises, in every application."""
    call_one = PluginManager.call_one

    def faulty(self: PluginManager, asked: str, name: str, arguments: dict[str, Any]) -> Any:
        if (asked, name) == (hook, subject.name):
            raise InjectedFault(f"the contract makes {hook} fail")
        return call_one(self, asked, name, arguments)

    with patch.object(PluginManager, "call_one", faulty):
        yield


def _forget_failures(subject: Subject) -> None:
    """The next fault must meet a plugin that is on."""
    states = subject.core.states
    states._pending.clear()
    session = db.session()
    session.execute(delete(PluginFailure).where(PluginFailure.plugin == subject.name))
    session.execute(delete(PluginState).where(PluginState.name == subject.name))
    session.commit()
    states.forget_cache()
