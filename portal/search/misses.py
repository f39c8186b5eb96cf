"""What was searched in vain: counted by the day and by different people, without who they are."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.database import now, own_session
from portal.search.models import SearchMiss, SearchMissMark, SearchMissSalt

log = logging.getLogger("portal.search")
#: Fewer different searchers than this on a day are never shown.
FEWEST = 3
KEPT = dt.timedelta(days=365)
LONGEST = 80
# A mail address; a CPR number, or any number as long; what one pastes by mistake.
_PERSONAL = re.compile(r"\S@\S|\d{6}[\s.-]*\d{4}|(?:\d[\s.-]?){8,}|https?:")


@dataclass(frozen=True, slots=True)
class Missed:
    """A query that found nothing; `people` searched for it on the day most did."""

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
    if not query:
        return
    try:
        with own_session() as session:
            count(session, query, user_id, now().date())
    except (SQLAlchemyError, RuntimeError):
        log.warning("a search without result was not counted", exc_info=True)


def count(session: Session, query: str, user_id: int, day: dt.date) -> None:
    """Counts a person's query on a day, once; forgets by whom the days before were counted."""
    for model in (SearchMissMark, SearchMissSalt):
        session.execute(delete(model).where(model.day < day))
    salt = session.get(SearchMissSalt, day)
    if salt is None:
        salt = SearchMissSalt(day=day, salt=secrets.token_hex(32))
        session.add(salt)
    mark = hashlib.sha256(f"{salt.salt}\0{user_id}\0{query}".encode()).hexdigest()
    if session.get(SearchMissMark, mark) is not None:
        return
    session.add(SearchMissMark(mark=mark, day=day))
    found = session.scalar(
        select(SearchMiss).where(SearchMiss.query == query, SearchMiss.day == day)
    )
    if found is None:
        found = SearchMiss(query=query, day=day, people=0)
        session.add(found)
    found.people += 1
    session.execute(delete(SearchMiss).where(SearchMiss.day < day - KEPT))


def missed(session: Session, limit: int = 100) -> list[Missed]:
    """What at least three different people searched for on one day in vain, most first."""
    most = func.max(SearchMiss.people)
    rows = session.execute(
        select(SearchMiss.query, most, func.max(SearchMiss.day))
        .where(SearchMiss.people >= FEWEST)
        .group_by(SearchMiss.query)
        .order_by(most.desc(), SearchMiss.query)
        .limit(limit)
    )
    return [Missed(*row) for row in rows]
