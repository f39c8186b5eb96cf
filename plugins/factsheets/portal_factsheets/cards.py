"""What the front page shows of fact sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from flask import url_for
from flask_babel import format_date, get_timezone
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import Actor, Card, Panel, User, Waiting, most_read, narrow

from .models import FactSheet, OutdatedNote
from .permissions import CREATE
from .services.listing import load
from .services.sheets import KIND, today
from .views.list_page import cards
from .vocabulary import Status

NEWEST, MOST_READ, SINCE = 6, 5, 5
SOON = dt.timedelta(days=14)
#: Sheets on the page of who wrote them.
WRITTEN = 12


def dashboard_cards(session: Session, actor: Actor) -> Iterable[Card]:
    """The newest, the most read of the month, and what came since the last visit."""
    newest = _newest(session, actor, NEWEST)
    create_url = url_for("factsheets_editing.create") if CREATE in actor.permissions else ""
    yield Card(
        "factsheets/cards/newest.html",
        {
            "cards": cards(session, newest),
            "all_url": url_for("factsheets.index"),
            "create_url": create_url,
        },
        area="main",
        order=10,
    )
    if not newest:
        return
    since = _since_last_visit(session, actor)
    if since is not None:
        yield since
    popular = _popular(session, actor)
    if popular:
        yield Card(
            "factsheets/cards/most_read.html",
            {"cards": cards(session, popular)},
            area="main",
            order=40,
        )


def _newest(
    session: Session, actor: Actor, limit: int, since: dt.datetime | None = None
) -> list[FactSheet]:
    statement = select(FactSheet.id).where(FactSheet.status == Status.PUBLISHED)
    if since is not None:
        statement = statement.where(FactSheet.published_at > since)
    statement = statement.order_by(FactSheet.published_at.desc(), FactSheet.id.desc())
    ids = session.scalars(narrow(statement.limit(limit), actor, FactSheet)).all()
    return load(session, ids)


def _since_last_visit(session: Session, actor: Actor) -> Card | None:
    user = session.get(User, actor.user_id) if actor.user_id else None
    if user is None or user.last_visit_at is None:
        return None
    statement = select(func.count(FactSheet.id)).where(
        FactSheet.status == Status.PUBLISHED, FactSheet.published_at > user.last_visit_at
    )
    number = session.scalar(narrow(statement, actor, FactSheet)) or 0
    if not number:
        return None
    found = _newest(session, actor, SINCE, user.last_visit_at)
    return Card(
        "factsheets/cards/since.html",
        {"cards": cards(session, found), "number": number, "more": url_for("factsheets.index")},
        area="side",
        order=20,
    )


def _popular(session: Session, actor: Actor) -> list[FactSheet]:
    ids = most_read(session, KIND, days=30, limit=200)
    if not ids:
        return []
    statement = select(FactSheet.id).where(
        FactSheet.id.in_(ids), FactSheet.status == Status.PUBLISHED
    )
    seen = set(session.scalars(narrow(statement, actor, FactSheet)))
    return load(session, [sheet_id for sheet_id in ids if sheet_id in seen][:MOST_READ])


def written_by(session: Session, actor: Actor, user_id: int) -> Iterable[Panel]:
    """The published sheets a person wrote, as far as the actor sees them."""
    statement = select(FactSheet.id).where(
        FactSheet.status == Status.PUBLISHED, FactSheet.author_id == user_id
    )
    statement = statement.order_by(FactSheet.published_at.desc(), FactSheet.id.desc())
    ids = session.scalars(narrow(statement.limit(WRITTEN), actor, FactSheet)).all()
    if ids:
        found = cards(session, load(session, ids))
        yield Panel("factsheets/cards/written.html", {"cards": found}, order=20)


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """Notes that a sheet of mine is out of date, its reviews, my drafts; the urgent first."""
    if actor.user_id is None:
        return
    mine = (FactSheet.responsible_id == actor.user_id) | (
        FactSheet.responsible_id.is_(None) & (FactSheet.author_id == actor.user_id)
    )
    noted = session.execute(
        select(FactSheet.id, FactSheet.title, func.max(OutdatedNote.created_at).label("at"))
        .join(OutdatedNote, OutdatedNote.sheet_id == FactSheet.id)
        .where(OutdatedNote.closed_at.is_(None), mine)
        .group_by(FactSheet.id, FactSheet.title)
        .order_by(func.max(OutdatedNote.created_at))
    ).all()
    for row in noted:
        text = _("Somebody wrote that it is out of date")
        yield Waiting(row.title, _url(row.id), text, "clock-history", "amber", 10)
    day = today()
    due = session.execute(
        select(FactSheet.id, FactSheet.title, FactSheet.review_due)
        .where(
            mine,
            FactSheet.status == Status.PUBLISHED,
            FactSheet.review_due <= day + SOON,
            FactSheet.id.not_in([row.id for row in noted]),
        )
        .order_by(FactSheet.review_due, FactSheet.id)
        .limit(6)
    ).all()
    for sheet in due:
        text = due_words(sheet.review_due or day, day)
        yield Waiting(sheet.title, _url(sheet.id), text, "clock-history", "amber", 20)
    drafts = session.execute(
        select(FactSheet.id, FactSheet.title, FactSheet.updated_at)
        .where(FactSheet.status == Status.DRAFT)
        .where(mine | (FactSheet.author_id == actor.user_id))
        .order_by(FactSheet.updated_at.desc(), FactSheet.id)
        .limit(6)
    ).all()
    for draft in drafts:
        text = _("Your draft, last changed %(date)s", date=_day(draft.updated_at))
        address = url_for("factsheets_editing.edit", sheet_id=draft.id)
        yield Waiting(draft.title, address, text, "pencil-square", "", 30)


def due_words(due: dt.date, day: dt.date) -> str:
    """'Review due on 1 December 2026', or that it is overdue."""
    words = format_date(due, "long")
    if due < day:
        return _("Should have been reviewed by %(date)s", date=words)
    return _("Review due on %(date)s", date=words)


def _day(moment: dt.datetime) -> str:
    return format_date(moment.astimezone(get_timezone()).date(), "long")


def _url(sheet_id: int) -> str:
    return url_for("factsheets.page", sheet_id=sheet_id)
