"""An example of every hook that shows something: pages, menus, cards, panels, commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from flask import Blueprint, Flask, render_template, url_for
from flask_babel import lazy_gettext as _l

from portal.api import (
    Card,
    Health,
    NavigationItem,
    Panel,
    Permission,
    Plugin,
    Waiting,
    hookimpl,
    requires,
    signed_in,
    with_app,
)

if TYPE_CHECKING:
    from portal.api import Actor, User

bp = Blueprint("hello", __name__, url_prefix="/hello", template_folder="templates")


@bp.get("")
@signed_in
def index() -> str:
    """Everyone with an account may open this."""
    return render_template("hello/page.html")


@bp.get("/guests")
@requires("hello.guests")
def guests() -> str:
    """Only who holds the permission may open this."""
    return render_template("hello/page.html")


@click.command("hello")
@click.argument("name")
@with_app
def greet(name: str) -> None:
    """Greet somebody."""
    click.echo(f"Hello, {name}!")


class Hello(Plugin):
    """The plugin."""

    name = "hello"
    version = "1.0"
    title = _l("Hello")
    description = _l("Says hello wherever a plugin can.")
    greetings = 0

    @hookimpl
    def ready(self, app: Flask) -> None:
        # Gather what is expensive once, before the first request.
        self.greetings = len(list(app.url_map.iter_rules("hello.index")))

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        return [bp]

    @hookimpl
    def commands(self) -> Iterable[click.Command]:
        return [greet]  # portal hello Inger

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        # Held by leaders from the start; an administrator may change that.
        return [Permission("hello.guests", _l("See the guests"), ("leader",))]

    @hookimpl
    def allowed(self, actor: Actor, action: str, obj: object | None) -> bool | None:
        # Only ever taking away: nobody called Gæst sees the guests, whatever their roles.
        if action == "hello.guests" and actor.name == "Gæst":
            return False
        return None

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        url = url_for("hello.index")
        yield NavigationItem(_l("Hello"), url, "cup-hot", matches=("hello.",))
        if "hello.guests" in actor.permissions:
            yield NavigationItem(_l("Guests"), url_for("hello.guests"), "people", "admin")

    @hookimpl
    def dashboard_cards(self, actor: Actor) -> Iterable[Card]:
        yield Card("hello/card.html", {"name": actor.name}, area="side", order=50)

    @hookimpl
    def waiting(self, actor: Actor) -> Iterable[Waiting]:
        if "hello.guests" in actor.permissions:
            yield Waiting("Dørklokken", url_for("hello.guests"), _l("Somebody rang"), "bell")

    @hookimpl
    def profile_panels(self, actor: Actor, user: User) -> Iterable[Panel]:
        yield Panel("hello/card.html", {"name": user.name})

    @hookimpl
    def page_slots(self, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
        if slot == "unit":  # the page of a unit; obj is the unit
            yield Panel("hello/card.html", {"name": getattr(obj, "name", "")})

    @hookimpl
    def health_checks(self) -> Iterable[Health]:
        yield Health("hello", self.greetings > 0, "greetings are there")


plugin = Hello()
