"""A sheet as one row of a table: the columns of the export, which the import reads again.

Values of several parts stand on lines of their own; kinds, outcomes and the like stand in the
reader's language, and the import knows them in every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Unit, User, Visibility, narrow

from ..models import FactSheet
from ..permissions import keeps_seen
from ..vocabulary import KINDS, OUTCOMES, STATUSES
from .filters import month

#: What a column is called, by the name of what it holds; in this order.
COLUMNS: dict[str, Any] = {
    "title": _l("Title"),
    "other_titles": _l("Other titles"),
    "summary": _l("Summary"),
    "kind": _l("Kind"),
    "institution": _l("Institution"),
    "programme": _l("Programme"),
    "track": _l("Track"),
    "concepts": _l("Concepts"),
    "challenge": _l("Challenge"),
    "hypothesis_if": _l("Hypothesis: if"),
    "hypothesis_then": _l("Hypothesis: then"),
    "hypothesis": _l("Hypothesis"),
    "actions": _l("Actions"),
    "findings": _l("Findings"),
    "elements": _l("What others can lift out"),
    "attention": _l("Points of attention"),
    "target_group": _l("Whom it is for"),
    "phase": _l("Phase"),
    "outcome": _l("Outcome"),
    "ready": _l("Ready to take home"),
    "period_start": _l("From month"),
    "period_end": _l("To month"),
    "tags": _l("Tags"),
    "links": _l("Links"),
    "builds_on": _l("Builds on (key)"),
    "responsible": _l("Responsible"),
    "review_due": _l("Review due"),
    "status": _l("Status"),
    "published": _l("Published"),
    "visibility": _l("Who may see it"),
    "visible_to": _l("Shown to"),
    "key": _l("Key"),
}
VISIBILITIES = {
    Visibility.EVERYONE: _l("Everyone signed in"),
    Visibility.UNITS: _l("Certain units"),
    Visibility.PEOPLE: _l("Named people"),
    Visibility.PRIVATE: _l("Only me"),
}
#: The columns that are lists of lines.
LISTS = ("other_titles", "concepts", "tags", "links", "visible_to")


def heading_row() -> list[str]:
    """The headings in the reader's language."""
    return [str(words) for words in COLUMNS.values()]


def rows(session: Session, actor: Actor, sheets: Sequence[FactSheet]) -> Iterator[list[str | int]]:
    """One row for each sheet, which the caller has narrowed and read whole. What the actor may
    not see of another sheet or, without keeping this one, of its readers stays empty."""
    origins = _origins(session, actor, sheets)
    readers = _readers(session, sheets)
    for sheet in sheets:
        keeps = keeps_seen(actor, sheet)
        values: Mapping[str, Any] = {
            **{name: getattr(sheet, name, "") for name in COLUMNS},
            "other_titles": _lines(sheet.other_titles),
            "kind": KINDS[sheet.kind],
            "institution": sheet.unit.name if sheet.unit else sheet.institution,
            "programme": sheet.programme.name if sheet.programme else "",
            "track": sheet.track.name if sheet.track else "",
            "concepts": _lines(concept.name for concept in sheet.concepts),
            "outcome": OUTCOMES[sheet.outcome].words if sheet.outcome else "",
            "ready": _("Yes") if sheet.ready else _("No"),
            "period_start": month(sheet.period_start),
            "period_end": month(sheet.period_end),
            "tags": _lines(sheet.tags),
            "links": _lines(f"{link['title']} | {link['url']}" for link in sheet.links),
            "builds_on": origins.get(sheet.builds_on_id or 0, ""),
            "responsible": sheet.responsible.name if sheet.responsible else "",
            "status": STATUSES[sheet.status].words,
            "published": sheet.published_at.date() if sheet.published_at else "",
            "visibility": VISIBILITIES[Visibility(sheet.visibility)],
            "visible_to": _lines(readers(sheet)) if keeps else "",
            "key": sheet.source_key,
        }
        yield [_cell(values[name]) for name in COLUMNS]


def _cell(value: Any) -> str | int:
    return value if isinstance(value, int) else str(value or "")


def _lines(values: Iterable[str]) -> str:
    return "\n".join(" ".join(value.split()) for value in values)


def _origins(session: Session, actor: Actor, sheets: Sequence[FactSheet]) -> Mapping[int, str]:
    """The keys of the sheets that these build on, of those the actor may see."""
    wanted = {sheet.builds_on_id for sheet in sheets if sheet.builds_on_id}
    if not wanted:
        return {}
    statement = select(FactSheet.id, FactSheet.source_key).where(FactSheet.id.in_(wanted))
    rows = session.execute(narrow(statement, actor, FactSheet))
    return {row.id: row.source_key for row in rows}


def _readers(session: Session, sheets: Sequence[FactSheet]) -> Any:
    """A function: the names of the units or people that a sheet is shown to."""
    units = _names(session, Unit, {one for sheet in sheets for one in sheet.visible_units})
    people = _names(session, User, {one for sheet in sheets for one in sheet.visible_people})

    def names(sheet: FactSheet) -> list[str]:
        found = [units.get(one) for one in sheet.visible_units]
        found += [people.get(one) for one in sheet.visible_people]
        return [name for name in found if name]

    return names


def _names(session: Session, model: type[Unit] | type[User], ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = session.execute(select(model.id, model.name).where(model.id.in_(ids)))
    return {row.id: row.name for row in rows}
