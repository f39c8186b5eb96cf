"""That somebody has looked at a page: a fact, kept once in the trail."""

from __future__ import annotations

import logging

from flask import Flask, Response, request
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.audit.trail import record
from portal.database import db, own_session
from portal.web.requests import current_actor

log = logging.getLogger("portal.firstrun")
SEEN = "setup.seen"
#: endpoint -> what has been seen then
PAGES = {"plugins.index": "plugins", "firstrun.backup": "backup"}


def watch(app: Flask) -> None:
    """Keeps the first time that each of the pages was shown to who may see it."""
    app.after_request(_note)


def seen(session: Session) -> set[str]:
    """What has been looked at."""
    details = session.scalars(select(AuditEntry.detail).where(AuditEntry.action == SEEN))
    return {str(detail.get("page")) for detail in details}


def _note(response: Response) -> Response:
    page = PAGES.get(request.endpoint or "")
    if page is None or request.method != "GET" or response.status_code != 200:
        return response
    try:
        if page not in seen(db.session):
            actor = current_actor()
            with own_session() as session:
                record(session, actor, SEEN, page=page)
    except (SQLAlchemyError, RuntimeError) as problem:  # the page is worth more than the tick
        log.warning("that a page was seen could not be kept: %s", problem)
    return response
