"""What the front page shows of fact sheets."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import format_date, get_timezone
from flask_babel import gettext as _
from sqlalchemy import Date, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from portal.api import Actor, Card, Panel, User, Waiting, narrow, read_totals, unit_paths

from .models import FactSheet, OutdatedNote
from .permissions import CREATE
from .services.listing import load
from .services.sheets import KIND, today
from .views.list_page import cards
from .vocabulary import KINDS, Status

NEWEST, MOST_READ, SINCE = 6, 5, 5
#: Of each kind of what waits.
LINES = 6
SOON = dt.timedelta(days=14)
#: Sheets on the page of who wrote them.
WRITTEN = 12


def dashboard_cards(session: Session, actor: Actor) -> Iterable[Card]:
    """The newest, the most read of the month, and what came since the last visit."""
    # The ids first, then all of them at once.
    new_ids, read_ids = _newest(session, actor, NEWEST), _popular(session, actor)
    sheets = {one.id: one for one in load(session, list(dict.fromkeys([*new_ids, *read_ids])))}
    newest = [sheets[one] for one in new_ids if one in sheets]
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
    popular = [sheets[one] for one in read_ids if one in sheets]
    if popular:
        yield Card(
            "factsheets/cards/most_read.html",
            {"cards": cards(session, popular)},
            area="main",
            order=40,
        )


def _newest(
    session: Session, actor: Actor, limit: int, since: dt.datetime | None = None
) -> list[int]:
    statement = select(FactSheet.id).where(FactSheet.status == Status.PUBLISHED)
    if since is not None:
        statement = statement.where(FactSheet.published_at > since)
    statement = statement.order_by(FactSheet.published_at.desc(), FactSheet.id.desc())
    return list(session.scalars(narrow(statement.limit(limit), actor, FactSheet)))


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
    found = load(session, _newest(session, actor, SINCE, user.last_visit_at))
    return Card(
        "factsheets/cards/since.html",
        {"cards": cards(session, found), "number": number, "more": url_for("factsheets.index")},
        area="side",
        order=20,
    )


def _popular(session: Session, actor: Actor) -> list[int]:
    totals = read_totals(KIND, days=30)
    statement = (
        select(FactSheet.id)
        .join(totals, totals.c.object_id == FactSheet.id)
        .where(FactSheet.status == Status.PUBLISHED)
        .order_by(totals.c.total.desc(), FactSheet.id)
    )
    return list(session.scalars(narrow(statement.limit(MOST_READ), actor, FactSheet)))


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
    day, none = today(), cast(null(), Date)
    noted_at = (
        select(func.max(OutdatedNote.created_at))
        .where(OutdatedNote.sheet_id == FactSheet.id, OutdatedNote.closed_at.is_(None))
        .scalar_subquery()
    )
    line = (FactSheet.id, FactSheet.title, FactSheet.kind, FactSheet.unit_id)
    noted = (
        select(literal(0).label("what"), *line, noted_at.label("at"), none.label("due"))
        .where(mine, noted_at.is_not(None))
        .order_by(noted_at, FactSheet.id)
    )
    due = (
        select(literal(1), *line, FactSheet.updated_at, FactSheet.review_due)
        .where(mine, FactSheet.status == Status.PUBLISHED, noted_at.is_(None))
        .where(FactSheet.review_due <= day + SOON)
        .order_by(FactSheet.review_due, FactSheet.id)
    )
    drafts = (
        select(literal(2), *line, FactSheet.updated_at, none)
        .where(FactSheet.status == Status.DRAFT)
        .where(mine | (FactSheet.author_id == actor.user_id))
        .order_by(FactSheet.updated_at.desc(), FactSheet.id)
    )
    # In one query; SQLite takes a part with a limit of its own only from within.
    parts = [select(one.limit(LINES).subquery()) for one in (noted, due, drafts)]
    found: list[list[Any]] = [[], [], []]
    for row in session.execute(union_all(*parts)):
        found[row.what].append(row)
    for row in sorted(found[0], key=lambda one: (one.at, one.id)):
        text = _("Somebody wrote that it is out of date")
        yield Waiting(row.title, _url(row.id), text, "clock-history", "amber", 10)
    for row in sorted(found[1], key=lambda one: (one.due, one.id)):
        yield Waiting(
            row.title, _url(row.id), due_words(row.due, day), "clock-history", "amber", 20
        )
    titles = Counter(row.title for row in found[2])
    twins = {row.unit_id for row in found[2] if titles[row.title] > 1 and row.unit_id}
    places = unit_paths(session, twins) if twins else {}
    for row in sorted(found[2], key=lambda one: one.at, reverse=True):
        text = _("Your draft, last changed %(date)s", date=_day(row.at))
        if titles[row.title] > 1:
            words = [str(KINDS.get(row.kind, "")), places.get(row.unit_id, "")]
            text = ", ".join([*filter(None, words), text])
        address = url_for("factsheets_editing.edit", sheet_id=row.id)
        yield Waiting(row.title, address, text, "pencil-square", "", 30)


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
