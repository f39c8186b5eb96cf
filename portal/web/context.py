"""What every template can use: `portal` (menus, language, look) and the formatting of dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask_babel import format_date, format_datetime, format_decimal, get_locale
from flask_login import current_user

from portal.runtime import portal
from portal.web.i18n import LANGUAGES
from portal.web.markdown import render_markdown
from portal.web.parts import NavigationItem
from portal.web.requests import current_actor

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "portal_theme"


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry as the templates want it."""

    title: Any
    url: str
    icon: str
    current: bool


class Frame:
    """The `portal` of the templates; each part is computed when a template asks for it."""

    def __init__(self) -> None:
        self._items: list[NavigationItem] | None = None
        self._unread: int | None = None

    @property
    def name(self) -> str:
        """The portal's name."""
        return portal().settings.name

    @property
    def keeper(self) -> str:
        """Who keeps the pages."""
        return portal().settings.keeper

    @property
    def language(self) -> str:
        """'da' or 'en'."""
        return str(get_locale() or portal().settings.language)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """(code, name in its own language)."""
        return list(LANGUAGES.items())

    @property
    def theme(self) -> str:
        """'auto', 'light' or 'dark': the person's choice, else this browser's."""
        if current_user.is_authenticated:
            return current_user.theme
        cookie = request.cookies.get(THEME_COOKIE, "auto")
        return cookie if cookie in THEMES else "auto"

    @property
    def unread(self) -> int:
        """Notices one has not read."""
        from portal.database import db
        from portal.notices.services import unread

        if self._unread is None:
            self._unread = unread(db.session, current_actor())
        return self._unread

    @property
    def navigation(self) -> list[Entry]:
        """The main menu."""
        return self._place("main")

    @property
    def bottom(self) -> list[Entry]:
        """The bottom bar of phones: the front page and the first of the main menu."""
        if not current_user.is_authenticated:
            return []
        from flask import url_for
        from flask_babel import gettext as _

        home = Entry(
            _("Front page"), url_for("front.page"), "house", request.endpoint == "front.page"
        )
        return [home, *self._place("main")][:4]

    @property
    def admin_navigation(self) -> list[Entry]:
        """What administrators and editors maintain."""
        return self._place("admin")

    def _place(self, place: str) -> list[Entry]:
        if self._items is None:
            actor = current_actor()
            self._items = (
                portal().dispatch.collect("navigation", actor=actor) if actor.is_signed_in else []
            )
        items = sorted(
            (item for item in self._items if item.place == place), key=lambda item: item.order
        )
        endpoint = request.endpoint or ""
        return [
            Entry(item.title, item.url, item.icon, _is_current(item, endpoint)) for item in items
        ]


def _is_current(item: NavigationItem, endpoint: str) -> bool:
    return request.path == item.url or any(endpoint.startswith(start) for start in item.matches)


def date_words(value: dt.date | dt.datetime | None) -> str:
    """26. november 2026"""
    return format_date(value, "long") if value else ""


def moment_words(value: dt.datetime | None) -> str:
    """26. november 2026 kl. 13.00, in the portal's time zone."""
    if value is None:
        return ""
    if str(get_locale()) == "da":
        return format_datetime(value, "d. MMMM y 'kl.' HH.mm")
    return format_datetime(value, "d MMMM y, HH:mm")


def init_app(app: Flask) -> None:
    """Gives the templates their globals and filters."""
    app.context_processor(lambda: {"portal": Frame(), "actor": current_actor})
    app.jinja_env.filters.update(
        date_words=date_words,
        moment_words=moment_words,
        markdown=render_markdown,
        number=format_decimal,
    )
    app.jinja_env.globals["may"] = may


def may(action: str, obj: object | None = None) -> bool:
    """For templates: `{% if may('edit', sheet) %}`."""
    from portal.database import db

    return portal().access.may(db.session, current_actor(), action, obj)
