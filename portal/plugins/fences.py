"""What stands around every page is the core's alone: a plugin that puts something there while it
is loaded, or replaces what is there, is put back and told so."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from flask import Flask

AROUND = (
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "url_value_preprocessors",
    "url_default_functions",
    "template_context_processors",
)


class Trespass(Exception):
    """A plugin reached around every page."""


def _refuse(*_arguments: Any, **_more: Any) -> None:
    raise Trespass(
        "addresses are brought by the hook `blueprints`; this one could not be switched off"
    )


@contextmanager
def fenced(app: Flask, *, routes: bool) -> Iterator[None]:
    """Whatever the block changes of the application itself is undone, and Trespass raised.
    `routes`: whether it may bring addresses."""
    lists = {name: list(getattr(app, name).get(None, ())) for name in AROUND}
    ends = list(app.teardown_appcontext_funcs)
    handlers = {code: dict(found) for code, found in app.error_handler_spec[None].items()}
    kept: list[tuple[str, MutableMapping[str, Any], dict[str, Any]]] = [
        ("view_functions", app.view_functions, dict(app.view_functions)),
        ("config", app.config, dict(app.config)),
        ("extensions", app.extensions, dict(app.extensions)),
        ("jinja globals", app.jinja_env.globals, dict(app.jinja_env.globals)),
        ("jinja filters", app.jinja_env.filters, dict(app.jinja_env.filters)),
        ("jinja tests", app.jinja_env.tests, dict(app.jinja_env.tests)),
    ]
    if not routes:
        app.add_url_rule = _refuse  # type: ignore[method-assign]
    try:
        yield
    finally:
        if not routes:
            del app.add_url_rule
        found = _put_back(app, lists, ends, handlers, kept)
    if found:
        raise Trespass(f"it changed what stands around every page: {', '.join(found)}")


def _put_back(
    app: Flask,
    lists: dict[str, list[Any]],
    ends: list[Any],
    handlers: dict[Any, dict[Any, Any]],
    kept: list[tuple[str, MutableMapping[str, Any], dict[str, Any]]],
) -> list[str]:
    found = []
    for name, before in lists.items():
        if getattr(app, name).get(None, []) != before:
            getattr(app, name)[None] = before
            found.append(name)
    if app.teardown_appcontext_funcs != ends:
        app.teardown_appcontext_funcs[:] = ends
        found.append("teardown_appcontext_funcs")
    now = {code: dict(each) for code, each in app.error_handler_spec[None].items()}
    if {code: each for code, each in now.items() if each} != {
        code: each for code, each in handlers.items() if each
    }:
        app.error_handler_spec[None].clear()
        app.error_handler_spec[None].update(handlers)
        found.append("error_handler_spec")
    for name, mapping, earlier in kept:
        changed = [key for key in earlier if mapping.get(key) is not earlier[key]]
        for key in changed:
            mapping[key] = earlier[key]
        found += [f"{name} {key}" for key in changed]
    return found
