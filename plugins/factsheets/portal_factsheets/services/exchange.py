"""Importing: what a file says becomes sheets, in one transaction, and twice is once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, NotAllowed, PortalError, Unit, User, Visibility

from ..importing import BOOKLET, DANISH, Headings, ImportProblem, best, parse_booklet
from ..models import FactSheet
from ..vocabulary import SheetKind, Status
from . import catalogue, sheets
from .data import TEXTS, SheetData, cleaned, data_of
from .documents import read_document
from .incoming import Incoming, from_drafts, from_rows
from .tables import read_csv, read_xlsx

Progress = Callable[[int, int], None]

#: What is copied from a file as it is.
COPIED = (
    "title",
    "other_titles",
    "summary",
    *TEXTS,
    "phase",
    "outcome",
    "period_start",
    "period_end",
    "links",
    "review_due",
    "tags",
)


@dataclass(frozen=True, slots=True)
class Options:
    """How to import. `update`: sheets that differ in the file are overwritten."""

    publish: bool = False
    update: bool = False


@dataclass(slots=True)
class Report:
    """What an import did, as titles with ids. `changed` sheets differ in the file and were left
    alone; `remarks` are sentences about what could not be taken over."""

    added: list[tuple[int, str]] = field(default_factory=list)
    updated: list[tuple[int, str]] = field(default_factory=list)
    unchanged: list[tuple[int, str]] = field(default_factory=list)
    changed: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        kinds = ("added", "updated", "unchanged", "changed")
        found: dict[str, Any] = {
            kind: [{"id": one, "title": title} for one, title in getattr(self, kind)]
            for kind in kinds
        }
        return {**found, "remarks": self.remarks}


def read(path: Path, profiles: Mapping[str, Headings] | None = None) -> list[Incoming]:
    """The sheets of a file: a table (.xlsx, .csv), or a booklet as text, PDF or Word file.

    With one set of headings in `profiles` the booklet is read by it; else by that of them which
    fits best, the booklet's own if none does. Raises ImportProblem or PortalError; asks no
    database.
    """
    ending = path.suffix.lower()
    if ending in (".xlsx", ".csv"):
        if not path.is_file():
            missing = "file_unreadable" if path.exists() else "file_missing"
            raise ImportProblem(missing, name=path.name)
        rows = read_xlsx(path) if ending == ".xlsx" else read_csv(path)
        return from_rows(path.name, rows)
    document = read_document(path)
    profiles = profiles or {BOOKLET: DANISH}
    chosen = next(iter(profiles)) if len(profiles) == 1 else best(document.text, profiles)
    headings = profiles[chosen] if chosen else DANISH
    return from_drafts(path.name, parse_booklet(document.text, headings, whole=document.whole))


def run_import(
    session: Session,
    actor: Actor,
    incoming: Sequence[Incoming],
    options: Options,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Adds the sheets that are not there, as drafts of the actor's. Commits nothing.

    Raises PortalError, with the place in the file, for the first sheet that cannot be saved.
    """
    run = _Run(session, actor, options)
    for number, one in enumerate(incoming):
        with _named(one):
            run.take(one)
        progress(number + 1, len(incoming))
    run.connect()
    return run.report


class _named:
    """Says where in the file it was that something could not be saved."""

    def __init__(self, one: Incoming) -> None:
        self._one = one

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: Any, problem: BaseException | None, _trace: Any) -> None:
        if isinstance(problem, sheets.InvalidSheet):
            words = "; ".join(f"{name}: {text}" for name, text in problem.errors.items())
            raise PortalError(f"{self._one.where} ({self._one.title[:80]}): {words}") from problem
        if isinstance(problem, (NotAllowed, PortalError)):
            raise PortalError(f"{self._one.where} ({self._one.title[:80]}): {problem}") from problem


