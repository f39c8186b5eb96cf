"""Sessions: signed cookies that idle out, are prolonged now and then, and end when told to."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from flask import Flask, Request, current_app, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature
from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from portal.accounts.models import EndedSession
from portal.database import now

#: A session is prolonged when its cookie is this old.
PROLONG_AFTER = dt.timedelta(minutes=5)
NAME = "sid"


class PortalSession(SecureCookieSession):
    """A session that knows when its cookie was made."""

    made_at: dt.datetime | None = None


class PortalSessions(SecureCookieSessionInterface):
    """Flask's signed cookies, prolonged at most every five minutes.

    Flask would send the cookie anew with every answer, also with every picture: an answer that
    was under way while somebody signed out would sign them in again.
    """

    session_class = PortalSession

    def open_session(self, app: Flask, request: Request) -> PortalSession | None:
        """The session of the cookie; an empty one if there is none that holds."""
        serializer = self.get_signing_serializer(app)
        value = request.cookies.get(self.get_cookie_name(app))
        if serializer is None or not value:
            return PortalSession()
        age = int(app.permanent_session_lifetime.total_seconds())
        try:
            content, made_at = serializer.loads(value, max_age=age, return_timestamp=True)
        except BadSignature:
            return PortalSession()
        found = PortalSession(content)
        found.made_at = made_at
        return found

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Only what changed, and what has become old."""
        if session.modified or not session.permanent:
            return session.modified
        made_at = getattr(session, "made_at", None)
        if made_at is None:
            return True
        age = dt.datetime.now(dt.UTC) - made_at
        return age > min(PROLONG_AFTER, app.permanent_session_lifetime / 10)


def begin() -> None:
    """Gives this browser's session a name of its own, by which it can be ended."""
    session[NAME] = secrets.token_urlsafe(16)


def end(db_session: Session) -> None:
    """Ends this browser's session, also for whoever has a copy of its cookie."""
    digest = _digest()
    if digest and not db_session.scalar(_ended(digest)):
        until = now() + current_app.permanent_session_lifetime + PROLONG_AFTER
        db_session.add(EndedSession(digest=digest, until=until))
    session.clear()


def not_ended() -> Any:
    """A condition for a query: this browser's session was not ended."""
    digest = _digest()
    return ~_ended(digest).scalar_subquery() if digest else True


def forget_ended(db_session: Session) -> None:
    """Deletes what is kept of sessions whose cookies are too old by now."""
    db_session.execute(delete(EndedSession).where(EndedSession.until < now()))


def _ended(digest: str) -> Any:
    return select(exists().where(EndedSession.digest == digest))


def _digest() -> str:
    name = session.get(NAME)
    return hashlib.sha256(str(name).encode()).hexdigest() if name else ""
