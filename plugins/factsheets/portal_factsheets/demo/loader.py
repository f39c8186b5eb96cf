"""Fills an empty portal with the demo's catalogue and fact sheets."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import SYSTEM, Unit, User, add_readings, demo_units, now, saved

from ..models import FactSheet
from ..permissions import audience
from ..services import sheets as rules
from ..services.catalogue import Loaded, load_catalogue
from ..services.data import Link, SheetData
from ..services.filters import as_month
from ..vocabulary import Status
from .reader import DemoSheet, read_catalogue, read_sheets


def load_demo(session: Session) -> None:
    """Adds the catalogue, then the sheets in the order of their numbers. The demo's units and
    people are there already."""
    catalogue = load_catalogue(session, read_catalogue())
    units = demo_units(session)
    people = {user.email: user.id for user in session.scalars(select(User))}
    made: dict[str, FactSheet] = {}
    for number, row in enumerate(read_sheets()):
        origin = made[row.builds_on].id if row.builds_on else None
        data = _data(row, catalogue, units, people, origin)
        made[row.slug] = _add(session, row, data, people[row.author])
        if row.status == Status.PUBLISHED:
            _let_read(session, made[row.slug], number)


def _data(
    row: DemoSheet,
    catalogue: Loaded,
    units: Mapping[str, Unit],
    people: Mapping[str, int],
    builds_on_id: int | None,
) -> SheetData:
    return SheetData(
        title=row.title,
        other_titles=row.other_titles,
        summary=row.summary,
        kind=row.kind,
        unit_id=units[row.unit].id if row.unit else None,
        institution=row.institution or "",
        programme_id=catalogue.programmes[row.programme].id,
        track_id=catalogue.tracks[row.track].id,
        concept_ids=[catalogue.concepts[key].id for key in row.concepts],
        phase=row.phase,
        outcome=row.outcome,
        ready=row.ready,
        period_start=as_month(row.period_start or ""),
        period_end=as_month(row.period_end or ""),
        links=[Link(link.title, link.url) for link in row.links],
        builds_on_id=builds_on_id,
        responsible_id=people[row.responsible],
        review_due=rules.today() + dt.timedelta(days=row.review_due),
        tags=row.tags,
        visibility=row.visibility,
        visible_units=[units[key].id for key in row.units],
        visible_people=[people[email] for email in row.people],
        **row.sections,
    )


def _add(session: Session, row: DemoSheet, data: SheetData, author_id: int) -> FactSheet:
    key = hashlib.sha256(f"demo {row.slug}".encode()).hexdigest()[:32]
    sheet = rules.create_sheet(session, SYSTEM, data, source_key=key)
    sheet.author_id = sheet.updated_by_id = author_id
    if row.status != Status.DRAFT:
        rules.publish(session, SYSTEM, sheet)
        sheet.published_at = now() - dt.timedelta(days=row.published_days_ago or 0)
        sheet.created_at = sheet.updated_at = sheet.published_at
    if row.status == Status.ARCHIVED:
        rules.archive(session, SYSTEM, sheet)
    saved(session, rules.KIND, sheet.id, audience(sheet))
    return sheet


def _let_read(session: Session, sheet: FactSheet, number: int) -> None:
    """Readings of the last weeks, so that the front page shows what it can show."""
    for week in range(3):
        day = now().date() - dt.timedelta(days=2 + 7 * week)
        times = (number * 7 + week * 3) % 11
        if times:
            add_readings(session, rules.KIND, sheet.id, day, times)
