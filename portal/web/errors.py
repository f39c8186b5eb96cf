"""Error pages that help, and never a trace."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, make_response, render_template, request
from flask_babel import force_locale
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateError
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError
from werkzeug.exceptions import BadHost, HTTPException

from portal.accounts import resume
from portal.database import db
from portal.errors import NotAllowed
from portal.plugins.states import BY_STRANGER
from portal.runtime import portal
from portal.web.i18n import COOKIE, LANGUAGES
from portal.web.requests import current_actor

log = logging.getLogger(__name__)
PAGES = {400, 403, 404, 405, 413, 429, 500, 503}


def init_app(app: Flask) -> None:
    """Registers a page for every error."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NotAllowed, lambda problem: _page(403))
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(Exception, _unexpected)


def _http_error(problem: HTTPException) -> Any:
    code = problem.code or 500
    if code < 400 or isinstance(problem, BadHost):
        return problem  # no address can be built on a Host that is no name: not our page, then
    about = {"off": _switched_off()} if code == 404 else {}
    response = _page(code if code in PAGES else (400 if code < 500 else 500), status=code, **about)
    if problem.get_response().headers.get("Allow"):
        response.headers["Allow"] = problem.get_response().headers["Allow"]
    return response


def _switched_off() -> Any:
    """The title of the plugin that is off and whose page was asked for, for those who can switch
    it on; others are not told what there could be."""
    core = portal()
    owner = core.blueprint_owners.get(request.blueprint or "")
    try:
        if owner is None or core.states.is_on(owner):
            return None
        if "plugins.manage" not in current_actor().permissions:
            return None
    except SQLAlchemyError:
        return None  # the page itself will find out
    entry = core.plugins.loaded.get(owner)
    return (entry.plugin.title if entry and entry.plugin else "") or owner


def _expired(_problem: CSRFError) -> Any:
    # Signed in again in another tab: what was typed in this one can be sent once more.
    offered = resume.again()
    return (offered, 400) if offered else _page(400, expired=True)


def _unexpected(problem: Exception) -> Any:
    db.session.rollback()
    if isinstance(problem, (OperationalError, ProgrammingError)) and _not_upgraded():
        return _page(503, upgrade=True)
    owner = portal().blueprint_owners.get(request.blueprint or "")
    if owner is not None:
        place = ("view " if _has_account() else BY_STRANGER) + str(request.endpoint)
        error_id = portal().dispatch.report(owner, place, problem)
    else:
        error_id = "F-" + secrets.token_hex(4)
        log.exception("%s: %s %s", error_id, request.method, request.path)
    return _page(500, error_id=error_id)


def _has_account() -> bool:
    try:
        return bool(current_user.is_authenticated)
    except SQLAlchemyError:
        return False


def _not_upgraded() -> bool:
    from portal.database.migrations import CORE, is_current

    try:
        return not is_current(db.engine, CORE)
    except SQLAlchemyError:
        return True


def _page(code: int, status: int | None = None, **context: Any) -> Any:
    """The page for `code`. 500 and 503 ask neither the database nor the person; the others fall
    back on 503's frame where the database is what is broken."""
    try:
        if code >= 500:
            body = _bare(code, **context)
        else:
            body = render_template(f"portal/errors/{code}.html", **context)
    except (SQLAlchemyError, TemplateError, RuntimeError) as problem:
        log.warning("the error page %s could not be rendered: %s", code, problem)
        db.session.rollback()
        body = _bare(503, **context)
    response = make_response(body, status or code)
    if code == 503:
        response.headers["Retry-After"] = "10"
    return response


def _bare(code: int, **context: Any) -> str:
    language = request.cookies.get(COOKIE, "")
    settings = portal().settings
    language = language if language in LANGUAGES else settings.language
    with force_locale(language):
        return render_template(
            f"portal/errors/{code}.html",
            **{"error_id": "", "language": language, "brand": settings.name, **context},
        )
