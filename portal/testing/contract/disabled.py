"""A plugin that is switched off leaves no trace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from portal.access.actors import SYSTEM
from portal.database import db
from portal.plugins.switching import switch
from portal.testing.contract.findings import Finding
from portal.testing.contract.people import person
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject

#: Pages of the core that show what plugins bring.
PAGES = ("/", "/search?q=a", "/admin", "/me")
#: What the core asks everyone, with what it needs to be asked.
ASKED = ("commands", "health_checks")


@rule("O1", stage="on")
def switched_off_it_leaves_no_trace(subject: Subject) -> Iterator[Finding]:
    """Its routes answer 404, and no page of the portal leads there."""
    app = subject.app
    assert app is not None
    browser = person(subject, "admin")
    addresses = _addresses(subject)
    with off(subject):
        for route in subject.rules():
            for method in sorted(set(route.methods) - {"HEAD", "OPTIONS"}):
                status = _status(browser, route, method)
                if status not in (404, 400, None):
                    text = f"{method} {route.rule} answers {status} while the plugin is off"
                    yield subject.finding("O1", text, app.view_functions[route.endpoint])
        for page in PAGES:
            found = set(re.findall(r'(?:href|action|src)="([^"?#]+)', browser.get(page).text))
            for address in sorted(found & addresses):
                text = f"{page.split('?')[0]} leads to {address} while the plugin is off"
                yield subject.finding("O1", text)
    yield from _runs_everywhere(subject)


def _runs_everywhere(subject: Subject) -> Iterator[Finding]:
    """Functions around every request know nothing of switching."""
    app = subject.app
    assert app is not None
    for text in subject.core.plugins.loaded[subject.name].trespasses:
        if "switched off" not in text:  # R3 says that
            yield subject.finding("O1", text)
    for words, functions in (
        ("before every request", app.before_request_funcs.get(None, ())),
        ("after every request", app.after_request_funcs.get(None, ())),
        ("after every request", app.teardown_request_funcs.get(None, ())),
        ("for every template", app.template_context_processors.get(None, ())),
        ("for every address", app.url_value_preprocessors.get(None, ())),
        ("for every address", app.url_default_functions.get(None, ())),
        ("for every error", _error_handlers(app)),
    ):
        for function in functions:
            if subject.is_ours(function):
                text = f"{function.__name__} runs {words}, also while the plugin is off"
                yield subject.finding("O1", text, function)


def _error_handlers(app: Any) -> list[Any]:
    by_code = app.error_handler_spec.get(None, {})
    return [handler for handlers in by_code.values() for handler in handlers.values()]


def _addresses(subject: Subject) -> set[str]:
    found = set()
    for route in subject.rules():
        if not route.arguments:
            found.add(route.build({}, append_unknown=False)[1])
    return found


def _status(browser: Any, route: Any, method: str) -> int | None:
    try:
        address = route.build(dict.fromkeys(route.arguments, 1), append_unknown=False)[1]
    except Exception:
        return None
    response = browser.client.open(address, method=method)
    return int(response.status_code)


@contextmanager
def off(subject: Subject) -> Iterator[None]:
    """Inside, the plugin and what requires it are switched off."""
    plugins = subject.core.plugins
    order = plugins.order()
    needing = {subject.name}
    for name in order:  # in the order of needs: whoever needs one of them comes later
        entry = plugins.loaded[name].plugin
        if entry is not None and needing & set(entry.requires):
            needing.add(name)
    names = [name for name in order if name in needing]
    for name in reversed(names):
        _switch(subject, name, False)
    try:
        yield
    finally:
        for name in names:
            _switch(subject, name, True)


def _switch(subject: Subject, name: str, on: bool) -> None:
    switch(db.session(), SYSTEM, name, on)
    db.session.commit()
    subject.core.states.forget_cache()
