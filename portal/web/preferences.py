"""Language and light or dark, for the person or, signed out, for the browser."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask_login import current_user

from portal.access.routes import public
from portal.database import db
from portal.web.context import THEME_COOKIE, THEMES
from portal.web.i18n import COOKIE, LANGUAGES, note_pressed
from portal.web.safe_redirect import back_to

bp = Blueprint("preferences", __name__)
YEAR = 365 * 24 * 3600


@bp.post("/preferences/language")
@public
def language() -> Any:
    """Sets the language; one we do not speak changes nothing."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES and not current_user.is_authenticated:
        note_pressed(request.form.get("next", "")[:2000], wanted)
    return _set("language", wanted, tuple(LANGUAGES), COOKIE)


@bp.post("/preferences/theme")
@public
def theme() -> Any:
    """Sets light, dark or as the system."""
    return _set("theme", request.form.get("theme", ""), THEMES, THEME_COOKIE)


def _set(attribute: str, value: str, allowed: tuple[str, ...], cookie: str) -> Any:
    response = back_to(request.form.get("next"))
    if value in allowed:
        if current_user.is_authenticated:
            setattr(current_user, attribute, value)
            db.session.commit()
        response.set_cookie(
            cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure, httponly=False
        )
    return response
