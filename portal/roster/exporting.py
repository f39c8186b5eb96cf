"""The lists as files, in the very form that the import reads: out and in again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.roster.finding_units import UnitFinder
from portal.roster.headings import KINDS
from portal.roster.models import FunctionPeriod, RosterImport
from portal.roster.plan import Mistake
from portal.roster.services import all_sheets, require, table_of
from portal.units.models import Membership, Unit
from portal.units.names import danish_order
from portal.units.words import function_rank, function_word, kind_word
from portal.web.export import csv_response, xlsx_response

FORMS: Mapping[str, Callable[..., Response]] = {"xlsx": xlsx_response, "csv": csv_response}
PEOPLE_COLUMNS = ("name", "title", "email", "phone", "unit", "function", "starts", "ends")
UNIT_COLUMNS = ("code", "name", "parent", "kind", "town")


def export(session: Session, actor: Actor, kind: str, form: str) -> Response:
    """The whole list as `form` ('xlsx', 'csv'). Raises NotAllowed for who may not import it."""
    require(session, actor, kind)
    rows = unit_rows(session) if kind == "units" else people_rows(session)
    name = _("units") if kind == "units" else _("people")
    return FORMS[form](name, titles(kind), rows)


def pattern(kind: str) -> Response:
    """A workbook with the headings and nothing else, to be filled in."""
    name = _("units") if kind == "units" else _("people")
    return xlsx_response(name, titles(kind), [])


def titles(kind: str) -> list[str]:
    """The headings, in the reader's language."""
    names = UNIT_COLUMNS if kind == "units" else PEOPLE_COLUMNS
    return [str(KINDS[kind][name].title) for name in names]


def people_rows(session: Session) -> Iterable[Sequence[str]]:
    """A row for each function, also for those that lie ahead; one for who has none. Only open
    accounts."""
    paths = UnitFinder.load(session)
    periods: dict[int, list[FunctionPeriod]] = {}
    for period in session.scalars(select(FunctionPeriod).order_by(FunctionPeriod.id)):
        periods.setdefault(period.user_id, []).append(period)
    users = session.scalars(
        select(User)
        .where(User.active)
        .options(selectinload(User.memberships).selectinload(Membership.unit))
        .order_by(danish_order(User.name), User.id)
    )
    for user in users:
        days = {(one.unit_id, one.function): one for one in periods.get(user.id, [])}
        keys = {
            (one.unit_id, one.function)
            for one in user.memberships
            if one.unit_id not in paths.closed
        }
        keys |= {key for key, one in days.items() if not one.started}
        person = [user.name, user.title, user.email, user.phone]
        for unit_id, function in sorted(
            keys, key=lambda key: (function_rank(key[1]), paths.paths[key[0]].casefold())
        ):
            one = days.get((unit_id, function))
            starts = one.starts_on.isoformat() if one and one.starts_on else ""
            ends = one.ends_on.isoformat() if one and one.ends_on else ""
            words = str(function_word(function))
            yield [*person, paths.paths[unit_id], words, starts, ends]
        if not keys:
            yield [*person, "", "", "", ""]


def unit_rows(session: Session) -> Iterable[Sequence[str]]:
    """The open units, parents first."""
    finder = UnitFinder.load(session)
    units = session.scalars(select(Unit).where(Unit.closed_at.is_(None))).all()
    for unit in sorted(units, key=lambda unit: finder.paths[unit.id].casefold()):
        above = finder.paths.get(unit.parent_id or 0, "")
        kind = str(kind_word(unit.kind))
        yield [finder.codes.get(unit.id, ""), unit.name, above, kind, unit.town]


def mistakes(one: RosterImport, found: Iterable[Mistake], form: str) -> Response:
    """The rows that are left out as they stand in the file, and what is wrong with each."""
    by_row: dict[tuple[str, int], list[str]] = {}
    for mistake in found:
        words = f"{mistake.column}: {mistake.text}" if mistake.column else mistake.text
        by_row.setdefault((mistake.sheet, mistake.row), []).append(words)
    sheets = table_of(one).sheets
    heads = list(dict.fromkeys(head for sheet in sheets for head in sheet.heads if head))
    rows: list[list[Any]] = []
    guarded = table_of(one).guarded
    for sheet in sheets:
        for number, cells in sheet.rows:
            told = by_row.get((sheet.name, number))
            if told is None:
                continue
            there = dict(zip(sheet.heads, cells, strict=False))
            values = [_shown(there.get(head, ""), guarded, form) for head in heads]
            rows.append([*values, number, " ".join(told)])
    columns = [*heads, _("Row"), _("What is wrong")]
    return FORMS[form](_("mistakes"), columns, rows)


def _shown(text: str, guarded: bool, form: str) -> str:
    """Without what no file may hold; the guard against formulas is put on anew."""
    del form
    plain = "".join(char for char in text if char in "\t\n" or char.isprintable())
    if guarded and plain.startswith("'") and plain.lstrip("'").startswith(("=", "+", "-", "@")):
        return plain[1:]
    return plain


def sheet_names(one: RosterImport) -> list[tuple[str, int]]:
    """(name, rows) of every sheet with a list."""
    return [(sheet.name, len(sheet.rows)) for sheet in all_sheets(one)]
