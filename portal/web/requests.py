"""What happens around every request: reading or writing, is the plugin on, may one come in."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user, logout_user
from sqlalchemy import select, update

from portal.access.actors import Actor, actor_for
from portal.access.routes import PUBLIC, SIGNED_IN, declared
from portal.accounts import resume
from portal.accounts.models import User
from portal.database import db, now, own_session
from portal.database.transactions import set_mode
from portal.runtime import portal
from portal.web import sessions

log = logging.getLogger(__name__)
SAFE = {"GET", "HEAD", "OPTIONS"}
SEEN_EVERY = dt.timedelta(minutes=5)
VISIT_ENDS_AFTER = dt.timedelta(minutes=45)


def init_app(app: Flask) -> None:
    """Puts the checks in front of every view, in this order."""
    app.before_request(_choose_mode)
    app.before_request(_plugin_is_on)
    app.before_request(_check_access)
    app.before_request(_note_presence)
    app.teardown_request(_leave)


def current_actor() -> Actor:
    """Who is making this request; computed once."""
    if "actor" not in g:
        user = current_user._get_current_object() if current_user.is_authenticated else None
        g.actor = actor_for(db.session, user)
    return g.actor


def _choose_mode() -> None:
    set_mode("read" if request.method in SAFE else "write")


def _leave(_problem: BaseException | None) -> None:
    # The thread serves other requests, and in tests goes on without one.
    set_mode("write")


def _plugin_is_on() -> None:
    owner = portal().blueprint_owners.get(request.blueprint or "")
    if owner is not None and not portal().states.is_on(owner):
        abort(404)


def _check_access() -> Any:
    if request.endpoint is None:
        return None  # no such address: 404 or 405 follows
    access = declared(current_app.view_functions[request.endpoint])
    if access == PUBLIC or _is_static():
        return None
    if access is None:
        log.error("%s declares no permission and is closed", request.endpoint)
        abort(403)
    if not current_user.is_authenticated:
        return _to_sign_in()
    if access == SIGNED_IN or portal().access.may(db.session, current_actor(), access):
        return None
    abort(403)


STATIC = {"static", "bootstrap.static"}


def _is_static() -> bool:
    """Whether a file of the portal or of a plugin's static folder is asked for."""
    endpoint = request.endpoint or ""
    view = current_app.view_functions.get(endpoint)
    return endpoint in STATIC or getattr(view, "__func__", None) is Blueprint.send_static_file


def _to_sign_in() -> Any:
    """To the sign-in and from there back; a form that was filled in comes along."""
    here = request.full_path.rstrip("?")
    if request.method in SAFE:
        return redirect(url_for("accounts.login", next=here))
    page = resume.page_of_form()
    if request.method == "POST" and resume.worth_keeping():
        return redirect(url_for("accounts.login", next=page, send=here), 307)
    return redirect(url_for("accounts.login", next=page))


def _note_presence() -> None:
    """Keeps when a person was last here, roughly, outside the request's own transaction."""
    if _is_static() or not current_user.is_authenticated:
        return
    seen, at = current_user.last_seen_at, now()
    if seen is not None and at - seen < SEEN_EVERY:
        return
    values: dict[str, Any] = {"last_seen_at": at}
    if seen is not None and at - seen > VISIT_ENDS_AFTER:
        values["last_visit_at"] = seen
    user_id = current_user.id
    if request.method not in SAFE:
        db.session.execute(update(User).where(User.id == user_id).values(**values))
        return
    with own_session() as session:
        session.execute(update(User).where(User.id == user_id).values(**values))


def load_user(session_id: str) -> User | None:
    """Flask-Login's user loader: 'id.version', both of which must still hold."""
    user_id, _, version = session_id.partition(".")
    if not user_id.isdigit():
        return None
    user = db.session.scalar(select(User).where(User.id == int(user_id), sessions.not_ended()))
    if user is None or not user.active or str(user.session_version) != version:
        return None
    return user


def sign_out_everywhere(user: User) -> None:
    """Ends every session of the account, this one included if it is one's own."""
    user.session_version += 1
    if current_user.is_authenticated and current_user.id == user.id:
        logout_user()
