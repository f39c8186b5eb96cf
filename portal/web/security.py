"""Headers, cookies, CSRF: closed from the first commit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Flask, Response, abort, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import Settings
from portal.web.sessions import PortalSessions

CSP = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: The largest form; files come with limits of their own.
MAX_FORM_BYTES = 4 * 1024 * 1024

csrf = CSRFProtect()


def init_app(app: Flask, settings: Settings, key: str) -> None:
    """Configures sessions, CSRF, proxies and headers."""
    https = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=key,
        SESSION_COOKIE_NAME="__Host-portal" if https else "portal",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        SESSION_PROTECTION=None,
        PERMANENT_SESSION_LIFETIME=dt.timedelta(hours=settings.session_hours),
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        # A form left open for a day can still be sent: the session it belongs to must live.
        WTF_CSRF_TIME_LIMIT=None,
        # Behind a proxy that speaks https, or none at all; the token itself is the protection.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = PortalSessions()
    app.before_request(_every_field_has_a_name)
    csrf.init_app(app)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops
        )
    app.after_request(lambda response: _harden(response, https))


def _every_field_has_a_name() -> None:
    """A part of a multipart form may come without a name, which no browser sends and nothing
    that reads forms reckons with."""
    multipart = request.endpoint and request.mimetype == "multipart/form-data"
    if multipart and (None in request.form or None in request.files):
        abort(400)


def _harden(response: Response, https: bool) -> Any:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint not in ("static", "bootstrap.static") and not (
        request.endpoint or ""
    ).endswith(".static"):
        # Pages are personal; 'back' after signing out must not show them.
        response.headers.setdefault("Cache-Control", "no-store")
    return response
