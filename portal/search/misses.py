"""What was searched in vain, by how many different people; who they are cannot be read from it.

Of a person and a query only a keyed hash is kept, and that for no longer than the window that
is reported. Nothing is kept of a query that anything in the portal would answer, whoever may see
it: so the report holds no words of what its reader may not see.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import re
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.database import now, own_session
from portal.runtime import portal
from portal.search.models import SearchMissMark

log = logging.getLogger("portal.search")
#: Seeing what was searched for in vain, here and in plugins.
SEE_MISSED = "search.missed"
#: What fewer different people searched for is never shown.
FEWEST = 3
LONGEST = 80
# A mail address; a CPR number, or any number as long; what one pastes by mistake.
_PERSONAL = re.compile(r"\S@\S|\d{6}[\s.-]*\d{4}|(?:\d[\s.-]?){8,}|https?:")


@dataclass(frozen=True, slots=True)
class Missed:
    """A query that found nothing, how many people searched for it, and when the last did."""

    query: str
    people: int
    last: dt.date


def normalised(text: str) -> str:
    """The query as it is counted; empty where nothing may be kept of it."""
    plain = " ".join(text.casefold().split())
    if len(plain) > LONGEST or _PERSONAL.search(plain) or ":" in plain:
        return ""
    return plain if any(letter.isalpha() for letter in plain) else ""


def note(text: str, user_id: int) -> None:
    """Counts a query that found nothing. Never fails: a search is not to fail for its sake."""
    query = normalised(text)
    if not query or portal().search.engine.knows(query):
        return
    try:
        with own_session() as session:
            count(session, query, user_id, now().date())
    except (SQLAlchemyError, RuntimeError):
        log.warning("a search without result was not counted", exc_info=True)


def count(session: Session, query: str, user_id: int, day: dt.date) -> None:
    """Counts a person's query once, on the last day it was asked; forgets what is too old."""
    session.execute(delete(SearchMissMark).where(SearchMissMark.day < _first(day)))
    mark = _mark(query, user_id)
    known = session.get(SearchMissMark, mark)
    if known is None:
        session.add(SearchMissMark(mark=mark, query=query, day=day))
    else:
        known.day = max(known.day, day)
    session.flush()


def missed(session: Session, limit: int = 100, day: dt.date | None = None) -> list[Missed]:
    """What at least three different people searched for in vain within the window, most first.

    What finds something by now, for anybody at all, is left out.
    """
    people = func.count()
    rows = session.execute(
        select(SearchMissMark.query, people, func.max(SearchMissMark.day))
        .where(SearchMissMark.day >= _first(day or now().date()))
        .group_by(SearchMissMark.query)
        .having(people >= FEWEST)
        .order_by(people.desc(), SearchMissMark.query)
        .limit(limit)
    )
    synonyms = portal().search.synonyms(session)
    knows = portal().search.engine.knows
    return [Missed(*row) for row in rows if not knows(row.query, synonyms)]


def searched_in_vain(session: Session, actor: Actor, limit: int = 100) -> list[Missed]:
    """`missed`, for who may see it (the permission 'search.missed'); empty for anybody else."""
    if not portal().access.may(session, actor, SEE_MISSED):
        return []
    return missed(session, max(0, min(limit, 1000)))


def _first(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=portal().settings.search_window_days - 1)


def _mark(query: str, user_id: int) -> str:
    """Without the portal's key, which is in no database, nobody can try who it was."""
    key = current_app.secret_key or b""
    key = key.encode() if isinstance(key, str) else key
    return hmac.new(key, f"search\0{user_id}\0{query}".encode(), hashlib.sha256).hexdigest()
