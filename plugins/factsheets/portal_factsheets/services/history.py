"""What the history keeps of a sheet, how it is shown, and how an older version comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, replace
from typing import Any

from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, History, HistoryField, unit_paths

from ..models import Concept, FactSheet, Programme, Track
from ..permissions import keeps_seen
from ..vocabulary import KINDS, OUTCOMES, PHASES, READY, STATUSES, VISIBLE_TO
from .data import Link, SheetData, cleaned, data_of, problems
from .sheets import KIND, update_sheet

#: Fields that are brought back together or not at all.
TOGETHER = (("unit_id", "institution"), ("programme_id", "track_id"))
#: What may be gone by the time a version comes back, or not be for who brings it back.
REFERENCES = ("unit_id", "programme_id", "track_id", "concept_ids", "builds_on_id")
DATES = ("period_start", "period_end", "review_due")


def snapshot(sheet: FactSheet) -> dict[str, Any]:
    """The sheet as the history keeps it: its data and its status."""
    return snapshot_of(data_of(sheet)) | {"status": sheet.status}


def snapshot_of(data: SheetData) -> dict[str, Any]:
    """The data of a sheet, stored or not, as the history would keep it."""
    found: dict[str, Any] = {one.name: getattr(data, one.name) for one in fields(data)}
    found["links"] = [{"title": link.title, "url": link.url} for link in data.links]
    # In an order that no database and no new name of a concept changes.
    found["concept_ids"], found["tags"] = sorted(data.concept_ids), sorted(data.tags)
    return found


def restore(session: Session, actor: Actor, sheet: FactSheet, data: Mapping[str, Any]) -> None:
    """Writes an older version back by the rules of every change.

    What that version refers to and the actor can no longer choose (deleted, or hidden from them)
    stays as it is now: the rest comes back all the same. Raises like `update_sheet`.
    """
    wanted = cleaned(from_snapshot(data))
    gone = set(problems(session, actor, wanted, sheet)) & {*REFERENCES, "responsible_id"}
    for pair in TOGETHER:
        if gone & set(pair):
            gone |= set(pair)
    now = data_of(sheet)
    wanted = replace(wanted, **{name: getattr(now, name) for name in gone})
    update_sheet(session, actor, sheet, wanted, version=sheet.version)


def from_snapshot(data: Mapping[str, Any]) -> SheetData:
    """A version of the history as the data of a sheet."""
    known: dict[str, Any] = {
        one.name: data[one.name] for one in fields(SheetData) if one.name in data
    }
    for name in DATES:
        if known.get(name):
            known[name] = dt.date.fromisoformat(known[name])
    known["links"] = [Link(link["title"], link["url"]) for link in known.get("links", ())]
    return SheetData(**known)


def _names(
    model: type[Programme] | type[Track] | type[Concept],
) -> Callable[[Session, Actor, Collection[Any]], Mapping[Any, str]]:
    """The names of entries of the catalogue, which everyone may see."""

    def names(session: Session, _actor: Actor, ids: Collection[Any]) -> Mapping[Any, str]:
        rows = session.execute(select(model.id, model.name).where(model.id.in_(ids)))
        return {row.id: row.name for row in rows}

    return names


def _units(session: Session, _actor: Actor, ids: Collection[Any]) -> Mapping[Any, str]:
    return unit_paths(session, ids)


def _link(link: Mapping[str, str]) -> str:
    title, url = link["title"], link["url"]
    return url if title in ("", url) else f"{title} ({url})"


def _month(day: str) -> str:
    return format_date(dt.date.fromisoformat(day), "MMMM yyyy")


def _keeps(_session: Session, actor: Actor, sheet: FactSheet) -> bool:
    """Whom a sheet is shown to by name is for those alone who keep it."""
    return keeps_seen(actor, sheet)


HISTORY = History(
    fields={
        "title": HistoryField(_l("Title")),
        "summary": HistoryField(_l("In one sentence")),
        "other_titles": HistoryField(_l("Other titles"), "list"),
        "kind": HistoryField(_l("What was it?"), "choice", words=KINDS),
        "unit_id": HistoryField(_l("Where was it tried?"), "reference", names=_units),
        "institution": HistoryField(_l("Or somewhere else")),
        "challenge": HistoryField(_l("What was difficult?"), "markdown"),
        "hypothesis_if": HistoryField(_l("If we ...")),
        "hypothesis_then": HistoryField(_l("then ...")),
        "hypothesis": HistoryField(_l("The hypothesis as it was written")),
        "actions": HistoryField(_l("What did you do?"), "markdown"),
        "phase": HistoryField(_l("Phase of the experiment wheel"), "choice", words=PHASES),
        "outcome": HistoryField(
            _l("How did it go?"), "choice", words=lambda value: OUTCOMES[value].words
        ),
        "period_start": HistoryField(_l("From"), "choice", words=_month),
        "period_end": HistoryField(_l("To"), "choice", words=_month),
        "findings": HistoryField(_l("What did you find?"), "markdown"),
        "elements": HistoryField(_l("What can others lift out?"), "markdown"),
        "ready": HistoryField(READY.words, "yes_no"),
        "attention": HistoryField(_l("What should others look out for?"), "markdown"),
        "target_group": HistoryField(_l("Whom is it for?"), "markdown"),
        "programme_id": HistoryField(_l("Programme"), "reference", names=_names(Programme)),
        "track_id": HistoryField(_l("Track"), "reference", names=_names(Track)),
        "concept_ids": HistoryField(
            _l("Concepts it contributed to"), "reference", names=_names(Concept)
        ),
        "tags": HistoryField(_l("Tags"), "list"),
        "links": HistoryField(_l("Links"), "list", words=_link),
        "builds_on_id": HistoryField(_l("Does it build on another sheet?"), "reference", kind=KIND),
        "responsible_id": HistoryField(_l("Who is responsible?"), "reference", kind="person"),
        "review_due": HistoryField(_l("Look at it again on"), "date"),
        # Bringing back older words must not show them to others than today's: who sees the
        # sheet is changed on purpose only.
        "status": HistoryField(
            _l("Status"), "choice", words=lambda value: STATUSES[value].words, restores=False
        ),
        "visibility": HistoryField(
            _l("Who may see it?"), "choice", words=VISIBLE_TO, restores=False
        ),
        "visible_units": HistoryField(
            _l("Units that see it"), "reference", names=_units, visible=_keeps, restores=False
        ),
        "visible_people": HistoryField(
            _l("People who see it"), "reference", kind="person", visible=_keeps, restores=False
        ),
    },
    snapshot=snapshot,
    restore=restore,
)