class _Run:
    """One import under way."""

    def __init__(self, session: Session, actor: Actor, options: Options) -> None:
        self.session, self.actor, self.options = session, actor, options
        self.report = Report()
        self._origins: list[tuple[Incoming, FactSheet, str]] = []

    def take(self, one: Incoming) -> None:
        """Adds one sheet, or compares it with the one that is there."""
        sheet = self.session.scalar(select(FactSheet).where(FactSheet.source_key == one.key))
        if sheet is None:
            self._add(one)
        elif sheet.source_digest == one.digest or not self._differs(one, sheet):
            self.report.unchanged.append((sheet.id, one.title))
        elif self.options.update:
            self._update(one, sheet)
        else:
            self.report.changed.append((sheet.id, one.title))

    def connect(self) -> None:
        """Says what builds on what, once every sheet is there."""
        for one, sheet, key in self._origins:
            origin = self.session.scalar(select(FactSheet.id).where(FactSheet.source_key == key))
            if origin is None:
                self._remark(one, f'no sheet has the key "{key[:64]}" that it builds on')
            elif origin != sheet.builds_on_id:
                data = replace(data_of(sheet), builds_on_id=origin)
                with _named(one):
                    sheets.update_sheet(
                        self.session, self.actor, sheet, data, version=sheet.version
                    )

    def _add(self, one: Incoming) -> None:
        data = self._data(one, SheetData(), create=True)
        sheet = sheets.create_sheet(self.session, self.actor, data, source_key=one.key)
        sheet.source_digest = one.digest
        self._follow(one, sheet)
        if self.options.publish:
            self._publish(one, sheet)
        self.report.added.append((sheet.id, one.title))

    def _publish(self, one: Incoming, sheet: FactSheet) -> None:
        """As the file says: what it calls a draft stays one, and what says nothing yet too."""
        status, day = one.values.get("status"), one.values.get("published")
        if status == Status.DRAFT:
            return
        if sheets.missing_for_publishing(sheet):
            self._remark(one, "it has no texts yet and stays a draft")
            return
        sheets.publish(self.session, self.actor, sheet)
        if day is not None:
            sheet.published_at = dt.datetime.combine(day, dt.time(), dt.UTC)
        if status == Status.ARCHIVED:
            sheets.archive(self.session, self.actor, sheet)

    def _update(self, one: Incoming, sheet: FactSheet) -> None:
        data = self._data(one, data_of(sheet), create=True, sheet=sheet)
        sheets.update_sheet(self.session, self.actor, sheet, data, version=sheet.version)
        sheet.source_digest = one.digest
        self._follow(one, sheet)
        self.report.updated.append((sheet.id, one.title))

    def _follow(self, one: Incoming, sheet: FactSheet) -> None:
        if key := one.values.get("builds_on"):
            self._origins.append((one, sheet, key))

    def _differs(self, one: Incoming, sheet: FactSheet) -> bool:
        before = data_of(sheet)
        try:
            after = self._data(one, before, create=False, sheet=sheet)
        except LookupError:  # a programme or concept that is not there yet
            return True
        key = one.values.get("builds_on")
        if key and key != self._key_of(sheet.builds_on_id):
            return True
        return cleaned(after) != cleaned(before)

    def _key_of(self, sheet_id: int | None) -> str | None:
        if sheet_id is None:
            return None
        return self.session.scalar(select(FactSheet.source_key).where(FactSheet.id == sheet_id))

    def _data(
        self,
        one: Incoming,
        base: SheetData,
        *,
        create: bool,
        sheet: FactSheet | None = None,
    ) -> SheetData:
        """`base` with what the file says. Without `create`, a catalogue entry that is missing
        raises LookupError instead of being made."""
        given = one.values
        changes: dict[str, Any] = {name: given[name] for name in COPIED if name in given}
        if "kind" in given:
            changes["kind"] = given["kind"] or SheetKind.EXPERIMENT
        if "ready" in given:
            changes["ready"] = bool(given["ready"])
        if "institution" in given:
            changes |= self._place(given["institution"], sheet)
        if "programme" in given or "track" in given or "concepts" in given:
            changes |= self._catalogue(one, base, create)
        if given.get("responsible"):
            changes |= self._responsible(one, base)
        if given.get("visibility"):
            changes |= self._visibility(one, base)
        return replace(base, **changes)

    def _place(self, name: str, sheet: FactSheet | None) -> dict[str, Any]:
        """A unit of ours if one bears that very name, else the name; never a new unit."""
        if sheet is not None and sheet.unit is not None and sheet.unit.name == name:
            return {"unit_id": sheet.unit_id, "institution": ""}
        statement = select(Unit.id).where(Unit.name == name, Unit.closed_at.is_(None)).limit(2)
        found = self.session.scalars(statement).all() if name else []
        if len(found) == 1:
            return {"unit_id": found[0], "institution": ""}
        return {"unit_id": None, "institution": name}

    def _catalogue(self, one: Incoming, base: SheetData, create: bool) -> dict[str, Any]:
        given = one.values
        changes: dict[str, Any] = {}
        programme: Any = None
        if name := given.get("programme"):
            programme = self._entry("programme", name, create)
        if "programme" in given:
            changes["programme_id"] = programme.id if programme else None
        if name := given.get("track"):
            track: Any = self._entry("track", name, create, programme)
            changes |= {"track_id": track.id, "programme_id": track.programme_id}
        elif "track" in given:
            changes["track_id"] = None
        if "concepts" in given:
            found = [self._entry("concept", name, create) for name in given["concepts"]]
            changes["concept_ids"] = tuple(dict.fromkeys(concept.id for concept in found))
            if set(changes["concept_ids"]) == set(base.concept_ids):
                changes["concept_ids"] = base.concept_ids
        return changes

    def _entry(self, kind: str, name: str, create: bool, programme: Any = None) -> Any:
        session, actor = self.session, self.actor
        if not create:
            inside = programme.id if programme else None
            found = catalogue.find_by_name(session, kind, name, inside)
            if found is None:
                raise LookupError(name)
            return found
        if kind == "programme":
            return catalogue.find_or_create_programme(session, actor, name)
        if kind == "track":
            return catalogue.find_or_create_track(session, actor, name, programme)
        return catalogue.find_or_create_concept(session, actor, name)

    def _responsible(self, one: Incoming, base: SheetData) -> dict[str, Any]:
        found = self._people([one.values["responsible"]])
        if found is None:
            if base.responsible_id is None:
                self._remark(one, f'nobody here is called "{one.values["responsible"][:80]}"')
            return {}
        return {"responsible_id": found[0]}

    def _visibility(self, one: Incoming, base: SheetData) -> dict[str, Any]:
        """Who may see it. Where the file does not say which units or people, or says names that
        are not here, it is shown to nobody rather than to everybody."""
        wanted, names = one.values["visibility"], one.values.get("visible_to", ())
        if wanted in (Visibility.EVERYONE, Visibility.PRIVATE):
            return {"visibility": wanted}
        if not names and wanted == base.visibility:
            return {}
        ids = self._units(names) if wanted == Visibility.UNITS else self._people(names)
        if not ids:
            self._remark(one, "whom it is shown to is not known here, so it is made private")
            return {"visibility": Visibility.PRIVATE}
        column = "visible_units" if wanted == Visibility.UNITS else "visible_people"
        before = getattr(base, column)
        return {"visibility": wanted, column: before if set(ids) == set(before) else tuple(ids)}

    def _units(self, names: Iterable[str]) -> list[int] | None:
        return self._only(dict(_pairs(self.session, Unit.name, Unit.id, names)), names)

    def _people(self, names: Iterable[str]) -> list[int] | None:
        found = _pairs(self.session, User.name, User.id, names, User.active)
        found += _pairs(self.session, User.email, User.id, names, User.active)
        return self._only(dict(found), names)

    @staticmethod
    def _only(found: Mapping[str, int | None], names: Iterable[str]) -> list[int] | None:
        ids = [found.get(name) for name in names]
        known = [one for one in ids if one is not None]
        return known if known and len(known) == len(ids) else None

    def _remark(self, one: Incoming, words: str) -> None:
        text = f"{one.where} ({one.title[:80]}): {words}."
        if text not in self.report.remarks:
            self.report.remarks.append(text)


def _pairs(
    session: Session, name: Any, key: Any, wanted: Iterable[str], *where: Any
) -> list[tuple[str, int | None]]:
    """(name, id) of what bears one of the names; None where two bear it."""
    found: dict[str, int | None] = {}
    for text, one in session.execute(select(name, key).where(name.in_(list(wanted)), *where)):
        found[text] = None if text in found else one
    return list(found.items())
