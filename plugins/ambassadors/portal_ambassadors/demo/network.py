"""Fills an empty portal with meetings and articles of the network."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import SYSTEM, User, actor_for, find_user, now, saved, today

from ..articles import services as writing
from ..articles.services import ArticleData
from ..articles.states import KIND as ARTICLE
from ..meetings.services import MeetingData, plan

SOURCE = Path(__file__).parent / "network.toml"
COORDINATOR = "organiser@demo.example"


def load_meetings(session: Session) -> None:
    """Adds the meetings; nobody gets a mail of it."""
    coordinator = find_user(session, COORDINATOR)
    actor = actor_for(session, coordinator) if coordinator is not None else SYSTEM
    for row in tomllib.loads(SOURCE.read_text(encoding="utf-8"))["meeting"]:
        day = today() + dt.timedelta(days=row.pop("day"))
        plan(session, actor, MeetingData(day=_workday(day), **row), mail=False)


def load_articles(session: Session) -> None:
    """Adds the articles."""
    people = {user.email: user.id for user in session.scalars(select(User))}
    for row in tomllib.loads(SOURCE.read_text(encoding="utf-8"))["article"]:
        authors = [people[one] for one in row["authors"] if one in people]
        if not authors:
            continue
        data = ArticleData(
            title=row["title"], lead=row["lead"], text=row["text"], author_ids=authors
        )
        article = writing.create(session, SYSTEM, data)
        writing.publish(session, SYSTEM, article)
        article.published_at = now() - dt.timedelta(days=row["days_ago"])
        session.flush()
        saved(session, ARTICLE, article.id, writing.audience(article), actor=SYSTEM)


def _workday(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
