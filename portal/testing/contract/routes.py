"""Routes: who may open them, and that they take no address of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.access.routes import PUBLIC, SIGNED_IN, declared
from portal.plugins.clashes import owner_of
from portal.testing.contract.findings import Finding
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject

NOWHERE = "/an-address-that-nobody-has/4711"


@rule("R1", "R2", stage="on")
def routes_say_who_may_open_them(subject: Subject) -> Iterator[Finding]:
    """@signed_in, @public, or a permission that is known."""
    assert subject.app is not None
    permissions = subject.core.permissions
    for route in subject.rules():
        view = subject.app.view_functions[route.endpoint]
        access = declared(view)
        if access is None:
            text = f"{route.rule} does not say who may open it: @signed_in, @requires(…), @public"
            yield subject.finding("R1", text, view)
        elif access not in {PUBLIC, SIGNED_IN, *permissions}:
            yield subject.finding("R2", f"{route.rule} wants {access}, which nobody declares", view)
        elif access in permissions and not _may_use(subject, access):
            text = f"{route.rule} wants {access}, of a plugin that is not required"
            yield subject.finding("R2", text, view)


def _may_use(subject: Subject, permission: str) -> bool:
    """The core's permissions, its own and those of what it requires."""
    owner = permission.split(".")[0]
    others = set(subject.core.plugins.loaded) - {subject.name, *subject.plugin.requires}
    return owner not in others


@rule("R3", stage="on")
def blueprints_bear_its_name(subject: Subject) -> Iterator[Finding]:
    """`lending` or `lending_…`; and every route stands on one, so that it can be switched off."""
    assert subject.app is not None
    for name, owner in subject.core.blueprint_owners.items():
        top = name.split(".")[0]
        if owner == subject.name and top != owner and not top.startswith(f"{owner}_"):
            yield subject.finding("R3", f"the blueprint {name} must be named {owner} or {owner}_…")
    for text in subject.core.plugins.loaded[subject.name].trespasses:
        if "switched off" in text:
            yield subject.finding("R3", text)
    for endpoint, view in subject.app.view_functions.items():
        if subject.is_ours(view) and not owner_of(endpoint, subject.core.blueprint_owners):
            text = f"{endpoint} stands on no blueprint of the plugin and cannot be switched off"
            yield subject.finding("R3", text, view)


@rule("R4", stage="on")
def addresses_are_its_own(subject: Subject) -> Iterator[Finding]:
    """Every address of the core, and every one that nobody has, is still answered by the core."""
    app = subject.app
    assert app is not None
    owners = subject.core.blueprint_owners
    taken: set[str] = set()
    for route in app.url_map.iter_rules():
        if owner_of(route.endpoint, owners) != subject.name:
            for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
                taken.add(_answering(app, _example(route), method))
    taken.add(_answering(app, NOWHERE, "GET"))
    for endpoint in sorted(taken):
        if endpoint and owner_of(endpoint, owners) == subject.name:
            text = f"{endpoint} answers addresses that are not the plugin's"
            yield subject.finding("R4", text, app.view_functions[endpoint])


def _example(route: Any) -> str:
    for value in (1, "x"):
        try:
            built = route.build(dict.fromkeys(route.arguments, value), append_unknown=False)
        except Exception:
            continue
        if built:
            return str(built[1])
    return NOWHERE


def _answering(app: Flask, address: str, method: str) -> str:
    try:
        return app.url_map.bind("localhost").match(address, method=method)[0]
    except (HTTPException, RequestRedirect):
        return ""
