"""A tiny portal that only looks: the frame and the macros, with doors that lead nowhere.

    python -m tests.look_app

serves it for the eye; the tests drive it too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, Response, flash, redirect, render_template, request, send_file
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from portal.web.styleguide import StyleguideForm, filled, material

ROOT = Path(__file__).resolve().parent.parent
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
DOORS = {
    "search.page": "/search",
    "search.suggest": "/search/suggest",
    "accounts.login": "/login",
    "accounts.logout": "/logout",
    "accounts.me": "/me",
    "calendars.index": "/calendar",
    "notices.index": "/me/notices",
    "accounts.settings": "/me/settings",
    "preferences.language": "/preferences/language",
    "feedback.outdated": "/feedback",
    "admin.page": "/admin",
    "autosave.save": "/drafts/keep",
    "autosave.undo_typing": "/drafts/take-back",
    "autosave.state": "/drafts/state",
    "autosave.note": "/drafts/note",
}
PLACES = [
    ("Faktaark", "/sheets", "file-earmark-text"),
    ("Bazar", "/bazaar", "shop"),
    ("Workshops", "/workshops", "people-fill"),
    ("Spredning", "/spread", "diagram-3"),
    ("Ambassadører", "/ambassadors", "person-badge"),
    ("Fællesskaber", "/communities", "chat-square-text"),
    ("Koncepter", "/concepts", "award"),
]


@dataclass
class Entry:
    title: str
    url: str
    icon: str
    current: bool = False


@dataclass
class Portal:
    """What the real portal hands to every template."""

    name: str = "Videnbazar"
    keeper: str = "Redaktionen, UC Fjordby"
    language: str = "en"
    languages: list[tuple[str, str]] = field(
        default_factory=lambda: [("da", "Dansk"), ("en", "English")]
    )
    theme: str = "auto"
    unread: int = 3
    navigation: list[Entry] = field(
        default_factory=lambda: [Entry(*place, place[1] == "/sheets") for place in PLACES]
    )
    bottom: list[Entry] = field(
        default_factory=lambda: [
            Entry("Forside", "/", "house"),
            *[Entry(*place, place[1] == "/sheets") for place in PLACES[:3]],
        ]
    )
    admin_navigation: list[Entry] = field(
        default_factory=lambda: [
            Entry("Personer", "/admin/people", "person"),
            Entry("Plugins", "/admin/plugins", "puzzle"),
        ]
    )


@dataclass
class Person:
    id: int = 7
    name: str = "Signe Krogh"
    initials: str = "SK"
    is_authenticated: bool = True


def create_app(**overrides: Any) -> Flask:
    """`overrides` replace fields of Portal: a theme, a language, no navigation."""
    app = Flask("portal", root_path=str(ROOT / "portal"))
    app.config.update(SECRET_KEY="look", BOOTSTRAP_SERVE_LOCAL=True, TESTING=True)
    app.jinja_env.undefined = StrictUndefined
    Bootstrap5(app)
    Babel(app, default_locale="en")
    csrf = CSRFProtect(app)

    @app.context_processor
    def context() -> dict[str, Any]:
        shown = Portal(**{"theme": request.cookies.get("theme", "auto"), **overrides})
        person = Person(is_authenticated=request.args.get("as") != "nobody")
        return {"portal": shown, "current_user": person}

    @app.after_request
    def strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CSP
        return response

    def theme() -> Any:
        response = redirect(request.form["next"])
        response.set_cookie("theme", request.form["theme"])
        return response

    def styleguide() -> str:
        form = StyleguideForm(data=None if request.method == "POST" else filled())
        if request.method == "POST":
            form.validate()
        elif "flash" in request.args:
            flash({"text": "The draft is deleted.", "undo_url": "/undo"}, "success")
            flash("The file could not be read. Save it as PDF and try again.", "error")
            flash("The list is a day old.", "warning")
        return render_template("portal/styleguide.html", form=form, **material())

    def sample(name: str) -> str:
        return render_template(f"look_{name}.html", form=StyleguideForm(), **material())

    def sheet() -> Response:
        return send_file(ROOT / "plugins/factsheets/portal_factsheets/static/factsheets.css")

    def error(code: int) -> tuple[str, int]:
        return render_template(f"portal/errors/{code}.html", error_id="F-2086", retry=30), code

    app.add_url_rule("/", "front.page", lambda: sample("front"))
    for endpoint, url in DOORS.items():
        app.add_url_rule(url, endpoint, lambda: "", methods=["GET", "POST"])
    app.add_url_rule("/preferences/theme", "preferences.theme", theme, methods=["POST"])
    app.add_url_rule("/styleguide", "styleguide", styleguide, methods=["GET", "POST"])
    app.add_url_rule(
        "/styleguide/preview", "preview", lambda: "<p>Shown <b>bold</b></p>", methods=["POST"]
    )
    app.add_url_rule("/sample/<name>", "sample", sample, methods=["GET", "POST"])
    app.add_url_rule("/factsheets.css", "sheet", sheet)
    app.add_url_rule("/error/<int:code>", "error", error)
    csrf.exempt(styleguide)
    app.jinja_loader.searchpath.append(str(ROOT / "tests" / "look_templates"))  # type: ignore
    return app


if __name__ == "__main__":
    create_app().run(port=8099)
